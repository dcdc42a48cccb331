"""Everything one running server is made of."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import structlog
from fastapi import Depends, Request
from sqlalchemy.exc import SQLAlchemyError

from server.blobs.holdings import Holdings
from server.blobs.sweep import Sweep
from server.cover import Covers
from server.digest import Digests
from server.media.assets import Assets
from server.media.thumbnails import Thumbnails
from server.peaks import PeaksShelf
from server.scan import Scan
from server.shell import Shell
from server.sync.bell import Bell
from server.sync.books import Books
from server.tracks import Tracks
from server.uploads.uploads import Uploads

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class House:
    """The parts, made once by `server.app.build` and passed to every route."""

    folder: Path
    tracks: Tracks
    covers: Covers
    peaks: PeaksShelf
    digests: Digests
    scan: Scan
    shell: Shell
    books: Books
    bell: Bell
    holdings: Holdings
    uploads: Uploads
    sweep: Sweep
    assets: Assets
    thumbnails: Thumbnails
    largest: int
    """Bytes of an upload."""

    async def open(self) -> None:
        """Bring the index up; what goes wrong is logged and raised again."""
        try:
            await asyncio.to_thread(self.holdings.shelf.prepare)
            await asyncio.to_thread(self.uploads.parts.prepare)
            await self.tracks.belong_to(self.folder)
            self.covers.remember(await self.tracks.covers())
        except (SQLAlchemyError, OSError) as error:
            log.error("the index can't be used", reason=str(error))
            raise


def _house(request: Request) -> House:
    return request.app.state.house


InHouse = Annotated[House, Depends(_house)]
"""A route's parameter that is the house."""
