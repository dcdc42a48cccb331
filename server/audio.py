"""`/api/audio/{key}`: a track's bytes."""

from __future__ import annotations

import asyncio
from io import FileIO

from fastapi import APIRouter
from starlette.responses import Response

from server.digest import is_same
from server.house import House, InHouse
from server.inside import open_inside
from server.media.assets import Brought
from server.problem import Problem, documented
from server.routes import reads
from server.sniff import BYTES, audio_type
from server.stream import bytes_of
from server.track import Track
from server.wanted import GONE, OTHER_BYTES, Wanted, WantedRef, binary

router = APIRouter(tags=["audio"])

ANSWERS = binary("audio/*", "The whole file; `Repr-Digest` (RFC 9530) once it is known.") | documented(
    _404=GONE
)


@reads(router, "/api/audio/{key}", summary="Stream a track", responses=ANSWERS, response_class=Response)
async def stream(house: InHouse, track: Wanted, ref: WantedRef = None) -> Response:
    """One Range (also a suffix), `If-Range`, `If-None-Match`; several ranges at once get the whole file."""
    if isinstance(track, Brought):
        file = await _brought(house, track)
        return bytes_of(file, track.media_type, track.digest, immutable=bool(ref))
    file = await _opened(house, track)
    if is_same(file, track):
        return bytes_of(file, track.media_type, track.digest, immutable=bool(ref and track.digest))
    house.scan.ask()
    if ref:
        file.close()
        raise Problem(404, OTHER_BYTES)
    media_type = await asyncio.to_thread(audio_type, file)
    return bytes_of(file, media_type or BYTES, None, immutable=False)


async def _brought(house: House, track: Brought) -> FileIO:
    try:
        return await asyncio.to_thread(house.holdings.shelf.open, track.digest)
    except OSError:
        raise Problem(404, GONE) from None


async def _opened(house: House, track: Track) -> FileIO:
    try:
        return await asyncio.to_thread(open_inside, house.folder, track.path)
    except OSError:
        house.scan.ask()
        raise Problem(404, GONE) from None

