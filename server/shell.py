"""The files that make the page: index, styles, runtime, our Python, and the list of them all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest, sha256
from io import BytesIO, FileIO
from os import fstat
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from server.inside import open_inside

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest date a ZIP can hold: the same sources always make the same bytes."""
TOP = {
    "/": "index.html",
    "/pyscript.toml": "pyscript.toml",
    "/sw.js": "static/sw.js",
    "/manifest.webmanifest": "static/manifest.webmanifest",
}
SHIPPED = frozenset({".js", ".mjs", ".css", ".wasm", ".zip", ".json", ".whl", ".py"})
"""What of vendor/ the page may load; the rest is licences, maps and types."""
NEVER = ("workbox/",)
"""The service worker's own scripts: the browser keeps them with it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """When a file was last seen changed, and the SHA-256 of its bytes then, hex."""

    seen: tuple[int, int]
    digest: str


class Shell:
    """What lies below `root`, hashed once and again when it changes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._marks: dict[Path, Mark] = {}
        self._zip: tuple[object, bytes] = (None, b"")

    def opened(self, folder: Path, name: str) -> tuple[FileIO, str]:
        """The regular file `name` below `folder`, and its digest. Raises OSError or ValueError."""
        file = open_inside(folder, name.encode())
        try:
            return file, self._digest(folder / name, file)
        except OSError:
            file.close()
            raise

    def digest(self, path: Path) -> str:
        """SHA-256 of one of our own files, hex. Raises OSError."""
        with FileIO(path) as file:
            return self._digest(path, file)

    def app_zip(self) -> bytes:
        """Every Python file of app/, stored under its path; the same bytes for the same sources."""
        files = sorted(self._below("app", frozenset({".py"})))
        made_of = [(path, self.digest(path)) for path in files]
        if self._zip[0] != made_of:
            self._zip = made_of, _zipped(self.root, files)
        return self._zip[1]

    def precache(self) -> str:
        """The script that tells the service worker what to keep, and by which revision."""
        entries = json.dumps([{"url": url, "revision": revision} for url, revision in self._entries()])
        return f"self.LARDER_PRECACHE={entries};\nself.LARDER_VERSION={json.dumps(self.version())};\n"

    def version(self) -> str:
        """A name for the whole shell: 16 hex digits over every URL and revision."""
        return sha256(json.dumps(list(self._entries())).encode()).hexdigest()[:16]

    def _digest(self, path: Path, file: FileIO) -> str:
        """Of the open file, not of its path: what was checked is what is read."""
        status = fstat(file.fileno())
        seen = status.st_mtime_ns, status.st_size
        mark = self._marks.get(path)
        if mark is None or mark.seen != seen:
            mark = self._marks[path] = Mark(seen, file_digest(file, "sha256").hexdigest())
        return mark.digest

    def _entries(self) -> Iterator[tuple[str, str]]:
        for url, name in TOP.items():
            if url != "/sw.js" and _is_own(self.root / name):
                yield url, self.digest(self.root / name)[:16]
        yield "/app.zip", sha256(self.app_zip()).hexdigest()[:16]
        for path in sorted(self._loaded()):
            yield "/" + path.relative_to(self.root).as_posix(), self.digest(path)[:16]

    def _loaded(self) -> Iterator[Path]:
        tops = {self.root / name for name in TOP.values()}
        yield from (path for path in self._below("static") if path not in tops)
        yield from self._below("app/browser", frozenset({".js"}))
        for path in self._below("vendor", SHIPPED):
            if (
                not path.relative_to(self.root / "vendor").as_posix().startswith(NEVER)
                and path.name != "package.json"
            ):
                yield path

    def _below(self, folder: str, ends: frozenset[str] = frozenset()) -> Iterator[Path]:
        for path in (self.root / folder).rglob("*"):
            hidden = any(part.startswith(".") for part in path.relative_to(self.root).parts)
            if (not ends or path.suffix in ends) and not hidden and _is_own(path):
                yield path


def _is_own(path: Path) -> bool:
    """A link may lead to what is not served, and one promise that is not kept stops offline starts."""
    return path.is_file() and not path.is_symlink()


def _zipped(root: Path, files: list[Path]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for path in files:
            entry = ZipInfo(path.relative_to(root).as_posix(), EPOCH)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return out.getvalue()
