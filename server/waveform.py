"""`/api/audio/{key}/peaks`: a track's waveform, made by the first device that saved it."""

from __future__ import annotations

import asyncio
from hashlib import sha256

from fastapi import APIRouter, Request
from starlette.responses import Response

from server.house import InHouse
from server.media.assets import Brought
from server.peaks import NotPeaks, check
from server.problem import Problem, documented
from server.routes import reads
from server.stream import own_file
from server.wanted import GONE, Wanted, WantedRef, binary

router = APIRouter(tags=["audio"])

NO_PEAKS = "No device has sent the waveform of this track yet."
CHANGED = "The file changed since it was listed; nothing was stored. Reload the library, then try again."
DAT = "application/octet-stream"

ANSWERS = binary(DAT, "BBC audiowaveform `.dat`.") | documented(_404=NO_PEAKS)
REFUSALS = documented(
    _400="The bytes are not the peaks of this track.",
    _403="Not sent by this site's own page.",
    _404=GONE,
    _409=CHANGED,
    _413="More bytes than any waveform needs.",
)
BODY = {
    "requestBody": {"required": True, "content": {DAT: {"schema": {"type": "string", "format": "binary"}}}}
}
PATH = "/api/audio/{key}/peaks"


@reads(router, PATH, summary="Read a waveform", responses=ANSWERS, response_class=Response)
async def peaks(house: InHouse, track: Wanted) -> Response:
    """Real peaks or 404, never a placeholder."""
    if track.digest is None or track.digest not in house.peaks:
        raise Problem(404, NO_PEAKS)
    path = house.peaks.path(track.digest)
    fields = {"Cache-Control": "private, no-cache", "Content-Disposition": "attachment"}
    try:
        tag = sha256(await asyncio.to_thread(path.read_bytes)).hexdigest()
        return await own_file(path, tag, DAT, fields)
    except OSError:
        raise Problem(404, NO_PEAKS) from None


@router.put(
    PATH,
    summary="Store a waveform",
    status_code=204,
    response_description="Stored.",
    responses=REFUSALS,
    openapi_extra=BODY,
    response_class=Response,
)
async def store(house: InHouse, request: Request, track: Wanted, ref: WantedRef = None) -> Response:
    """BBC audiowaveform `.dat`, version 1 or 2; header, size and duration must agree with the track."""
    data = await request.body()
    try:
        check(data, track.duration)
    except NotPeaks as error:
        raise Problem(400, f"These are not the peaks of this track: {error}. Nothing was stored.") from None
    digest = track.digest if isinstance(track, Brought) else await house.digests.of(track)
    if digest is None or (ref and digest != ref):
        raise Problem(409, CHANGED)
    await asyncio.to_thread(house.peaks.put, digest, data)
    await house.tracks.touch()
    return Response(status_code=204)
