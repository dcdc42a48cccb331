"""Larder as an ASGI application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from server import artwork, audio, health, library, pages, waveform
from server.blobs import routes as blobs
from server.blobs.holdings import Holdings
from server.blobs.shelf import Shelf
from server.blobs.sweep import Sweep
from server.cover import Covers
from server.database import open_database
from server.digest import Digests
from server.headers import Headers
from server.hosts import Hosts, own_names
from server.house import House
from server.limits import Limits
from server.media import routes as media
from server.media.assets import Assets
from server.media.thumbnails import Thumbnails
from server.origin import SameOrigin
from server.peaks import PeaksShelf
from server.problem import answer_problems, documented
from server.scan import Scan
from server.settings import ROOT, Settings, is_loopback
from server.shell import Shell
from server.sync import routes as sync
from server.sync.bell import Bell
from server.sync.books import Books
from server.sync.database import open_books
from server.token import Token
from server.tracks import Tracks
from server.uploads import routes as uploads
from server.uploads.parts import Parts
from server.uploads.uploads import Uploads

EVERYWHERE = {
    "_400": "The Host is missing or not ours.",
    "_401": "The token is missing.",
    "_422": "The request makes no sense.",
    "_503": "Too much at once, or the index is busy.",
}
"""Refusals that every route may give."""
ABOUT = "Streams a folder of music to the page, which keeps what must survive without this server."


def build(settings: Settings, folder: Path, token: str | None = None, root: Path = ROOT) -> FastAPI:
    """The application over the library `folder`, asking for `token` if there is one. Raises Refusal."""
    engines = open_database(settings.data_dir / "larder.db"), open_books(settings.data_dir / "records.db")
    app = FastAPI(
        title="Larder",
        version="1",
        description=ABOUT,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        responses=documented(**EVERYWHERE),
        lifespan=_lifespan,
    )
    app.state.house = _house(settings, folder, *engines, root)
    app.state.engines = engines
    for noun in (audio, artwork, waveform, library, blobs, uploads, media, sync, health, pages):
        app.include_router(noun.router)
    _wrap(app, settings, token)
    return app


def _house(settings: Settings, folder: Path, index: AsyncEngine, written: AsyncEngine, root: Path) -> House:
    data = settings.data_dir
    tracks, covers, books = Tracks(index), Covers(data / "covers"), Books(written)
    digests = Digests(folder, tracks)
    holdings = Holdings(written, Shelf(data / "blobs"), settings.quota)
    arriving = Uploads(Parts(data / "uploads"), holdings)
    return House(
        folder=folder,
        tracks=tracks,
        covers=covers,
        peaks=PeaksShelf(data / "peaks"),
        digests=digests,
        scan=Scan(folder, tracks, covers, after=digests.wake),
        shell=Shell(root),
        books=books,
        bell=Bell(),
        holdings=holdings,
        uploads=arriving,
        sweep=Sweep(written, holdings.shelf, arriving),
        assets=Assets(written, books, holdings),
        thumbnails=Thumbnails(holdings.shelf, covers),
        largest=settings.max_upload,
    )


def _wrap(app: FastAPI, settings: Settings, token: str | None) -> None:
    """The last one added is the first to see a request."""
    answer_problems(app)
    app.add_middleware(SameOrigin)
    if token:
        app.add_middleware(Token, token=token)
    app.add_middleware(Limits, upload=settings.max_upload)
    others = frozenset[str]() if is_loopback(settings.host) else own_names() | {settings.host}
    app.add_middleware(Hosts, names=others | set(settings.allowed_hosts))
    app.add_middleware(Headers)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncGenerator[None]:
    house: House = app.state.house
    await house.open()
    tasks = [asyncio.create_task(house.scan.run()), asyncio.create_task(house.digests.run())]
    tasks.append(asyncio.create_task(house.sweep.run()))
    house.scan.ask()
    house.digests.wake()
    try:
        yield
    finally:
        house.scan.stop()
        house.digests.stop()
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        for engine in app.state.engines:
            await engine.dispose()
