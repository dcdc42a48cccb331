"""Files that somebody offers."""

from __future__ import annotations

from pathlib import Path

from app.core.larder import Larder
from app.memory import MemoryOffered
from tests.doubles.fake_clock import turns

SOUND = (Path(__file__).parents[1] / "vectors" / "cbr128-stereo.mp3").read_bytes()


def sound(number: int = 0) -> bytes:
    """An MP3, and another one for each number."""
    return SOUND + b"TAG" + number.to_bytes(4, "big") + bytes(121) if number else SOUND


def offered(name: str = "Harbour - Slate.mp3", data: bytes | None = None, path: str = "") -> MemoryOffered:
    """One file, in pieces."""
    return MemoryOffered(name, sound() if data is None else data, path, piece=5_000)


async def imported(larder: Larder) -> None:
    """Wait until nothing is on its way in. Raises what one of them raised."""
    while tasks := [*larder.importer._tasks.values()]:
        for task in tasks:
            await task
    await turns()
