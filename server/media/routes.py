"""`/api/media/assets`: what devices brought."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from starlette.responses import Response as Answer

from app.model.ref import Ref
from server.artwork import NO_COVER, Wide, pictured
from server.cover import Size
from server.house import InHouse
from server.media.asset import ID, MediaAsset, NewAsset
from server.media.assets import Contested, Page, Taken
from server.problem import Problem, documented
from server.routes import reads
from server.sync.routes import ONLY_ONE
from server.wanted import binary

router = APIRouter(prefix="/api/media/assets", tags=["media"])

NOT_THERE = "There is no such asset, or not any more; nothing was changed."
SEND_FIRST = "The bytes of this asset are not here yet; nothing was changed. Send them first (/api/uploads)."
OTHER = "There is an asset of this id with other bytes; nothing was changed. Choose another id."
CONTESTED = "Somebody else is changing this asset; nothing was changed. Try again in a moment."
WRITES = {"_403": "Not sent by this site's own page."}

Id = Annotated[str, Path(pattern=ID)]
After = Annotated[str, Query(max_length=100, description="`next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=1000)]
PICTURE = binary("image/webp", "The cover in its bytes, or what the picture is.") | documented(
    _404="There is no such asset, or no picture of it."
)


@router.get("", summary="List what devices brought", response_description="A page, by id.")
async def assets(house: InHouse, after: After = "", limit: Limit = 500) -> Page:
    """The records of all devices; `held` says whether the bytes have arrived."""
    return await house.assets.page(ONLY_ONE, after, limit)


@router.post(
    "",
    summary="Bring an asset",
    status_code=201,
    response_description="It is in the books, and every device hears of it.",
    responses={200: {"model": MediaAsset, "description": "It was there already."}}
    | documented(**WRITES, _409="The bytes are not here, or the id names another asset."),
)
async def add(house: InHouse, new: NewAsset, response: Response) -> MediaAsset:
    """Its bytes are sent before it is named. The same `id` twice makes one asset."""
    held = await house.holdings.claim(ONLY_ONE, Ref(new.ref))
    if held is None:
        raise Problem(409, SEND_FIRST)
    try:
        made, is_new = await house.assets.add(ONLY_ONE, new, held)
    except Taken:
        raise Problem(409, OTHER) from None
    except Contested:
        raise Problem(409, CONTESTED) from None
    response.headers["Location"] = f"{router.prefix}/{made.id}"
    response.status_code = 201 if is_new else 200
    return made


@router.get(
    "/{id}", summary="Read an asset", response_description="It.", responses=documented(_404=NOT_THERE)
)
async def asset(house: InHouse, id: Id) -> MediaAsset:
    """As the books have it now."""
    if found := await house.assets.find(ONLY_ONE, id):
        return found
    raise Problem(404, NOT_THERE)


@router.delete(
    "/{id}",
    summary="Delete an asset",
    status_code=204,
    response_description="Deleted; its bytes go a day later, unless another asset has them.",
    responses=documented(**WRITES, _404=NOT_THERE, _409=CONTESTED),
)
async def remove(house: InHouse, id: Id) -> Answer:
    """Every device hears of it."""
    try:
        if not await house.assets.remove(ONLY_ONE, id):
            raise Problem(404, NOT_THERE)
    except Contested:
        raise Problem(409, CONTESTED) from None
    return Answer(status_code=204)


@reads(
    router, "/{id}/thumbnail", summary="Show an asset's picture", responses=PICTURE, response_class=Answer
)
async def thumbnail(house: InHouse, id: Id, size: Wide = Size.SMALL) -> Answer:
    """WebP, never enlarged."""
    found = await house.assets.brought(ONLY_ONE, id)
    if found is None:
        raise Problem(404, NO_COVER)
    return await pictured(house, found.held, size)
