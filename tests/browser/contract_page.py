"""Runs inside the browser: one contract check of one driver at a time, on a store of its own."""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any
from uuid import uuid4

import pyodide_js
from js import document, navigator, window
from pyodide.ffi import create_proxy, to_js

from app.browser.ffi import module
from app.browser.fuse import fuse
from app.browser.hints import ChannelHints
from app.browser.idb_blobs import IdbBlobs
from app.browser.idb_records import IdbRecords
from app.browser.legacy import KeyvalLegacy
from app.browser.locks import WebLocks
from app.browser.offered import FileOffered
from app.browser.opfs import OpfsBlobs
from app.browser.sinks import ThreadSinks
from app.memory import MemoryBlobs, MemoryHints, MemoryLocks, MemoryRecords
from tests.browser.remote_bench import http
from tests.browser.vault_stores import STORES
from tests.contracts.blob_store import Bench
from tests.contracts.fuse import Bench as FuseBench
from tests.contracts.legacy import Bench as LegacyBench
from tests.contracts.legacy import Files
from tests.contracts.offered import Bench as OfferedBench
from tests.contracts.offered import Files as OfferedFiles
from tests.vault_model.walk import walk


async def memory() -> Bench:
    store = MemoryBlobs()

    async def raw_names() -> list[str]:
        return sorted([*store.blobs, *store.staged])

    return Bench(store, raw_names)


async def opfs() -> Bench:
    return await opfs_bench(threads=True)


async def opfs_streams() -> Bench:
    return await opfs_bench(threads=False)


async def opfs_bench(*, threads: bool) -> Bench:
    folder = uuid4().hex
    store = await OpfsBlobs.open(folder, threads=threads)
    root = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder)

    async def raw_names() -> list[str]:
        names: list[str] = []
        for part in ("blobs", "tmp"):
            async for name in (await root.getDirectoryHandle(part)).keys():
                names.append(f"{part}/{name}")
        return sorted(names)

    return Bench(store, raw_names)


async def idb() -> Bench:
    db = (await IdbRecords.open(uuid4().hex)).database

    async def raw_names() -> list[str]:
        names: list[str] = []
        for store in ("manifests", "stagings", "chunks"):
            names += [f"{store}/{key}" for key in await db.getAllKeys(store)]
        return sorted(names)

    return Bench(IdbBlobs(db), raw_names, lambda: db.close())


async def memory_records() -> MemoryRecords:
    return MemoryRecords()


async def idb_records() -> IdbRecords:
    return await IdbRecords.open(uuid4().hex)


async def keyval() -> LegacyBench:
    name, script = uuid4().hex, await module("/tests/browser/keyval.js")

    async def write(files: Files) -> None:
        await script.write(name, to_js([[key, data, kind] for key, (data, kind) in files.items()]))

    async def exists() -> bool:
        return await script.exists(name)

    return LegacyBench(KeyvalLegacy(name), KeyvalLegacy(name), write, exists)


async def dropped() -> OfferedBench:
    gather, script = await module("/app/browser/offered.js"), await module("/tests/browser/offering.js")

    async def offer(files: OfferedFiles) -> list[FileOffered]:
        found = await gather.gathered(gather.held(script.drop(to_js(files))))
        return [FileOffered(file, path) for file, path in found]

    return OfferedBench(offer)


async def stored_file() -> OfferedBench:
    """Without folders: what is looked at is a file that goes."""
    script, name = await module("/tests/browser/offering.js"), uuid4().hex
    folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(name, create=True)

    async def offer(files: OfferedFiles) -> list[FileOffered]:
        named = [("Åse" + str(at), path, each, data) for at, (path, each, data) in enumerate(files)]
        made = [(await script.stored(folder, at, to_js(data)), path, each) for at, path, each, data in named]
        offered = [FileOffered(file, path) for file, path, _ in made]
        for each, (_, _, said) in zip(offered, made, strict=True):
            each.name = said  # a private file system takes fewer names than a person's own
        return offered

    async def remove(_each: FileOffered) -> None:
        await folder.removeEntry("Åse0")

    return OfferedBench(offer, remove)


async def memory_hints() -> list[MemoryHints]:
    one = MemoryHints()
    return [one, MemoryHints(one), MemoryHints(one), MemoryHints()]


async def channel_hints() -> list[ChannelHints]:
    name = uuid4().hex
    return [*(ChannelHints(name) for _ in range(3)), ChannelHints(uuid4().hex)]


async def memory_locks() -> MemoryLocks:
    return MemoryLocks()


async def web_locks() -> WebLocks:
    return WebLocks()


async def no_thread() -> ThreadSinks:
    return ThreadSinks(("tmp",), "data:text/javascript,throw new Error('on purpose')")


async def local_storage() -> FuseBench:
    name = uuid4().hex
    return FuseBench(lambda: fuse(name), lambda: window.localStorage.setItem(name, "1"))


Drivers = dict[str, Callable[[], Awaitable[Any]]]
DRIVERS: Drivers = {
    bench.__name__: bench
    for bench in (
        memory,
        opfs,
        opfs_streams,
        idb,
        memory_records,
        idb_records,
        http,
        keyval,
        dropped,
        stored_file,
        memory_hints,
        channel_hints,
        memory_locks,
        web_locks,
        local_storage,
        no_thread,
    )
}


async def drivers(suite: str) -> Drivers:
    """Those of a suite by name; decoders come with numpy, so only when they are first checked."""
    if suite != "decoder":
        return DRIVERS
    await pyodide_js.loadPackage("numpy")
    return import_module("tests.browser.decoder_benches").BENCHES


async def run_check(suite: str, driver: str, name: str) -> str:
    """The empty string when the check holds, else why it does not."""
    try:
        bench = (await drivers(suite))[driver]
        check = import_module(f"tests.contracts.{suite}").CHECKS[name]
        await check(await bench())
    except Exception:
        return traceback.format_exc()
    return ""


async def run_walk(driver: str, seed: int, count: int) -> str:
    """The empty string when the vault keeps its promises on these stores, else how they were broken."""
    async with STORES[driver]() as stores:
        return await walk(stores, seed, count)


window.runCheck = create_proxy(run_check)
window.runWalk = create_proxy(run_walk)
document.documentElement.dataset.app = "ready"
