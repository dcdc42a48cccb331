"""Seeking in a copy: bytes that are gone make an element wait forever, without an error."""

from __future__ import annotations

import asyncio

from app.core.play.playback import STUCK, Source
from app.model.asset import Asset
from tests.doubles.fake_clock import FakeClock, turns
from tests.doubles.house import House
from tests.unit.test_playback import FELL_BACK, house_with, local


async def stuck_house() -> tuple[House, list[Asset], list[asyncio.Task[None]]]:
    house, assets = await house_with(1)
    house.larder.playback._clock = house.clock = FakeClock(held=True)
    await house.larder.playback.play(assets, 0)
    return house, assets, []


async def test_a_seek_that_never_ends_in_a_copy_falls_back() -> None:
    house, _, _ = await stuck_house()
    seeking = asyncio.create_task(house.larder.playback.seek(62.0))
    house.sound.seeking = True
    await turns()
    await house.clock.advance(STUCK)
    await seeking
    assert (house.said, house.larder.playback.source) == ([FELL_BACK], Source.STREAM)


async def test_seeking_on_and_on_is_not_being_stuck() -> None:
    house, _, seeks = await stuck_house()
    house.sound.seeking = True
    for second in range(12):
        seeks.append(asyncio.create_task(house.larder.playback.seek(second)))
        await turns()
        await house.clock.advance(1.0)
    assert house.said == []
    house.sound.seeking = False
    await house.clock.advance(STUCK)
    await asyncio.gather(*seeks)
    assert (house.said, local(house)) == ([], True)
