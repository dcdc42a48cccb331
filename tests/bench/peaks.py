"""Making a waveform from what was saved, beside the browser's own decode of the whole file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, expect

from tests.bench.bench import FLOOR_PAGE, Bench, assets
from tests.bench.media import RATE, retitled, tone
from tests.bench.memory import Memory
from tests.bench.result import Result
from tests.bench.rounds import rounds
from tests.bench.target import at_most
from tests.e2e.visitor import Visitor

SHORT = 180
LONG = 3600
SHORTS = ("mp3", "flac", "ogg", "wav")
FIRST = "first"
"""What numpy is loaded for."""
WHOLE = "decodeAudioData, whole file"
ROOM = at_most(300, "MB")


@dataclass(frozen=True, slots=True)
class Made:
    """Seconds it took, and MB of memory at the most."""

    seconds: float
    memory: float


def peaks(bench: Bench) -> Iterator[Result]:
    """An hour of MP3, then three minutes of each format; numpy is there already."""
    media, long = bench.room("media"), bench.scaled(LONG)
    plan = [("mp3", long, bench.times(3)), *((kind, SHORT, bench.times()) for kind in SHORTS)]
    titles = {(kind, seconds): copies(media, kind, seconds, times) for kind, seconds, times in plan}
    tone(media / f"{FIRST}.wav", 5)
    with bench.server(media) as server, bench.arrived(server) as visitor:
        visitor.keep(FIRST)
        visitor.page.evaluate("title => bench.drawn(title)", FIRST)
        beside = visitor.profile.context.new_page()
        beside.goto(server.origin + FLOOR_PAGE)
        listed = assets(server)
        for kind, seconds, times in plan:
            left = list(titles[kind, seconds])
            url = f"/api/audio/{listed[left[0]]['key']}"
            native = partial(floor, visitor.profile.path, beside, url)
            measures = {"ours": partial(ours, visitor, left), "floor": native}
            taken = rounds(times, measures)
            yield from results(f"peaks of {spoken(seconds)} of {kind.upper()}", taken, long=seconds == long)


def copies(media: Path, kind: str, seconds: int, times: int) -> list[str]:
    """Titles of as many assets of the same sound: the server has the waveform of none of them."""
    names = [f"{kind} {seconds} {number}" for number in range(times)]
    first = tone(media / f"{names[0]}.{kind}", seconds)
    for name in names[1:]:
        retitled(first, media / f"{name}.{kind}")
    return names


def results(row: str, taken: dict[str, list[Made]], *, long: bool) -> Iterator[Result]:
    """The median time; the most memory, because what Python once had it keeps."""
    seconds = {name: median(each.seconds for each in made) for name, made in taken.items()}
    memory = {name: max(each.memory for each in made) for name, made in taken.items()}
    yield Result(row, "s", seconds["ours"], WHOLE, seconds["floor"])
    yield Result(f"{row}: memory", "MB", memory["ours"], WHOLE, memory["floor"], ROOM if long else None)


def ours(visitor: Visitor, left: list[str]) -> Made:
    """From the moment it is on this device until its waveform is in its row."""
    page, title = visitor.page, left.pop()
    page.bring_to_front()
    page.get_by_role("searchbox", name="Search the library").fill(title)
    expect(visitor.item(title)).to_be_visible()
    with Memory(visitor.profile.path) as memory:
        _, began = page.evaluate("title => bench.keep(title)", title)
        ended = page.evaluate("title => bench.drawn(title)", title)
    return Made((ended - began) / 1000, memory.peak(began / 1000, ended / 1000))


def floor(profile: Path, page: Page, url: str) -> Made:
    """Decoded by one call, with nothing made of it."""
    page.bring_to_front()
    with Memory(profile) as memory:
        began, ended = page.evaluate("([url, rate]) => floor.decode(url, rate)", [url, RATE])
    return Made((ended - began) / 1000, memory.peak(began / 1000, ended / 1000))


def spoken(seconds: int) -> str:
    """`1 h`, `3 min`."""
    return f"{seconds // 3600} h" if seconds >= 3600 else f"{seconds // 60} min"
