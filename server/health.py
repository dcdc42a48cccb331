"""Whether the server is alive, and whether it is ours."""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from server.house import InHouse

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """Said to anybody: nothing about the library."""

    status: Literal["ok"] = "ok"


class Pong(BaseModel):
    """The caller's nonce and the version of the shell that is served now."""

    nonce: str
    version: str


@router.get("/healthz", summary="Is the server up", response_description="It is.")
async def healthz(house: InHouse) -> Health:
    """Answers while the index can be read; needs no token."""
    await house.tracks.version()
    return Health()


Nonce = Annotated[str, Query(max_length=64, pattern="^[A-Za-z0-9_-]*$", description="Comes back unchanged.")]


@router.get(
    "/api/ping", summary="Is the server reachable", response_model=Pong, response_description="It is."
)
async def ping(house: InHouse, nonce: Nonce = "") -> Response:
    """No cache and no captive portal can know the nonce."""
    version = await asyncio.to_thread(house.shell.version)  # it looks at every file of the shell
    pong = Pong(nonce=nonce, version=version)
    return JSONResponse(pong.model_dump(), headers={"Cache-Control": "no-store"})
