"""`/api/sync`: devices tell what changed, and hear what changed elsewhere."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from app.model.sync.exchanged import Commit, OtherPast
from server.house import InHouse
from server.problem import documented
from server.sync.wire import Answers, Changes, Push, answers, changes

router = APIRouter(prefix="/api/sync", tags=["sync"])

PAGE = 1000
"""Records in an answer."""
ONLY_ONE = "me"
"""The user of a server that has no others."""
Place = Annotated[int, Query(ge=0, le=2**53, description="`place` of the page before.")]
KnownPlace = Annotated[int | None, Query(ge=0, le=2**53, description="Place of the last commit that is known.")]
KnownOp = Annotated[str, Query(max_length=200, description="The op that it was.")]


@router.post("/push", summary="Tell what changed", responses=documented(_403="Not sent by this site's own page."))
async def push(house: InHouse, told: Push) -> Answers:
    """Each op is answered by itself, and the same op always with the same answer."""
    try:
        return answers(await house.books.push(ONLY_ONE, [each.op() for each in told.ops], told.known.commit()))
    except OtherPast:
        return Answers(past="other")


@router.get("/pull", summary="Hear what changed")
async def pull(house: InHouse, after: Place = 0, known: KnownPlace = None, op: KnownOp = "") -> Changes:
    """Records in the order of their last changes, each as it is now."""
    commit = Commit(known, op) if known is not None else None
    try:
        return changes(await house.books.pull(ONLY_ONE, after, commit, PAGE))
    except OtherPast:
        return Changes(past="other")
