"""The folder that the runtime is placed in, and its stamp."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TypedDict

from runtime.lock import Package

PRIVATE = ".runtime"


class Placed(TypedDict):
    """A package in the stamp: the `key` of its lock entry, and its files' paths and sizes in bytes."""

    key: str
    files: dict[str, int]


class Folder:
    """Files of the runtime, each placed whole or not at all.

    The stamp in `.runtime/` says of each package which lock entry its files came from and how long they are.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamp = path / PRIVATE / "stamp.json"

    @contextmanager
    def writing(self) -> Generator[None]:
        """One writer at a time: another one waits here."""
        self._stamp.parent.mkdir(parents=True, exist_ok=True)
        with (self._stamp.parent / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def holds(self, package: Package) -> bool:
        """Whether the files of exactly this lock entry are here, told by their sizes."""
        entry = self._read().get(package.name)
        if not entry or entry["key"] != package.key:
            return False
        return all(self._size(name) == size for name, size in entry["files"].items())

    def partial(self, package: Package, number: int) -> Path:
        """Where bytes of the package's source of that number are collected."""
        return self._stamp.parent / f"{package.name.replace('/', '+')}-{package.version}-{number}.part"

    def place(self, package: Package, files: dict[PurePosixPath, bytes]) -> None:
        """Put the files under their final names, and take away those of the package's earlier version."""
        stamp = self._read()
        earlier = stamp.pop(package.name, Placed(key="", files={}))["files"]
        self._write(stamp)
        for path, content in files.items():
            self._publish(path, content)
        sizes = {str(path): len(content) for path, content in files.items()}
        self._remove(earlier.keys() - sizes.keys())
        self._write(stamp | {package.name: Placed(key=package.key, files=sizes)})

    def tidy(self, packages: tuple[Package, ...]) -> None:
        """Take away the packages that the lock does not list, and downloads that nothing needs now."""
        for partial in self._stamp.parent.glob("*.part"):
            partial.unlink()
        stamp = self._read()
        for name in stamp.keys() - {package.name for package in packages}:
            self._remove(stamp.pop(name)["files"])
            self._write(stamp)

    def _size(self, name: str) -> int:
        path = self.path / name
        return path.stat().st_size if path.is_file() else -1

    def _publish(self, path: PurePosixPath, content: bytes) -> None:
        target, partial = self.path / path, self._stamp.parent / "placing"
        partial.write_bytes(content)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(partial, target)

    def _remove(self, names: Iterable[str]) -> None:
        for name in names:
            (self.path / name).unlink(missing_ok=True)

    def _read(self) -> dict[str, Placed]:
        return json.loads(self._stamp.read_bytes()) if self._stamp.exists() else {}

    def _write(self, stamp: dict[str, Placed]) -> None:
        partial = self._stamp.with_suffix(".new")
        partial.write_text(json.dumps(stamp, indent=1))
        os.replace(partial, self._stamp)
