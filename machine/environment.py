"""The virtual environment `.venv`, holding what a lock file names."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from machine.errors import NotReady
from runtime.registry import configured

OLDEST = (3, 11)


class Environment:
    """A virtual environment; a stamp inside says which lock files it holds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.python = path / "bin" / "python"

    def holds(self, lock: Path) -> bool:
        """Whether exactly this lock file was installed."""
        stamp = self._stamp(lock)
        return self.python.exists() and stamp.exists() and stamp.read_text() == _digest(lock)

    def install(self, lock: Path) -> None:
        """Make it hold the lock file; needs no network when it does. Raises NotReady."""
        if self.holds(lock):
            return
        if sys.version_info < OLDEST:
            found, needed = sys.version.split()[0], ".".join(map(str, OLDEST))
            raise NotReady(f"Larder needs Python {needed} or newer, this is {found}; nothing was changed.")
        uv = shutil.which("uv")
        environ = {"UV_DEFAULT_INDEX": configured().python, **os.environ}
        for command in self._with_uv(uv, lock) if uv else self._with_pip(lock):
            if subprocess.run(command, env=environ).returncode:
                raise NotReady(
                    f"The Python packages could not be installed into {self.path}; nothing else was changed,"
                    " so run the same command again when the reason above is gone."
                )
        self._stamp(lock).write_text(_digest(lock))

    def _with_uv(self, uv: str, lock: Path) -> list[list[str | Path]]:
        make = [uv, "venv", "--python", sys.executable, self.path]
        install = [uv, "pip", "install", "--python", self.python, "--require-hashes", "-r", lock]
        return [install] if self.python.exists() else [make, install]

    def _with_pip(self, lock: Path) -> list[list[str | Path]]:
        if find_spec("ensurepip") is None:
            raise NotReady(
                "This Python can't make a virtual environment and nothing was changed;"
                " run `apt install python3-venv`, then the same command again."
            )
        # Making it again is harmless, and completes one that was interrupted.
        make = [sys.executable, "-m", "venv", self.path]
        return [make, [self.python, "-m", "pip", "install", "--require-hashes", "-r", lock]]

    def _stamp(self, lock: Path) -> Path:
        return self.path / f"{lock.name}.sha256"


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()
