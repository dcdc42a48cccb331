"""Saving all: how fast sixty small tracks come, and what the page feels of it, by the number of lanes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median

from app.core.saves.transfers import LANES
from tests.bench.bench import OUR_PAGE, Bench, assets, settled
from tests.bench.house import house
from tests.bench.keep import BLOCKS, MB, Saved
from tests.bench.library import SAVE_ALL
from tests.bench.media import noise
from tests.bench.memory import Memory
from tests.bench.result import Result
from tests.bench.rounds import rounds
from tests.bench.target import at_most
from tests.e2e.patience import until
from tests.e2e.visitor import Visitor
from tests.larder_server import LarderServer

TRACKS, SIZE = 60, 3
"""How many, of how many MB each."""
TRIED = (1, 2, 3, 4)
DEFAULT = f"LANES = {LANES}\n"
DRAWING = 300.0
"""Seconds for all waveforms of the first time."""
BLOCK = at_most(50, "ms")


def queue(bench: Bench) -> Iterator[Result]:
    """Rate, memory and the longest block with each number of lanes, beside one lane."""
    media, data, count = bench.room("media"), bench.room("data") / "data", bench.scaled(TRACKS)
    for number in range(count):
        noise(media / f"Track {number:02}.wav", SIZE * MB)
    with bench.server(media, data) as server, bench.arrived(server) as visitor:
        seen_once(visitor, server)
    measures = {name(lanes): partial(save_all, bench, media, data, laned(bench, lanes)) for lanes in TRIED}
    taken = rounds(bench.times(3), measures)
    rate = {lanes: count * SIZE / median(each.seconds for each in taken[lanes]) for lanes in taken}
    for lanes, saves in taken.items():
        row = f"save all, {count} × {SIZE} MB, {lanes}"
        yield Result(row, "MB/s", rate[lanes], name(1), rate[name(1)])
        yield Result(f"{row}: memory", "MB", median(each.memory for each in saves))
        longest = median(max(each.blocks, default=0.0) for each in saves)
        yield Result(f"{row}: longest block", "ms", longest, target=BLOCK)


def name(lanes: int) -> str:
    """As the table says it."""
    return "1 lane" if lanes == 1 else f"{lanes} lanes"


def laned(bench: Bench, lanes: int) -> Path:
    """A copy of the program with so many lanes."""
    root = house(bench.folder / f"house-{lanes}")
    transfers = root / "app/core/saves/transfers.py"
    text = transfers.read_text()
    assert text.count(DEFAULT) == 1
    transfers.write_text(text.replace(DEFAULT, f"LANES = {lanes}\n"))
    return root


def seen_once(visitor: Visitor, server: LarderServer) -> None:
    """Have the server know every waveform, so that no later save is followed by making it."""
    settled(visitor, OUR_PAGE).evaluate(SAVE_ALL)
    until(lambda: all(line["peaks"] for line in assets(server).values()), "waveforms", DRAWING)


def save_all(bench: Bench, media: Path, data: Path, root: Path) -> Saved:
    """Press Save all offline in a new browser, wait until all is on this device."""
    with bench.server(media, data, root) as server, bench.arrived(server) as visitor:
        page = settled(visitor, OUR_PAGE)
        with Memory(visitor.profile.path) as memory:
            began = page.evaluate(SAVE_ALL)
            ended = page.evaluate("performance.now()")
        origin = page.evaluate("performance.timeOrigin")
        blocks = tuple(ms for at, ms in page.evaluate(BLOCKS) if began <= at - origin <= ended)
        return Saved((ended - began) / 1000, memory.peak(), blocks)
