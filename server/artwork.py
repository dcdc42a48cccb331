"""`/api/audio/{key}/cover`: a track's cover art."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from server.blobs.holdings import Holding
from server.cover import NotAPicture, Size
from server.house import House, InHouse
from server.media.assets import Brought
from server.problem import Problem, documented
from server.reading import picture_of
from server.routes import reads
from server.stream import own_file
from server.track import Track
from server.wanted import Wanted, binary

router = APIRouter(tags=["audio"])

NO_COVER = "This track has no cover."
CACHED = "private, max-age=3600"
"""A new picture shows within the hour; a list of five hundred does not ask five hundred times."""

ANSWERS = binary("image/webp", "The picture in the file, else the one beside it.") | documented(_404=NO_COVER)
Wide = Annotated[Size, Query(description="Longest side: 96 pixels (`small`) or 480 (`large`).")]


@reads(router, "/api/audio/{key}/cover", summary="Show a cover", responses=ANSWERS, response_class=Response)
async def cover(house: InHouse, track: Wanted, size: Wide = Size.SMALL) -> Response:
    """WebP, made when the file was scanned or first asked for, never enlarged."""
    if isinstance(track, Brought):
        return await pictured(house, track.held, size)
    if track.cover is None:
        raise Problem(404, NO_COVER)
    path = house.covers.path(track.cover, size)
    if not path.exists():
        await asyncio.to_thread(_remake, house, track)
    return await _shown(house, track.cover, size)


async def pictured(house: House, held: Holding, size: Size) -> Response:
    """The picture in a blob. Raises Problem."""
    try:
        return await _shown(house, await asyncio.to_thread(house.thumbnails.of, held), size)
    except (OSError, NotAPicture):
        raise Problem(404, NO_COVER) from None


async def _shown(house: House, cover: str, size: Size) -> Response:
    fields = {"Cache-Control": CACHED, "Content-Disposition": "inline"}
    try:
        return await own_file(house.covers.path(cover, size), f"{cover}-{size}", "image/webp", fields)
    except OSError:
        raise Problem(404, NO_COVER) from None


def _remake(house: House, track: Track) -> None:
    try:
        house.covers.make(picture_of(house.folder, track))
    except (OSError, NotAPicture):
        house.scan.ask()
