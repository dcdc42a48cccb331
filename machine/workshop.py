"""Everything that the tests drive, brought onto this machine as far as it allows."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec

from machine import debian
from machine.tool import CHROMIUM, FIREFOX, TOOLS, Tool

PLAYWRIGHT = {CHROMIUM: "chromium", FIREFOX: "firefox"}


def furnish() -> Iterator[str]:
    """Install what is missing; one line for each thing that is still missing, and what follows from that."""
    missing = [tool for tool in TOOLS if not tool.here]
    if missing and debian.may_install():
        debian.install([tool.package for tool in missing])
    for tool in missing:
        if not tool.here and not _fetched(tool):
            yield f"{tool.package} is not installed: {tool.without}."


def _fetched(tool: Tool) -> bool:
    """Whether Playwright has, or could fetch, a browser of its own that does as well."""
    if tool not in PLAYWRIGHT or find_spec("playwright") is None:
        return False
    command = [sys.executable, "-m", "playwright", "install", PLAYWRIGHT[tool]]
    return subprocess.run(command, stderr=subprocess.DEVNULL).returncode == 0
