"""Favourites: a press makes one, another ends it, and every tab sees it."""

from __future__ import annotations

import pytest

from app.model.errors import VaultFull
from tests.doubles.fake_clock import turns
from tests.doubles.house import House
from tests.faults.fault import Full


async def test_it_is_one_after_a_reload_and_none_after_another_press() -> None:
    house = House()
    await house.larder.favourites.toggle("a")
    await house.larder.favourites.toggle("b")
    larder = house.enter()
    await larder.start()
    assert larder.favourites.all == {"a", "b"}
    await larder.favourites.toggle("a")
    assert larder.favourites.all == {"b"}
    await larder.favourites.load()
    assert larder.favourites.all == {"b"}


async def test_the_other_tab_follows() -> None:
    house = House()
    one = house.enter()
    two = house.enter(beside=one)
    await one.favourites.toggle("a")
    await turns()
    assert two.favourites.all == {"a"}


async def test_what_cannot_be_written_is_not_shown() -> None:
    house = House()
    larder = house.enter(Full(1))
    with pytest.raises(VaultFull):
        await larder.favourites.toggle("a")
    assert not larder.favourites.all
