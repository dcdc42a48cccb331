"""Ten thousand tracks, three thousand saved: the start, what it puts right, and what goes when it must."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import median

from app.model.asset import Asset
from app.model.ref import Ref
from app.model.vault.eviction import Candidate, Stock, plan, stock
from app.model.vault.keep import By, Keep
from tests.bench.bench import OUR_PAGE, STOPWATCH, Bench, go, settled
from tests.bench.crowd import SIZE, crowd
from tests.bench.library import blocks
from tests.bench.result import Result
from tests.bench.rounds import rounds
from tests.bench.target import at_most, ratio_at_most, within
from tests.e2e.patience import until
from tests.e2e.visitor import Visitor

TRACKS, FOUND = 10_000, "7"
"""How many, and what about a third of their titles hold."""
SAVING = 900.0
"""Seconds for all of these."""
BARE, KEPT = "nothing saved", "saved"
LOCKS = """(() => {
    const request = navigator.locks.request.bind(navigator.locks);
    bench.held = [];
    navigator.locks.request = (name, options, use) => request(name, options, async (lock) => {
        const began = performance.now();
        try { return await use(lock); } finally { bench.held.push([name, performance.now() - began]); }
    });
})();"""
"""Notes how long each lock was held."""
REPAIR = "bench.held.find(([name]) => name === 'larder-writer')"
"""The pen, which the repair of a start is the first to hold."""
RETAINED = """async () => {
    const open = indexedDB.open("larder");
    const db = await new Promise((done) => { open.onsuccess = () => done(open.result); });
    const store = db.transaction("records", "readwrite").objectStore("records");
    const range = IDBKeyRange.bound("keep/", "keep/\\uffff");
    store.openCursor(range).onsuccess = ({ target: { result: cursor } }) => {
        if (!cursor) return;
        cursor.update(cursor.value.replace('"by":"hand"', '"by":"player"'));
        cursor.continue();
    };
    await new Promise((done) => { store.transaction.oncomplete = done; });
    db.close();
}"""
"""Has the player keep all that was saved by hand."""
STORED = """async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("blobs");
    let count = 0;
    for await (const _ of folder.keys()) count += 1;
    return count;
}"""
"""Blobs that are here."""
EVICT = """async () => {
    const text = () => document.querySelector("main").textContent;
    const none = () => text().includes("Retained while streaming: 0 items");
    const field = document.getElementById("budget");
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("blobs");
    const empty = async () => (await folder.keys().next()).done;
    const began = performance.now();
    field.value = "0";
    field.dispatchEvent(new Event("change", { bubbles: true }));
    await bench.when(none);
    while (!(await empty())) {
        if (performance.now() - began > 300_000) throw new Error("never: the last byte gone");
        await new Promise((later) => setTimeout(later, 20));
    }
    return [performance.now() - began, began];
}"""
"""From the word to the last byte gone."""
DELETE = """async ([records, files]) => {
    const names = (count) => Array.from({ length: count }, (_, number) => `floor-${number}`);
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle("floor", { create: true });
    for (const name of names(files)) {
        const writing = await (await folder.getFileHandle(name, { create: true })).createWritable();
        await writing.write(new Uint8Array(4096));
        await writing.close();
    }
    const open = indexedDB.open("floor");
    open.onupgradeneeded = () => open.result.createObjectStore("records");
    const db = await new Promise((done) => { open.onsuccess = () => done(open.result); });
    const change = async (what) => {
        const tx = db.transaction("records", "readwrite", { durability: "strict" });
        for (const name of names(records)) what(tx.objectStore("records"), name);
        await new Promise((done) => { tx.oncomplete = done; });
    };
    await change((store, name) => store.put("{}", name));
    const began = performance.now();
    await change((store, name) => store.delete(name));
    for (const name of names(files)) await folder.removeEntry(name);
    const took = performance.now() - began;
    db.close();
    return took;
}"""
"""As many records in one transaction, then as many files, by plain JavaScript that checks nothing."""
TASK = at_most(50, "ms")
Start = tuple[float, float, float, float]
"""Milliseconds to ready, of the repair, of a first play at once, and of the longest block."""


def vault(bench: Bench) -> Iterator[Result]:
    """Beside the same library with nothing saved."""
    media, data = bench.room("media"), bench.room("data") / "data"
    crowd(media, data, bench.scaled(TRACKS), distinct=True)
    with bench.server(media, data) as server, bench.arrived(server) as bare, bench.arrived(server) as full:
        count = saved(full)
        for visitor in (bare, full):
            visitor.start(script=STOPWATCH + LOCKS)
        starts = {BARE: partial(start, bare), KEPT: partial(start, full)}
        taken = {name: columns(runs) for name, runs in rounds(bench.times(), starts).items()}
        yield from started(f"{bench.scaled(TRACKS):,} tracks, {count:,} saved", taken[KEPT], taken[BARE])
        yield from evicted(f"{count:,} retained, all to go", full, bare, count)
    yield planned(bench, count)


def saved(visitor: Visitor) -> int:
    """Save all that is found; how many that is."""
    page = settled(visitor, OUR_PAGE)
    page.evaluate("text => bench.type(text)", FOUND)
    time.sleep(1)
    page.evaluate("document.querySelector('[data-do=keep-all]').click()")
    until(lambda: not page.query_selector("[data-do=cancel-all], [data-do=keep-all]"), "all is saved", SAVING)
    return visitor.check()["items"]


def start(visitor: Visitor) -> Start:
    """A start, a press on the first track as soon as it is ready, and what came after."""
    ready = go(visitor, OUR_PAGE)
    page = visitor.page
    title = page.locator("li.track").first.get_attribute("aria-label")
    heard = page.evaluate("title => bench.play(title)", title)
    repair = until(lambda: page.evaluate(REPAIR), "the repair is over")[1]
    time.sleep(1)
    return ready, repair, heard, max(blocks(page, "bench.readyAt"), default=0.0)


def columns(runs: Sequence[Start]) -> list[float]:
    """The median of each figure."""
    return [median(column) for column in zip(*runs, strict=True)]


def started(row: str, ours: Sequence[float], bare: Sequence[float]) -> Iterator[Result]:
    """What the start of a full vault costs more than that of an empty one."""
    yield Result(f"{row}: start, ready", "ms", ours[0], BARE, bare[0], ratio_at_most(1.25))
    yield Result(f"{row}: repair at start", "ms", ours[1], BARE, bare[1])
    yield Result(f"{row}: play as soon as ready", "ms", ours[2], BARE, bare[2], within(20, "ms"))
    yield Result(f"{row}: longest block after ready", "ms", ours[3], BARE, bare[3], TASK)


def evicted(row: str, full: Visitor, bare: Visitor, count: int) -> Iterator[Result]:
    """Have the player keep it all, then allow it nothing."""
    full.page.evaluate(RETAINED)
    settled(full, OUR_PAGE)
    full.go("Vault")
    time.sleep(1)
    floor = bare.page.evaluate(DELETE, [count, full.page.evaluate(STORED)])
    ours, began = full.page.evaluate(EVICT)
    yield Result(f"{row}: done", "ms", ours, "plain JavaScript", floor)
    yield Result(f"{row}: longest block", "ms", max(blocks(full.page, began), default=0.0), target=TASK)


def planned(bench: Bench, count: int) -> Result:
    """The plan alone, in CPython, beside sorting the same by age."""
    facts = retained(count)
    now = max(each.used for each in facts.candidates)
    by_age = partial(sorted, facts.candidates, key=age)
    all_go = partial(plan, facts, facts.retained, now, "")
    taken = rounds(bench.times(), {"ours": partial(clocked, all_go), "floor": partial(clocked, by_age)})
    row = f"eviction plan, {count:,} to choose from"
    return Result(row, "ms", median(taken["ours"]), "sorted by age", median(taken["floor"]))


def age(each: Candidate) -> tuple[float, str]:
    """What the plan orders by."""
    return each.used, each.keep.key


def retained(count: int) -> Stock:
    """So many keeps by the player, played at any time of a year."""
    chance = random.Random(count)
    assets = [Asset(f"{number:032x}", f"Track {number}", digest=named(number)) for number in range(count)]
    keeps = [Keep(each, named(number), SIZE, by=By.PLAYER) for number, each in enumerate(assets)]
    used = {each.key: chance.uniform(0, 3e7) for each in assets}
    return stock(keeps, dict.fromkeys(map(named, range(count)), SIZE), used, {a.key: a for a in assets})


def named(number: int) -> Ref:
    """A ref."""
    return Ref(f"sha256-{number:064x}")


def clocked(work: Callable[[], object]) -> float:
    """Milliseconds that it takes."""
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)
