"""Bytes of an open file as a response; the file is closed when the response ends, however it ends."""

from __future__ import annotations

import asyncio
import os
from base64 import b64encode
from collections.abc import Mapping
from email.utils import formatdate
from io import FileIO
from pathlib import Path

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.model.ref import Ref
from server.ranges import Decision, Validators, decide

CHUNK = 256 * 1024
"""Bytes read at a time, off the event loop."""
REVALIDATE = "private, no-cache"
"""A key outlives an edit of its file, so only bytes asked for by ref may be kept unasked."""
IMMUTABLE = "private, max-age=86400, immutable"
SHOWN = ("audio/", "image/")
"""Types, found by looking at the bytes, that are no download: nothing in them can run."""


class FileStream(Response):
    """What RFC 9110 answers to a GET or HEAD for the bytes of `file`, `size` bytes known by `known`."""

    def __init__(
        self, file: FileIO, size: int, known: Validators, media_type: str, fields: Mapping[str, str]
    ) -> None:
        super().__init__(media_type=media_type, headers=fields)
        self._file = file
        self._size = size
        self._known = known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, then close the file."""
        try:
            asked = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
            decision = decide(scope["method"], asked, self._size, self._known)
            await send(self._start(decision))
            if scope["method"] == "HEAD" or not decision.span.length:
                await send({"type": "http.response.body", "body": b""})
            else:
                await self._body(decision, receive, send)
        finally:
            self._file.close()

    def _start(self, decision: Decision) -> dict[str, object]:
        self.headers["accept-ranges"] = "bytes"
        self.headers["etag"] = self._known.etag
        self.headers["last-modified"] = formatdate(self._known.modified, usegmt=True)
        if decision.status == 304:
            del self.headers["content-length"], self.headers["content-type"]
        else:
            self.headers["content-length"] = str(decision.span.length)
        if decision.content_range:
            self.headers["content-range"] = decision.content_range
        return {"type": "http.response.start", "status": decision.status, "headers": self.raw_headers}

    async def _body(self, decision: Decision, receive: Receive, send: Send) -> None:
        gone = asyncio.create_task(_disconnect(receive))
        at, end = decision.span.start, decision.span.start + decision.span.length
        try:
            while at < end and not gone.done():
                piece = await asyncio.to_thread(os.pread, self._file.fileno(), min(CHUNK, end - at), at)
                if not piece:
                    return  # cut short on disk: the broken connection tells the client so
                at += len(piece)
                await send({"type": "http.response.body", "body": piece, "more_body": at < end})
        finally:
            gone.cancel()


async def _disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def bytes_of(file: FileIO, media_type: str, digest: Ref | None, *, immutable: bool) -> FileStream:
    """What people brought, as it is; `immutable` when it was asked for by its ref. Takes over the file."""
    status = os.fstat(file.fileno())
    fields = {"Cache-Control": IMMUTABLE if immutable else REVALIDATE}
    fields["Content-Disposition"] = "inline" if media_type.startswith(SHOWN) else "attachment"
    if digest:
        raw = bytes.fromhex(digest.removeprefix("sha256-"))
        fields["Repr-Digest"] = f"sha-256=:{b64encode(raw).decode()}:"
    tag = digest or f"{status.st_size:x}-{status.st_mtime_ns:x}"
    return FileStream(file, status.st_size, Validators(f'"{tag}"', int(status.st_mtime)), media_type, fields)


async def own_file(path: Path, tag: str, media_type: str, fields: Mapping[str, str]) -> FileStream:
    """A file that the server made, known by `tag`. Raises OSError when it is gone."""
    file = await asyncio.to_thread(FileIO, path, "rb")
    status = os.fstat(file.fileno())
    return FileStream(file, status.st_size, Validators(f'"{tag}"', int(status.st_mtime)), media_type, fields)
