"""Debian's packages, installed where that is allowed without asking: as root."""

from __future__ import annotations

import os
import shutil
import subprocess
import time

ATTEMPTS = 5
PAUSE = 5.0


def may_install() -> bool:
    """Whether this is root on a system with apt."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: list[str]) -> bool:
    """Whether all of them are installed now. Mirrors have bad moments, so this is tried more than once."""
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(PAUSE * attempt)
        if _apt("update") and _apt("install", "--yes", "--no-install-recommends", *packages):
            return True
    return False


def _apt(*arguments: str) -> bool:
    environ = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(["apt-get", "--quiet", *arguments], env=environ).returncode == 0
