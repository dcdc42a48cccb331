"""Runs inside the browser: the stores that ship, each with a look at what its files really hold."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any
from uuid import uuid4

from js import Promise, navigator
from pyodide.ffi import to_js

from app.browser import idb_staging
from app.browser.idb_blobs import IdbBlobs
from app.browser.idb_records import IdbRecords
from app.browser.opfs import OpfsBlobs
from app.browser.sinks import ThreadSink, ThreadSinks
from tests.faults.blobs import Torn
from tests.faults.fault import Killed
from tests.vault_model.stores import Seen, Stores

PIECE = 2_000


class Abandoned(Torn):
    """What a thread has written stays; what is only in a stream or in the page's memory dies with the tab."""

    async def abandon(self, staging: Any) -> None:
        sink, staging._sink, staging._keep = getattr(staging, "_sink", None), None, True
        if isinstance(sink, ThreadSink):
            end(sink._thread)
        elif sink is not None:
            await sink.abort()  # the browser lets go of a dead tab's files


def end(sinks: ThreadSinks) -> None:
    """Kill the thread with its files open, as browsers do to those of a dead tab; the next starts anew."""
    sinks._worker.terminate()
    sinks._worker = None
    while sinks._waiting:
        sinks._waiting.popitem()[1].set_exception(Killed)


@asynccontextmanager
async def opfs(*, threads: bool = True) -> AsyncIterator[Stores]:
    folder = uuid4().hex
    store = await OpfsBlobs.open(folder, threads=threads)
    root = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder)
    blobs, tmp = await root.getDirectoryHandle("blobs"), await root.getDirectoryHandle("tmp")

    async def look() -> Seen:
        return Seen(await files(blobs), (await files(tmp)).keys())

    yield Stores(store, await IdbRecords.open(folder), look, Abandoned)


async def files(folder: Any) -> dict[str, bytes]:
    """Every file of a folder, whatever it is called."""
    handles = [handle async for handle in folder.values()]
    got = await Promise.all(to_js([handle.getFile() for handle in handles]))
    buffers = await Promise.all(to_js([file.arrayBuffer() for file in got]))
    return {file.name: buffer.to_bytes() for file, buffer in zip(got, buffers, strict=True)}


@asynccontextmanager
async def idb() -> AsyncIterator[Stores]:
    """In pieces that are small enough for a kill between two of them."""
    whole, idb_staging.CHUNK = idb_staging.CHUNK, PIECE
    try:
        yield await idb_stores()
    finally:
        idb_staging.CHUNK = whole


async def idb_stores() -> Stores:
    records = await IdbRecords.open(uuid4().hex)
    db = records.database

    async def look() -> Seen:
        manifests, stagings = await rows(db, "manifests"), await rows(db, "stagings")
        pieces: dict[str, list[bytes]] = {}
        for (id, _number), buffer in (await rows(db, "chunks")).items():
            pieces.setdefault(id, []).append(buffer.to_bytes())
        blobs = {name: b"".join(pieces.pop(row.id, [])) for name, row in manifests.items()}
        return Seen(blobs, stagings.keys() | pieces.keys())

    return Stores(IdbBlobs(db), records, look, Abandoned)


async def rows(db: Any, store: str) -> dict[Any, Any]:
    """Every row of an object store by its key, in key order."""
    keys, values = await db.getAllKeys(store), await db.getAll(store)
    return {key if isinstance(key, str) else tuple(key): row for key, row in zip(keys, values, strict=True)}


STORES = {"opfs": opfs, "opfs_streams": partial(opfs, threads=False), "idb": idb}
