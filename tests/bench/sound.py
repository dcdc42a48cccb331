"""A press before Python is there, with the server gone: when it can be made, and when it is heard."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from statistics import median

from demo import make_demo
from tests.bench.bench import HERE, STOPWATCH, Bench, assets
from tests.bench.result import Result
from tests.bench.rounds import rounds
from tests.bench.target import ratio_at_most
from tests.e2e.visitor import Visitor

TRACK = "Bramley"
PRESS = STOPWATCH + (HERE / "press.js").read_text()
PRESSABLE = ratio_at_most(2)
FLOOR = "static HTML"


def sound(bench: Bench) -> Iterator[Result]:
    """Warm, and in a new browser process."""
    with bench.server(make_demo(bench.room("media") / "demo")) as server, bench.arrived(server) as visitor:
        visitor.keep(TRACK)
        asset = assets(server)[TRACK]
        visitor.reload()
        visitor.page.goto("about:blank")
        server.stop()
        static = f"static/bench/sound.html#/api/audio/{asset['key']}?ref={asset['digest']}"
        pages = {"": "ours", static: "floor"}
        visitor.start(script=PRESS)
        for page in pages:
            press(visitor, page)
        warm = rounds(bench.times(), {name: partial(press, visitor, page) for page, name in pages.items()})
        yield from results("before Python, reload", warm)
        cold = rounds(bench.times(), {name: partial(relaunch, visitor, page) for page, name in pages.items()})
        yield from results("before Python, new process", cold)


def results(row: str, taken: dict[str, list[tuple[float, float]]]) -> Iterator[Result]:
    """When a press is heard by the page, and when by the person."""
    for what, at, target in (("Play can be pressed", 0, PRESSABLE), ("first sound", 1, None)):
        ours, floor = (median(each[at] for each in taken[name]) for name in ("ours", "floor"))
        yield Result(f"{row}: {what}", "ms", ours, FLOOR, floor, target)


def press(visitor: Visitor, page: str) -> tuple[float, float]:
    """Milliseconds from the navigation to the first listener, and to `playing`."""
    visitor.page.goto("about:blank")
    visitor.page.goto(visitor.url + page, wait_until="commit")
    pressable, heard = visitor.page.evaluate("bench.sound")
    if not page:
        visitor.ready()
    return pressable, heard


def relaunch(visitor: Visitor, page: str) -> tuple[float, float]:
    """The same in a new browser process."""
    visitor.start(script=PRESS)
    return press(visitor, page)
