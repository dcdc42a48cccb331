"""The lock: every package of the browser runtime, pinned by checksum."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runtime.integrity import Integrity

LOCK = Path(__file__).with_name("lock.json")


@dataclass(frozen=True)
class NpmTarball:
    """The package's own tarball in the npm registry."""


@dataclass(frozen=True)
class PlainFile:
    """One file at a fixed address, asked for once and with a short patience (seconds)."""

    url: str
    patience: float

    @property
    def file(self) -> str:
        """Its name."""
        return self.url.rpartition("/")[2]


@dataclass(frozen=True)
class WheelMember:
    """A file inside a wheel on the Python package index, read without fetching the rest of the wheel."""

    wheel: str
    member: str

    @property
    def file(self) -> str:
        """Its name."""
        return self.member.rpartition("/")[2]


Source = NpmTarball | PlainFile | WheelMember


@dataclass(frozen=True)
class Package:
    """One entry of the lock.

    `size` is that of the checked file in bytes; `place` maps a pattern of member paths to the folder they go
    into; `key` changes whenever anything in the entry does.
    """

    name: str
    version: str
    integrity: Integrity
    size: int
    sources: tuple[Source, ...]
    place: dict[str, str]
    key: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


@dataclass(frozen=True)
class Group:
    """Packages that go into one folder: `app` is served to browsers, `test` is not."""

    folder: str
    packages: tuple[Package, ...]


def read_group(name: str, lock: Path = LOCK) -> Group:
    """The named group of a lock file; raises KeyError when there is none of that name."""
    group = json.loads(lock.read_bytes())[name]
    return Group(group["folder"], tuple(_package(entry) for entry in group["packages"]))


def _package(entry: dict[str, Any]) -> Package:
    return Package(
        name=entry["name"],
        version=entry["version"],
        integrity=Integrity.parse(entry["integrity"]),
        size=entry["size"],
        sources=tuple(_source(source) for source in entry["sources"]),
        place=entry["place"],
        key=hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest(),
    )


def _source(source: dict[str, Any]) -> Source:
    if "url" in source:
        return PlainFile(source["url"], source["patience"])
    if "wheel" in source:
        return WheelMember(source["wheel"], source["member"])
    return NpmTarball()
