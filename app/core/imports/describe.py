"""What an offered file is called."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.model.asset import Asset
from app.model.words import Words
from app.ports import Offered


@dataclass(frozen=True, slots=True)
class Told:
    """What a file, or its name, says of itself; duration in seconds, 0 when nobody knows yet."""

    words: Words
    duration: float = 0.0

    def asset(self, key: str, size: int, media_type: str) -> Asset:
        """The asset that it becomes."""
        words = self.words
        return Asset(
            key=key,
            title=words.title,
            artist=words.artist,
            album=words.album,
            track=words.track,
            year=words.year,
            genre=words.genre,
            duration=self.duration,
            size=size,
            media_type=media_type,
        )


Describe = Callable[[Offered, str], Awaitable[Told]]
"""Says what an offered file of this media type is called; injected, because its reader of tags comes late."""


async def by_name(offered: Offered, _media_type: str) -> Told:
    """What its name and the folders around it say."""
    from app.model.title import words_of_path  # what nobody needs before a first import

    return Told(words_of_path(path_of(offered)))


def path_of(offered: Offered) -> bytes:
    """Where it was, as far as it was offered with its folders."""
    path = f"{offered.path}/{offered.name}" if offered.path else offered.name
    return path.encode("utf-8", "replace")
