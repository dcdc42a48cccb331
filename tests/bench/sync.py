"""Ten thousand records made offline: to the server, and to another device; beside the bytes alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import median
from typing import Any
from uuid import uuid4

from demo import make_demo
from tests.bench.bench import OUR_PAGE, STOPWATCH, Bench, asked, go
from tests.bench.library import blocks
from tests.bench.result import Result
from tests.bench.rounds import rounds
from tests.bench.target import at_most
from tests.e2e.patience import until
from tests.e2e.visitor import Visitor
from tests.larder_server import LarderServer

RECORDS = 10_000
FLOOR = "the bytes alone"
PULL = "/api/sync/pull"
SENDING = 900.0
"""Seconds for all of them."""
BLOCK = at_most(50, "ms")
SPACIOUS = "performance.setResourceTimingBufferSize(10000);"
DATABASE = """
    const open = indexedDB.open("larder");
    const db = await new Promise((done) => { open.onsuccess = () => done(open.result); });
    const of = (kind) => IDBKeyRange.bound(kind, kind + "\\uffff");
    const done = (tx) => new Promise((end) => { tx.oncomplete = end; });
    const answered = (asked) => new Promise((end) => { asked.onsuccess = () => end(asked.result); });
"""
MADE = f"""async (rows) => {{{DATABASE}
    const tx = db.transaction("records", "readwrite");
    for (const [key, text] of rows) tx.objectStore("records").put(text, key);
    await done(tx);
    db.close();
}}"""
"""Writes records as the page would have."""
FORGOTTEN = f"""async () => {{{DATABASE}
    const tx = db.transaction("records", "readwrite");
    for (const kind of ["head/sync", "shadow/", "position/"]) tx.objectStore("records").delete(of(kind));
    await done(tx);
    db.close();
}}"""
"""Makes a device of it that the server has never met."""
HEARD = f"""async (place) => {{{DATABASE}
    const store = db.transaction("records").objectStore("records");
    const asked = [store.count(of("outbox/")), store.get("head/sync")];
    const [waiting, head] = await Promise.all(asked.map(answered));
    db.close();
    return !waiting && head !== undefined && JSON.parse(head).place === place ? performance.now() : 0;
}}"""
"""The moment, once nothing waits and all is heard up to a place."""
BEGAN = """Math.min(...performance.getEntriesByType("resource")
    .filter(({ name }) => name.includes("/api/sync/p")).map(({ startTime }) => startTime))"""
FETCHED = """async (paths) => {
    const began = performance.now();
    for (const path of paths) await (await fetch(path, { cache: "no-store" })).arrayBuffer();
    return performance.now() - began;
}"""
Run = tuple[float, float, int]
"""Milliseconds, the longest block, and how many blocks."""


def sync(bench: Bench) -> Iterator[Result]:
    """A device that was offline for long; and one that is new: the same, with all it heard forgotten."""
    count = bench.scaled(RECORDS)
    with (
        bench.server(make_demo(bench.room("media") / "demo")) as server,
        bench.arrived(server) as visitor,
    ):
        visitor.start(script=STOPWATCH + SPACIOUS)
        go(visitor, OUR_PAGE)
        until(lambda: visitor.page.evaluate(HEARD, 0), "the first exchange is over")
        sent = [push(visitor, server, count) for _ in range(bench.times(3))]
        measures: dict[str, Callable[[], Run]] = {
            "ours": partial(pull, visitor, server),
            "floor": partial(bytes_alone, visitor, server),
        }
        heard = rounds(bench.times(3), measures)
        place = last(server)
        floor = median(ms for ms, *_ in heard["floor"])
        yield from results(f"sync, {count:,} records sent", sent, floor * count / place)
        yield from results(f"sync, {place:,} records heard", heard["ours"], floor)


def results(row: str, runs: Sequence[Run], floor: float) -> Iterator[Result]:
    """The median of each."""
    ours, longest, many = (median(column) for column in zip(*runs, strict=True))
    yield Result(row, "ms", ours, FLOOR, floor)
    yield Result(f"{row}: longest block", "ms", longest, target=BLOCK)
    yield Result(f"{row}: blocks over 50 ms", "", many)


def push(visitor: Visitor, server: LarderServer, count: int) -> Run:
    """From the first request to an empty outbox, with what came back heard."""
    before = last(server)
    visitor.page.evaluate(MADE, list(offline(count)))
    return exchanged(visitor, before + count)


def pull(visitor: Visitor, server: LarderServer) -> Run:
    """From the first request to the last record."""
    visitor.page.evaluate(FORGOTTEN)
    return exchanged(visitor, last(server))


def exchanged(visitor: Visitor, place: int) -> Run:
    """The first exchange of a page."""
    page = visitor.page
    go(visitor, OUR_PAGE)
    ended = until(lambda: page.evaluate(HEARD, place), "all is sent and heard", SENDING)
    began = page.evaluate(BEGAN)
    held = blocks(page, began)
    return ended - began, max(held, default=0.0), len(held)


def bytes_alone(visitor: Visitor, server: LarderServer) -> Run:
    """The same pages, fetched and dropped."""
    asked_for, place, more = list[str](), 0, True
    while more:
        asked_for.append(f"{PULL}?after={place}")
        page = asked(server, asked_for[-1])
        place, more = page["place"], page["more"]
    return visitor.page.evaluate(FETCHED, asked_for), 0.0, 0


def last(server: LarderServer) -> int:
    """The place of the last commit of the books."""
    return asked(server, f"{PULL}?after={2**50}")["head"]["place"]


def offline(count: int) -> Iterator[tuple[str, str]]:
    """So many places in what was played, each with its op, as texts under their keys."""
    for number in range(count):
        name = uuid4().hex
        key, body = f"position/{name}", {"at": number / 7, "rewinds": 0}
        op = {"id": uuid4().hex, "key": key, "base": "", "body": body, "device": "Chromium", "at": 1.7e9}
        yield key, text(body)
        yield f"outbox/{key}", text({"sent": None, "waiting": op, "refused": ""})


def text(record: dict[str, Any]) -> str:
    """As the page writes it."""
    return json.dumps(record, sort_keys=True, separators=(",", ":"))
