"""`/api/blobs/{ref}`: bytes that the user holds, by their name."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from app.model.ref import Ref
from server.house import InHouse
from server.problem import Problem, documented
from server.routes import reads
from server.stream import bytes_of
from server.sync.routes import ONLY_ONE
from server.wanted import binary

router = APIRouter(tags=["blobs"])

NOT_HELD = "You have not brought these bytes, or they are not there any more; send them."
Named = Annotated[str, Path(pattern="^sha256-[0-9a-f]{64}$")]
ANSWERS = binary("application/octet-stream", "The whole blob, with its `Repr-Digest`.") | documented(
    _404="The user does not hold such a blob."
)


@reads(router, "/api/blobs/{ref}", summary="Read a blob", responses=ANSWERS, response_class=Response)
async def blob(house: InHouse, ref: Named) -> Response:
    """Its type is what its bytes look like; whatever is no audio and no picture is a download."""
    held = await house.holdings.find(ONLY_ONE, Ref(ref))
    if held is None:
        raise Problem(404, NOT_HELD)
    try:
        file = await asyncio.to_thread(house.holdings.shelf.open, held.ref)
    except OSError:
        raise Problem(404, NOT_HELD) from None
    return bytes_of(file, held.media_type, held.ref, immutable=True)
