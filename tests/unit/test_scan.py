"""What the server finds while the page is open is shown; a folder that is being read is not called empty."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from app.core.scan import LONGEST, PATH, SOON
from app.ui.desk import Desk
from app.ui.screen import Phase
from tests.doubles.fake_clock import FakeClock, turns
from tests.doubles.house import House
from tests.doubles.loopback import Trouble
from tests.doubles.tracks import listing, offered


def reads(house: House, *, running: bool) -> None:
    house.server.answers[PATH] = lambda _: {"done": 1, "total": 2, "running": running}


def opened() -> House:
    house = House()
    house.clock = FakeClock(held=True)
    house.enter()
    return house


async def test_what_a_scan_finds_is_shown_while_it_goes_on_and_after() -> None:
    house = opened()
    larder = house.larder
    first, second, third = (offered(house.server, number, known=False) for number in (1, 2, 3))
    listing(house.server, first)
    reads(house, running=True)
    watching = asyncio.create_task(larder.scan.watch())
    await turns()
    assert larder.catalog.assets == (first,)
    listing(house.server, first, second)
    await house.clock.advance(SOON)
    assert larder.catalog.assets == (first, second)
    listing(house.server, first, second, third)
    reads(house, running=False)
    await house.clock.advance(LONGEST)
    assert len(larder.catalog.assets) == 3
    hashed = replace(first, digest=offered(house.server, 1).digest)
    listing(house.server, hashed, second, third)
    await house.clock.advance(LONGEST)
    assert larder.catalog.assets[0].digest
    watching.cancel()


async def test_it_looks_less_and_less_often_until_another_scan_begins() -> None:
    house = opened()
    listing(house.server)
    reads(house, running=False)
    watching = asyncio.create_task(house.larder.scan.watch())
    await turns()
    for _ in range(12):
        await house.clock.advance(LONGEST)
    assert house.clock.slept[0] == SOON and house.clock.slept[-1] == LONGEST
    assert house.clock.slept == sorted(house.clock.slept)
    reads(house, running=True)
    await house.clock.advance(LONGEST)
    assert house.clock.slept[-1] == SOON
    watching.cancel()


async def test_a_folder_that_is_being_read_is_not_called_empty() -> None:
    house = opened()
    desk = Desk(house.larder, lambda _: None)
    await house.larder.start()
    listing(house.server)
    reads(house, running=True)
    seen: list[Phase] = []
    house.larder.catalog.on_change = lambda: seen.append(desk.screen().phase)
    await house.larder.refresh()
    assert seen == [Phase.LOADING]
    assert desk.screen().phase is Phase.READING
    reads(house, running=False)
    await house.larder.scan.look()
    assert desk.screen().phase is Phase.EMPTY


async def test_a_server_that_does_not_answer_changes_nothing_and_ends_nothing() -> None:
    house = opened()
    listing(house.server, offered(house.server, 1))
    reads(house, running=True)
    watching = asyncio.create_task(house.larder.scan.watch())
    await turns()
    house.server.down = True
    await house.clock.advance(LONGEST)
    assert house.larder.scan.running and not watching.done()
    house.server.down = False
    for trouble in (Trouble("status", 404), Trouble("page")):
        house.server.wrong(PATH, trouble)
        await house.clock.advance(LONGEST)
    house.server.answers[PATH] = lambda _: ["nonsense"]
    await house.clock.advance(LONGEST)
    assert not house.larder.scan.running and not watching.done()
    watching.cancel()
