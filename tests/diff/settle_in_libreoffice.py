"""Accepts or rejects all revisions in LibreOffice; run by the Python that has `uno`: JOBS (JSON: [source, target, command], …).

The command is AcceptAllTrackedChanges, RejectAllTrackedChanges, or "" to open and save only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def main(jobs: list[list[str]]) -> None:
    """Does all jobs in one run of the program."""
    pipe = f"settle{os.getpid()}"
    profile = f"-env:UserInstallation=file://{tempfile.mkdtemp()}"
    office = subprocess.Popen(["soffice", "--headless", "--norestore", profile, f"--accept=pipe,name={pipe};urp;"])
    try:
        services = connect(pipe)
        desktop = services.createInstance("com.sun.star.frame.Desktop")
        dispatcher = services.createInstance("com.sun.star.frame.DispatchHelper")
        for source, target, command in jobs:
            document = desktop.loadComponentFromURL(f"file://{source}", "_blank", 0, (option("Hidden", True),))
            if command:
                frame = document.getCurrentController().getFrame()
                dispatcher.executeDispatch(frame, f".uno:{command}", "", 0, ())
            document.storeToURL(f"file://{target}", (option("FilterName", "MS Word 2007 XML"),))
            document.close(True)
    finally:
        office.terminate()
        office.wait(20)


def connect(pipe: str) -> Any:
    """The services of the running program."""
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _ in range(240):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext").ServiceManager
        except NoConnectException:
            time.sleep(0.25)
    raise TimeoutError("LibreOffice did not start")


def option(name: str, value: Any) -> Any:
    """A named value."""
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
