"""Killed at any instant, the old or the new file is there, whole."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

KILLS = 200
_WRITER = """
import sys
from pathlib import Path
from yugong.saving import save_whole
target, old, new = Path(sys.argv[1]), b"old" * 400_000, b"new" * 500_000
print("ready", flush=True)
while True:
    for data in (new, old):
        save_whole(target, data, check_edits=False)
"""


def test_killed_while_writing(tmp_path: Path) -> None:
    target = tmp_path / "document.docx"
    whole = {b"old" * 400_000, b"new" * 500_000}
    target.write_bytes(b"old" * 400_000)
    instants = random.Random(11)
    for _ in range(KILLS):
        writer = subprocess.Popen([sys.executable, "-c", _WRITER, str(target)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(instants.random() * 0.02)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        assert target.read_bytes() in whole
