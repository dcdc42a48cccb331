"""Saving offline, checked and recorded, beside an unchecked download into the same file system."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from statistics import median

from playwright.sync_api import expect

from tests.bench.bench import FLOOR_PAGE, OUR_PAGE, Bench, assets, settled
from tests.bench.media import noise
from tests.bench.memory import Memory
from tests.bench.result import Result
from tests.bench.rounds import rounds
from tests.bench.target import at_most, ratio_at_least, ratio_at_most
from tests.e2e.visitor import Visitor

MB = 1_000_000
SIZES = ((100, 5), (1000, 3))
"""MB, and how often."""
BLOCK = 50.0
"""Milliseconds from which on a person feels that the page hangs (W3C Long Tasks)."""
FLAT = ratio_at_most(1.25)
BLOCKS = "bench.blocks.map(([at, ms]) => [performance.timeOrigin + at, ms])"
OURS, PIPE, THREAD = "ours", "pipeTo", "worker"
FLOORS = {PIPE: "JS pipeTo into OPFS", THREAD: "JS worker into OPFS"}


@dataclass(frozen=True, slots=True)
class Saved:
    """Seconds, MB of memory at the most, and the milliseconds of every block of the page."""

    seconds: float
    memory: float
    blocks: tuple[float, ...] = ()


def keep(bench: Bench) -> Iterator[Result]:
    """Rate, memory and blocks, at both sizes."""
    media = bench.room("media")
    sizes = [(bench.scaled(size), bench.times(times)) for size, times in SIZES]
    for size, _ in sizes:
        noise(media / f"{size} MB.wav", size * MB)
    peaks: list[float] = []
    with bench.server(media) as server, bench.arrived(server) as visitor:
        listed = assets(server)
        for size, times in sizes:
            title = f"{size} MB"
            seen_once(visitor, title)
            url = f"/api/audio/{listed[title]['key']}"
            measures = {
                OURS: partial(ours, visitor, title),
                PIPE: partial(floor, visitor, f"floor.download('{url}')"),
                THREAD: partial(floor, visitor, f"floor.inThread('{url}')"),
            }
            taken = rounds(times, measures)
            yield from results(size, taken)
            peaks.append(median(each.memory for each in taken[OURS]))
    small, large = (f"keep {size} MB" for size, _ in sizes)
    yield Result(f"{large}: memory", "MB", peaks[1], f"{small}: memory", peaks[0], FLAT)


def results(size: int, taken: dict[str, list[Saved]]) -> Iterator[Result]:
    """The lines of one size."""
    row = f"keep {size} MB"
    rate = {name: size / median(each.seconds for each in saves) for name, saves in taken.items()}
    memory = {name: median(each.memory for each in saves) for name, saves in taken.items()}
    blocks = [max(save.blocks, default=0.0) for save in taken[OURS]]
    yield Result(row, "MB/s", rate[OURS], FLOORS[PIPE], rate[PIPE])
    yield Result(row, "MB/s", rate[OURS], FLOORS[THREAD], rate[THREAD], ratio_at_least(0.95))
    for name, floor_is in FLOORS.items():
        yield Result(f"{row}: memory", "MB", memory[OURS], floor_is, memory[name])
    yield Result(f"{row}: blocks of the page over {BLOCK:.0f} ms", "", median(map(number, taken[OURS])))
    yield Result(f"{row}: longest block", "ms", median(blocks), target=at_most(BLOCK, "ms"))


def number(save: Saved) -> int:
    """How many blocks there were."""
    return len(save.blocks)


def seen_once(visitor: Visitor, title: str) -> None:
    """Have the server know the waveform, so that no later save is followed by making it."""
    page = settled(visitor, OUR_PAGE)
    page.evaluate("title => bench.keep(title)", title)
    page.evaluate("title => bench.drawn(title)", title)
    remove(visitor, title)


def ours(visitor: Visitor, title: str) -> Saved:
    """Press Save offline, wait until the row says that it is on this device."""
    page = settled(visitor, OUR_PAGE)
    with Memory(visitor.profile.path) as memory:
        began, ended = page.evaluate("title => bench.keep(title)", title)
    blocks = tuple(ms for at, ms in page.evaluate(BLOCKS) if began <= at <= ended)
    page.evaluate("title => bench.drawn(title)", title)
    remove(visitor, title)
    return Saved((ended - began) / 1000, memory.peak(), blocks)


def floor(visitor: Visitor, script: str) -> Saved:
    """The same bytes from the same server into the same file system."""
    page = settled(visitor, FLOOR_PAGE)
    with Memory(visitor.profile.path) as memory:
        milliseconds = page.evaluate(script)
    return Saved(milliseconds / 1000, memory.peak())


def remove(visitor: Visitor, title: str) -> None:
    """Take it away again."""
    visitor.button(f"Remove {title} from this device").first.click()
    expect(visitor.button(f"Save {title} offline")).to_be_visible()
