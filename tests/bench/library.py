"""Twenty thousand tracks: the list, a letter in the search, the scroll; beside plain JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from statistics import median, quantiles
from time import sleep

from playwright.sync_api import Page

from tests.bench.bench import FLOOR_PAGE, OUR_PAGE, STOPWATCH, Bench, go, settled
from tests.bench.crowd import crowd
from tests.bench.result import Result
from tests.bench.rounds import medians, rounds
from tests.bench.target import at_most, ratio_at_most
from tests.e2e.visitor import Visitor
from tests.larder_server import LarderServer

TRACKS = 20_000
WORD = "river"
"""What is typed, letter by letter."""
TURNS, STEP, PACE = 60, 700, 0.05
"""Turns of the wheel, pixels each, seconds between them."""
BLOCK = at_most(50, "ms")
JS = "plain JavaScript"
LISTED = """async () => {
    const asked = performance.getEntriesByType("resource").find(({ name }) => name.includes("/api/library"));
    return (await bench.listed) - asked.startTime;
}"""
WATCH = """
bench.listed = bench.when(() => document.querySelector("ul.tracks[data-before] .track"));
bench.listed.catch(() => {});
"""
SAVE_ALL = """async () => {
    const began = performance.now();
    document.querySelector("[data-do=keep-all]").click();
    await bench.when(() => document.querySelector("[data-do=cancel-all]"));
    await bench.when(() => !document.querySelector("[data-do=cancel-all], [data-do=keep-all]"));
    return began;
}"""
QUERIES = ("123", "456", "789", "357", "246")
"""What about sixty titles hold."""
READ = """(() => {
    const read = IDBObjectStore.prototype.getAll;
    IDBObjectStore.prototype.getAll = function (range) {
        if (range.lower === "library/") bench.read ??= performance.now();
        return read.call(this, range);
    };
})();"""
"""Notes when the app asks for the list as it was last seen."""


def library(bench: Bench) -> Iterator[Result]:
    """First visit, reload, search, scroll, and what holds the page up after it is ready."""
    media, data = bench.room("media"), bench.room("data") / "data"
    crowd(media, data, TRACKS)
    with bench.server(media, data) as server:
        visits = {"ours": partial(first_visit, bench, server), "floor": partial(first_floor, bench, server)}
        first = rounds(bench.times(), visits)
        ours, floor = (median(listed for listed, _ in first[name]) for name in ("ours", "floor"))
        yield Result("20,000 tracks, first visit: list", "ms", ours, JS, floor)
        longest = median(block for _, block in first["ours"])
        yield Result("20,000 tracks, first visit: longest block", "ms", longest, target=BLOCK)
        with bench.arrived(server) as visitor:
            visitor.start(script=STOPWATCH + READ)
            go(visitor, OUR_PAGE)
            reloads = {"ours": partial(reload, visitor), "floor": partial(reload_floor, visitor)}
            again = medians(bench.times(), reloads)
            target = ratio_at_most(0.7)
            yield Result("20,000 tracks, reload: list", "ms", again["ours"], JS, again["floor"], target)
            yield from typed(bench, visitor)
            yield from scrolled(bench, visitor)
            yield from held_up(bench, visitor)


def first_visit(bench: Bench, server: LarderServer) -> tuple[float, float]:
    """From asking the server to the first rows; the longest block of the page once it is ready."""
    with bench.visitor(server) as visitor:
        visitor.start(script=STOPWATCH + WATCH)
        page = settled(visitor, OUR_PAGE)
        listed = page.evaluate(LISTED)
        sleep(1)
        return listed, max(blocks(page, "bench.readyAt"), default=0.0)


def first_floor(bench: Bench, server: LarderServer) -> tuple[float, float]:
    """The same pages of the same list."""
    with bench.visitor(server) as visitor:
        visitor.start(script=STOPWATCH)
        page = settled(visitor, FLOOR_PAGE)
        return page.evaluate("floor.fromServer()"), 0.0


def reload(visitor: Visitor) -> float:
    """From asking IndexedDB to a page that can be searched. The list as last seen is painted before."""
    ready = go(visitor, OUR_PAGE)
    sleep(1)
    return ready - visitor.page.evaluate("bench.read")


def reload_floor(visitor: Visitor) -> float:
    """The same records from the same database."""
    return settled(visitor, FLOOR_PAGE).evaluate("floor.fromDatabase()")


def typed(bench: Bench, visitor: Visitor) -> Iterator[Result]:
    """Each letter, from the event to the rows that match."""
    taken = rounds(bench.times(), {"ours": partial(search, visitor), "floor": partial(search_floor, visitor)})
    ours, floor = ([ms for run in taken[name] for ms in run] for name in ("ours", "floor"))
    row = "20,000 tracks, search: letter"
    yield Result(row, "ms", median(ours), JS, median(floor), ratio_at_most(1))
    yield Result(f"{row}, slowest", "ms", max(ours), JS, max(floor), BLOCK)


def search(visitor: Visitor) -> list[float]:
    """Milliseconds of each letter."""
    page = settled(visitor, OUR_PAGE)
    return [page.evaluate("text => bench.type(text)", text) for text in prefixes()]


def search_floor(visitor: Visitor) -> list[float]:
    """Array.filter over lower-case texts made before, and the first rows drawn."""
    page = settled(visitor, FLOOR_PAGE)
    page.evaluate("floor.fromDatabase()")
    return [page.evaluate("text => floor.filtered(text)", text) for text in prefixes()]


def prefixes() -> list[str]:
    """What stands in the field after each letter."""
    return [WORD[:length] for length in range(1, len(WORD) + 1)]


def scrolled(bench: Bench, visitor: Visitor) -> Iterator[Result]:
    """How long frames take while the wheel turns, and how much is on the page."""
    measures = {"ours": partial(scroll, visitor), "floor": partial(scroll_floor, visitor)}
    taken = rounds(bench.times(3), measures)
    ours, floor = ([gap for run in taken[name] for gap in run] for name in ("ours", "floor"))
    row = "20,000 tracks, scroll: frame"
    yield Result(f"{row}, median", "ms", median(ours), JS, median(floor), ratio_at_most(1.25))
    yield Result(f"{row}, 95 %", "ms", slow(ours), JS, slow(floor), ratio_at_most(1.25))
    yield Result(f"{row}, slowest", "ms", max(ours), JS, max(floor), BLOCK)
    settled(visitor, OUR_PAGE)
    wheel(visitor.page)
    nodes = visitor.page.evaluate("document.querySelectorAll('*').length")
    yield Result("20,000 tracks, elements on the page", "", nodes)


def slow(gaps: list[float]) -> float:
    """What 95 of 100 do not exceed."""
    return quantiles(gaps, n=20)[-1]


def scroll(visitor: Visitor) -> list[float]:
    """Milliseconds between frames."""
    return wheel(settled(visitor, OUR_PAGE))


def scroll_floor(visitor: Visitor) -> list[float]:
    """The same wheel over thirty rows that are made anew."""
    page = settled(visitor, FLOOR_PAGE)
    page.evaluate("floor.fromDatabase()")
    page.evaluate("floor.scrollable()")
    return wheel(page)


def wheel(page: Page) -> list[float]:
    """Turn it."""
    page.mouse.move(600, 400)
    page.evaluate("bench.frames()")
    for _ in range(TURNS):
        page.mouse.wheel(0, STEP)
        sleep(PACE)
    return page.evaluate("bench.stop()")


def held_up(bench: Bench, visitor: Visitor) -> Iterator[Result]:
    """How long nothing on the page answers: from ready to rest, and while what was found is saved."""
    starts = [blocks(settled(visitor, OUR_PAGE), "bench.readyAt") for _ in range(bench.times())]
    longest = median(max(start, default=0) for start in starts)
    yield Result("20,000 tracks, after ready: longest block", "ms", longest, target=BLOCK)
    saves = [save_all(visitor, query) for query in QUERIES[: bench.times()]]
    longest = median(max(save, default=0) for save in saves)
    yield Result("20,000 tracks, saving about 60: blocks over 50 ms", "", median(map(len, saves)))
    yield Result("20,000 tracks, saving about 60: longest block", "ms", longest, target=BLOCK)


def save_all(visitor: Visitor, query: str) -> list[float]:
    """The blocks of saving all that is found."""
    page = settled(visitor, OUR_PAGE)
    page.evaluate("text => bench.type(text)", query)
    sleep(1)
    return blocks(page, page.evaluate(SAVE_ALL))


def blocks(page: Page, since: float | str) -> list[float]:
    """Milliseconds of every long task since a moment of the page's."""
    return page.evaluate(f"bench.blocks.filter(([at]) => at >= {since}).map(([_, ms]) => ms)")
