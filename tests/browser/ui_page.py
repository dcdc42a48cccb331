"""Runs inside the browser: one check of the page at a time, on this document."""

from __future__ import annotations

import traceback

from js import document, window
from pyodide.ffi import create_proxy

from tests.contracts import ui_checks, ui_imports, ui_markup, ui_playlists, ui_room, ui_sync
from tests.contracts.ui_bench import bench

SUITES = (ui_checks, ui_imports, ui_markup, ui_playlists, ui_room, ui_sync)
CHECKS = {name: check for suite in SUITES for name, check in suite.CHECKS.items()}


async def run_check(name: str) -> str:
    """The empty string when the check holds, else why it does not."""
    try:
        await CHECKS[name](await bench())
    except Exception:
        return traceback.format_exc()
    return ""


window.runCheck = create_proxy(run_check)
document.documentElement.dataset.app = "ready"
