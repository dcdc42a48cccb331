"""A library of many tracks: real files, an index that knows them already."""

from __future__ import annotations

import asyncio
import itertools
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import repeat
from pathlib import Path
from random import Random

from app.model.ref import Ref
from server.database import open_database
from server.key import key_of
from server.track import Track, Words
from server.tracks import Tracks
from tests.bench.media import noise

WORDS = """
amber anchor april ashes autumn beacon birch blue bridge candle canyon cedar cellar chalk cinder
clover comet copper coral crane crystal dawn delta desert distant dove drift dusk early echo ember
evening falcon feather fern field fire forest fountain garden ghost glass golden granite gravel
green harbour hazel heather hollow honey hour iron island ivory january jasmine juniper kite lantern
late lavender letter lichen light lily linen lonely lunar maple marble march meadow mercury midnight
mirror mist morning moss mountain neon night north november oak ocean olive open orchard orchid
other paper pearl pebble pine plain quiet rain raven red reed ribbon river road rose rust sail salt
sand scarlet second shadow shell shore silent silver sky slate slow small smoke snow solar south
spark spring spruce star static still stone storm summer sunday swallow swift tide timber twilight
umber under valley velvet violet walnut water wax west white wild willow wind winter wolf wooden
yellow yonder zenith
""".split()
ALBUM = 12
"""Tracks of an album."""
SIZE = 4096
SECONDS = SIZE / 4 / 44_100


def crowd(media: Path, data: Path, count: int, *, distinct: bool = False) -> None:
    """`count` tracks in `media` and in the index of the server's folder `data`.

    Hard links to one file, or each with bytes of its own when they are to be `distinct`.
    """
    data.mkdir(parents=True)
    files = each_its_own(media) if distinct else all_one(media)
    with ThreadPoolExecutor(1) as aside:  # this thread's event loop is Playwright's
        aside.submit(asyncio.run, indexed(media, data, list(tracks(media, count, files)))).result()


def all_one(media: Path) -> Iterator[Path]:
    """The same file again and again."""
    return repeat(noise(media.parent / f"{media.name}.wav", SIZE))


def each_its_own(media: Path) -> Iterator[Path]:
    """The same file, and the last eight bytes of it always others."""
    path = noise(media.parent / f"{media.name}.wav", SIZE)
    sound = path.read_bytes()[:-8]
    for number in itertools.count():
        path.unlink()
        path.write_bytes(sound + number.to_bytes(8, "little"))
        yield path


def tracks(media: Path, count: int, files: Iterator[Path]) -> Iterator[Track]:
    """The same tracks every time."""
    chance = Random(count)
    for number, file in zip(range(count), files, strict=False):
        status, digest = file.stat(), Ref("sha256-" + sha256(file.read_bytes()).hexdigest())
        if number % ALBUM == 0:
            artist, album = phrase(chance, 2), phrase(chance, 3)
            (media / f"{number:05}").mkdir(parents=True)
        path = f"{number - number % ALBUM:05}/{number:05}.wav"
        os.link(file, media / path)
        yield Track(
            key=key_of(path.encode()),
            path=path.encode(),
            stamp=f"{status.st_size}-{status.st_mtime_ns}",
            size=status.st_size,
            mtime_ns=status.st_mtime_ns,
            media_type="audio/wav",
            duration=SECONDS,
            words=Words(f"{phrase(chance, 3)} {number}", artist, album, track=number % ALBUM + 1),
            digest=digest,
        )


async def indexed(media: Path, data: Path, found: list[Track]) -> None:
    """Write them as a scan would have."""
    engine = open_database(data / "larder.db")
    try:
        index = Tracks(engine)
        await index.belong_to(media)
        await index.put(found)
    finally:
        await engine.dispose()


def phrase(chance: Random, words: int) -> str:
    """Some words with capitals."""
    return " ".join(chance.choice(WORDS) for _ in range(words)).title()
