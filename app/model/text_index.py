"""Search as you type over many thousand assets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from unicodedata import combining, normalize

from app.model.asset import Asset


def folded(text: str) -> str:
    """`text` without case and accents, as search compares it (Unicode NFKD, marks dropped)."""
    if text.isascii():
        return text.lower()
    plain = normalize("NFKD", text).casefold()  # what a sign like ™ stands for has a case too
    return "".join(c for c in normalize("NFKD", plain) if not combining(c))


class TextIndex:
    """Titles, artists and albums of a list of assets, searchable by words in any order.

    Made when something is first looked for: a list that is only shown needs none.
    """

    def __init__(self, assets: Sequence[Asset]) -> None:
        self._assets = assets

    @cached_property
    def _lines(self) -> list[str]:
        return [folded(f"{a.title} {a.artist} {a.album}") for a in self._assets]

    def find(self, query: str) -> list[int]:
        """Indexes of the assets in which every word of `query` occurs, in list order."""
        lines = self._lines
        found = list(range(len(lines)))
        for word in sorted(folded(query).split(), key=len, reverse=True):
            found = [at for at in found if word in lines[at]]
        return found
