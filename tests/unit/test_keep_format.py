"""Keep records of every format there has been."""

from __future__ import annotations

import pytest

from app.model.ref import ref_of
from app.model.vault.keep import FORMAT, By, Keep, keep
from tests.doubles.tracks import music, track

ASSET = track(1, music(1))
ONE = {
    "v": 1,
    "asset": ASSET.as_json(),
    "original": ref_of(music(1)),
    "size": 10_000,
    "cover": None,
    "peaks": ref_of(b"peaks"),
    "at": 1_700_000_000.5,
}
"""As the first version wrote it."""
TWO = {**ONE, "v": 2, "by": "player"}


def test_the_first_format_is_by_hand() -> None:
    kept = keep(ONE)
    assert kept == Keep(ASSET, ASSET.digest, 10_000, None, ref_of(b"peaks"), 1_700_000_000.5, By.HAND)
    assert kept.as_json() == {**TWO, "by": "hand"}


def test_the_second_format_says_by_whom() -> None:
    assert keep(TWO).by is By.PLAYER
    assert keep(TWO).as_json() == TWO


@pytest.mark.parametrize(
    "strange", [{"v": FORMAT + 1}, {"v": 0}, {"v": "2"}, {"by": "nobody"}, {"original": "x"}, {"asset": {}}]
)
def test_what_it_can_not_read_it_refuses(strange: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        keep({**TWO, **strange})
