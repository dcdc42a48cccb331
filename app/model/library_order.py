"""The order of the library: by artist, album, track and title; unnamed artists and albums last."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence

from app.model.asset import Asset
from app.model.text_index import folded

Place = tuple[bool, str, bool, str, int, str, str]


def place(asset: Asset) -> Place:
    """Where an asset stands."""
    artist, album = folded(asset.artist), folded(asset.album)
    return not artist, artist, not album, album, asset.track or 9999, folded(asset.title), asset.key


def merged(listed: Sequence[Asset], others: Iterable[Asset]) -> tuple[Asset, ...]:
    """What is listed as it is listed, with the others at their places in it.

    It costs as much as there are others: whoever listed the rest has put it in order.
    """
    found: list[Asset] = []
    at = 0
    for each in sorted(others, key=place):
        then = bisect(listed, place(each), at, key=place)
        found += [*listed[at:then], each]
        at = then
    return (*found, *listed[at:])
