"""What holds for all tests."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator
from typing import Any

import pytest

os.environ.setdefault("YUGONG_CACHE", "off")  # tests say what they keep, and where
# Ctrl-C is ignored where tests are started in the background, and then by what they start.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """In CI a test that needs LibreOffice and is skipped has failed: nothing may pass there unseen."""
    report = yield
    marked = item.get_closest_marker("office") is not None
    if os.environ.get("CI") and marked and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome, report.longrepr = "failed", f"{item.nodeid}: skipped in CI: {report.longrepr}"
    return report
