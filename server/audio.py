"""`/api/audio/{key}`: a track's bytes."""

from __future__ import annotations

import asyncio
import os
from base64 import b64encode
from io import FileIO

from fastapi import APIRouter
from starlette.responses import Response

from app.model.ref import Ref
from server.digest import is_same
from server.house import House, InHouse
from server.inside import open_inside
from server.problem import Problem, documented
from server.ranges import Validators
from server.routes import reads
from server.sniff import audio_type
from server.stream import FileStream
from server.track import Track
from server.wanted import GONE, OTHER_BYTES, Wanted, WantedRef, binary

router = APIRouter(tags=["audio"])

REVALIDATE = "private, no-cache"
"""A key outlives an edit of its file, so only bytes asked for by ref may be kept unasked."""
IMMUTABLE = "private, max-age=86400, immutable"

ANSWERS = binary("audio/*", "The whole file; `Repr-Digest` (RFC 9530) once it is known.") | documented(
    _404=GONE
)


@reads(router, "/api/audio/{key}", summary="Stream a track", responses=ANSWERS, response_class=Response)
async def stream(house: InHouse, track: Wanted, ref: WantedRef = None) -> Response:
    """One Range (also a suffix), `If-Range`, `If-None-Match`; several ranges at once get the whole file."""
    file = await _opened(house, track)
    if is_same(file, track):
        return _answer(file, track.media_type, track.digest, ref)
    house.scan.ask()
    if ref:
        file.close()
        raise Problem(404, OTHER_BYTES)
    media_type = await asyncio.to_thread(audio_type, file)
    return _answer(file, media_type or "application/octet-stream", None, None)


async def _opened(house: House, track: Track) -> FileIO:
    try:
        return await asyncio.to_thread(open_inside, house.folder, track.path)
    except OSError:
        house.scan.ask()
        raise Problem(404, GONE) from None


def _answer(file: FileIO, media_type: str, digest: Ref | None, ref: str | None) -> FileStream:
    status = os.fstat(file.fileno())
    fields = {"Cache-Control": IMMUTABLE if digest and ref else REVALIDATE}
    fields["Content-Disposition"] = "inline" if media_type.startswith("audio/") else "attachment"
    if digest:
        raw = bytes.fromhex(digest.removeprefix("sha256-"))
        fields["Repr-Digest"] = f"sha-256=:{b64encode(raw).decode()}:"
    tag = digest or f"{status.st_size:x}-{status.st_mtime_ns:x}"
    return FileStream(file, status.st_size, Validators(f'"{tag}"', int(status.st_mtime)), media_type, fields)
