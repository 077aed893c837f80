"""LibreOffice driven through its API; for scripts run by the Python that has `uno`."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


@contextmanager
def office() -> Iterator[Any]:
    """The services of a LibreOffice of its own, which ends with the block."""
    pipe = f"yugong{os.getpid()}"
    profile = f"-env:UserInstallation=file://{tempfile.mkdtemp()}"
    program = subprocess.Popen(["soffice", "--headless", "--norestore", profile, f"--accept=pipe,name={pipe};urp;"])
    try:
        yield _connect(pipe)
    finally:
        program.terminate()
        program.wait(20)


def _connect(pipe: str) -> Any:
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _ in range(240):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext").ServiceManager
        except NoConnectException:
            time.sleep(0.25)
    raise TimeoutError("LibreOffice did not start")


def opened(services: Any, source: str) -> Any:
    """A document opened unseen."""
    desktop = services.createInstance("com.sun.star.frame.Desktop")
    return desktop.loadComponentFromURL(f"file://{source}", "_blank", 0, (_option("Hidden", True),))


def saved(document: Any, target: str) -> None:
    """Saves a document as .docx and closes it."""
    document.storeToURL(f"file://{target}", (_option("FilterName", "MS Word 2007 XML"),))
    document.close(True)


def _option(name: str, value: Any) -> Any:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made
