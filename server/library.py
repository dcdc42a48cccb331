"""`/api/library`: what there is to play, what was left out, and how the scan stands."""

from __future__ import annotations

from base64 import b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from app.model.asset import Asset
from server.house import InHouse
from server.problem import Problem, documented
from server.scan import Progress

router = APIRouter(prefix="/api/library", tags=["library"])

MOST_PROBLEMS = 1000


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the library by artist, album, track and title; `next` is the cursor of the following one."""

    items: list[Asset]
    next: str | None
    total: int


@dataclass(frozen=True, slots=True)
class Left:
    """Something in the folder that needs attention."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Problems:
    """Files left out or odd, in path order, the first thousand; `total` counts them all."""

    items: list[Left]
    total: int


UNCHANGED = {304: {"description": "Unchanged since the ETag in If-None-Match."}}
BAD_CURSOR = "This cursor is not one of ours; start again without it."
Words = Annotated[str, Query(max_length=200, description="Words that must occur in title, artist or album.")]
Cursor = Annotated[str, Query(max_length=2000, description="`next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=1000)]


@router.get(
    "",
    summary="List the library",
    response_model=Listing,
    response_description="A page.",
    responses=UNCHANGED | documented(_400=BAD_CURSOR),
)
async def library(
    house: InHouse, request: Request, q: Words = "", cursor: Cursor = "", limit: Limit = 500
) -> Response:
    """Ordered pages with a strong ETag over the whole content."""
    fields = {"ETag": f'"{await house.tracks.version()}"', "Cache-Control": "private, no-cache"}
    if fields["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=fields)
    page = await house.tracks.page(q, _place(cursor), limit)
    items = [track.asset(peaks=track.digest in house.peaks).as_json() for track in page.tracks]
    following = urlsafe_b64encode(page.next.encode()).decode() if page.next else None
    return JSONResponse({"items": items, "next": following, "total": page.total}, headers=fields)


def _place(cursor: str) -> str:
    try:
        return b64decode(cursor.encode("ascii"), b"-_", validate=True).decode()
    except ValueError:
        raise Problem(400, BAD_CURSOR) from None


@router.get(
    "/problems", summary="List what was left out", response_description="The list.", response_model=Problems
)
async def problems(house: InHouse) -> Response:
    """Files that are unreadable, empty, damaged, mislabelled or not audio, each with its reason."""
    found, total = await house.tracks.problems(MOST_PROBLEMS)
    items = [{"path": path.decode("utf-8", "replace"), "reason": reason} for path, reason in found]
    return JSONResponse({"items": items, "total": total})


@router.get("/scan", summary="Progress of the scan", response_description="The counts.")
async def scan(house: InHouse) -> Progress:
    """Files done of total, and whether a scan is running."""
    return house.scan.progress


@router.post(
    "/scan",
    summary="Scan the folder again",
    status_code=202,
    response_description="It will be scanned; the counts as they stand.",
    responses=documented(_403="Not sent by this site's own page."),
)
async def rescan(house: InHouse) -> Progress:
    """Unchanged files are not read again; asking during a scan makes another one follow."""
    house.scan.ask()
    return house.scan.progress
