"""From a press to sound, and from a place to another, beside a bare audio element on the same server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from tests.bench.bench import FLOOR_PAGE, OUR_PAGE, Bench, assets, settled
from tests.bench.media import retitled, tone
from tests.bench.result import Result
from tests.bench.rounds import rounds
from tests.bench.target import ratio_at_most, within
from tests.e2e.visitor import Visitor

SECONDS = 180
KEPT, STREAMED = "on this device", "streamed"
WAYS = (KEPT, STREAMED)
NATIVE, DISTANT = "native audio, same file", "native audio, 10 Mbit/s and 60 ms"
PLACES = (60, 150, 30, 120, 90)
"""Seconds to go to."""
NEAR = within(5, "ms")
FAR = ratio_at_most(0.1)
MOBILE = {"offline": False, "latency": 60, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}
Times = tuple[list[float], list[float]]
"""Milliseconds of every start and of every seek."""


def play(bench: Bench) -> Iterator[Result]:
    """Two tracks for each way, in turns: each start is one of another track."""
    media = bench.room("media")
    titles = {way: [f"{way} {number}" for number in (1, 2)] for way in WAYS}
    made(media, [title for way in WAYS for title in titles[way]])
    with bench.server(media) as server, bench.arrived(server) as visitor:
        for title in titles[KEPT]:
            visitor.keep(title)
            visitor.page.evaluate("title => bench.drawn(title)", title)
        urls = {title: f"/api/audio/{asset['key']}" for title, asset in assets(server).items()}
        streams = [urls[title] for title in titles[STREAMED]]
        times = bench.times()
        measures: dict[str, Callable[[], Times]] = {
            way: partial(ours, visitor, titles[way], times) for way in WAYS
        }
        measures[NATIVE] = partial(native, visitor, streams, times)
        taken = {way: pooled(runs) for way, runs in rounds(times, measures).items()}
        taken[DISTANT] = distant(visitor, streams, times)
    for way in WAYS:
        for at, what in enumerate(("start", "seek")):
            yield Result(f"play {way}: {what}", "ms", taken[way][at], NATIVE, taken[NATIVE][at], NEAR)
    for at, what in enumerate(("start", "seek")):
        yield Result(f"play {KEPT}: {what}", "ms", taken[KEPT][at], DISTANT, taken[DISTANT][at], FAR)


def made(media: Path, titles: list[str]) -> None:
    """An MP3 for each title."""
    first = tone(media / f"{titles[0]}.mp3", SECONDS)
    for title in titles[1:]:
        retitled(first, media / f"{title}.mp3")


def pooled(runs: list[Times]) -> tuple[float, float]:
    """The median start and the median seek."""
    return median(ms for starts, _ in runs for ms in starts), median(ms for _, seeks in runs for ms in seeks)


def ours(visitor: Visitor, titles: list[str], times: int) -> Times:
    """In the page. The first start is not counted: what it loads stays."""
    page = settled(visitor, OUR_PAGE)
    page.evaluate("title => bench.play(title)", titles[1])
    starts = [page.evaluate("title => bench.play(title)", titles[turn % 2]) for turn in range(times)]
    return starts, [page.evaluate("at => bench.seek(at)", at) for at in PLACES[:times]]


def native(visitor: Visitor, urls: list[str], times: int) -> Times:
    """On a bare page."""
    page = settled(visitor, FLOOR_PAGE)
    page.evaluate("url => floor.play(url)", urls[1])
    starts = [page.evaluate("url => floor.play(url)", urls[turn % 2]) for turn in range(times)]
    return starts, [page.evaluate("at => floor.seek(at)", at) for at in PLACES[:times]]


def distant(visitor: Visitor, urls: list[str], times: int) -> tuple[float, float]:
    """On a bare page, over a line as slow as a phone's; nothing from any cache."""
    session = visitor.profile.context.new_cdp_session(visitor.page)
    session.send("Network.enable")
    session.send("Network.setBypassServiceWorker", {"bypass": True})
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    settled(visitor, FLOOR_PAGE)
    session.send("Network.emulateNetworkConditions", MOBILE)
    page = visitor.page
    starts = [page.evaluate("url => floor.play(url)", urls[turn % 2]) for turn in range(times)]
    return median(starts), median(page.evaluate("at => floor.seek(at)", at) for at in PLACES[:times])
