"""`/api/sync`: devices tell what changed, and hear what changed elsewhere."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from app.model.sync.exchanged import Commit, OtherPast
from server.house import InHouse
from server.problem import documented
from server.sync.wire import Answers, Changes, Push, answers, changes

router = APIRouter(prefix="/api/sync", tags=["sync"])


class EventStream(StreamingResponse):
    """Server-sent events (HTML, section 9.2)."""

    media_type = "text/event-stream"


PAGE = 1000
"""Records in an answer."""
ONLY_ONE = "me"
"""The user of a server that has no others."""
Place = Annotated[int, Query(ge=0, le=2**53, description="`place` of the page before.")]
KnownPlace = Annotated[int | None, Query(ge=0, le=2**53, description="Place of the last known commit.")]
KnownOp = Annotated[str, Query(max_length=200, description="The op that it was.")]


@router.post(
    "/push", summary="Tell what changed", responses=documented(_403="Not sent by this site's own page.")
)
async def push(house: InHouse, told: Push) -> Answers:
    """Each op is answered by itself, and the same op always with the same answer."""
    try:
        pushed = await house.books.push(ONLY_ONE, [each.op() for each in told.ops], told.known.commit())
    except OtherPast:
        return Answers(past="other")
    house.bell.ring(ONLY_ONE, pushed.head.place)
    return answers(pushed)


@router.get("/pull", summary="Hear what changed")
async def pull(house: InHouse, after: Place = 0, known: KnownPlace = None, op: KnownOp = "") -> Changes:
    """Records in the order of their last changes, each as it is now."""
    commit = Commit(known, op) if known is not None else None
    try:
        return changes(await house.books.pull(ONLY_ONE, after, commit, PAGE))
    except OtherPast:
        return Changes(past="other")


@router.get("/events", summary="Hear that something changed", response_class=EventStream)
async def events(house: InHouse) -> EventStream:
    """An event with the place of the last change, for every push; a comment every few seconds."""
    return EventStream(_told(house.bell.listen(ONLY_ONE)), headers={"Cache-Control": "no-store"})


async def _told(places: AsyncGenerator[int | None]) -> AsyncGenerator[str]:
    async for place in places:
        yield ": here\n\n" if place is None else f"data: {place}\n\n"
