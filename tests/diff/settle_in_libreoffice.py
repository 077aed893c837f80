"""Accepts or rejects all revisions in LibreOffice; run by the Python that has `uno`: JOBS (JSON: [source, target, command], …).

The command is AcceptAllTrackedChanges, RejectAllTrackedChanges, or "" to open and save only.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from libreoffice_api import office, opened, saved


def main(jobs: list[list[str]]) -> None:
    """Does all jobs in one run of the program."""
    with office() as services:
        dispatcher = services.createInstance("com.sun.star.frame.DispatchHelper")
        for source, target, command in jobs:
            document = opened(services, source)
            if command:
                frame = document.getCurrentController().getFrame()
                dispatcher.executeDispatch(frame, f".uno:{command}", "", 0, ())
            saved(document, target)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
