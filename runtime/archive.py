"""What a checked download holds, and where each of its files goes."""

from __future__ import annotations

import io
import tarfile
from pathlib import PurePosixPath

from runtime.lock import NpmTarball, Package, Source


def files(package: Package, source: Source, content: bytes) -> dict[PurePosixPath, bytes]:
    """Target path -> bytes, for every member that the lock wants.

    Raises LookupError when a pattern of the lock matches nothing: then the lock is wrong.
    """
    tarball = isinstance(source, NpmTarball)
    members = _tarball(content) if tarball else {PurePosixPath(source.file): content}
    placed: dict[PurePosixPath, bytes] = {}
    for pattern, folder in package.place.items():
        found = {PurePosixPath(folder, path.name): members[path] for path in members if path.match(pattern)}
        if not found:
            raise LookupError(f"{package} holds nothing like {pattern}")
        placed |= found
    return placed


def _tarball(content: bytes) -> dict[PurePosixPath, bytes]:
    """Regular files of an npm tarball, without the `package/` that they all start with."""
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
        members = [(member, archive.extractfile(member)) for member in archive if member.isfile()]
        return {PurePosixPath(*PurePosixPath(m.name).parts[1:]): file.read() for m, file in members if file}
