"""Whether the server is there: only an answer to this very question counts."""

from __future__ import annotations

import asyncio

import pytest

from app.core.reachability import CALM, EAGER, LONGEST
from tests.doubles.fake_clock import FakeClock, turns
from tests.doubles.house import House
from tests.doubles.loopback import Trouble

PING = "/api/ping"


async def test_an_answer_with_the_nonce_is_online() -> None:
    house = House()
    told: list[bool] = []
    reachability = house.larder.reachability
    reachability.on_change = told.append
    assert await reachability.ask()
    house.server.down = True
    assert not await reachability.ask()
    assert not await reachability.ask()
    house.server.down = False
    assert await reachability.ask()
    assert told == [False, True]
    nonces = [request.path.split("nonce=")[1] for request in house.server.requests]
    assert len(set(nonces)) == len(nonces) == 2


@pytest.mark.parametrize(
    "answer", [{}, {"nonce": "1"}, {"nonce": None}, [], ["nonce"], "nonce", None, 3, {"items": []}]
)
async def test_an_answer_without_it_is_somebody_else(answer: object) -> None:
    house = House()
    house.server.answers[PING] = lambda _: answer
    assert not await house.larder.reachability.ask()


@pytest.mark.parametrize(("kind", "at"), [("page", 0), ("status", 401), ("status", 503), ("hang", 0)])
async def test_anything_else_is_offline(kind: str, at: int) -> None:
    house = House()
    house.server.wrong(PING, Trouble(kind, at))
    assert not await house.larder.reachability.ask()


async def test_it_asks_calmly_while_all_is_well_and_less_and_less_while_not() -> None:
    house = House()
    house.clock = FakeClock(held=True)
    reachability = house.enter().reachability
    watching = asyncio.create_task(reachability.watch())
    await turns()
    await house.clock.advance(CALM)
    house.server.down = True
    for _ in range(7):
        await house.clock.advance(max(CALM, LONGEST))
    assert house.clock.slept[:2] == [CALM, CALM]
    assert house.clock.slept[2:] == sorted(house.clock.slept[2:])
    assert (house.clock.slept[2], house.clock.slept[-1]) == (EAGER, LONGEST)
    house.server.down = False
    reachability.wake()
    await turns()
    assert reachability.online
    watching.cancel()


async def test_a_hint_is_followed_by_a_question_at_once() -> None:
    house = House()
    house.clock = FakeClock(held=True)
    reachability = house.enter().reachability
    watching = asyncio.create_task(reachability.watch())
    await turns()
    house.server.down = True
    reachability.wake()
    await turns()
    assert not reachability.online
    assert house.clock.time == FakeClock().time
    watching.cancel()


async def test_a_hint_that_comes_while_it_asks_is_not_lost() -> None:
    house = House()
    house.clock = FakeClock(held=True)
    reachability = house.enter().reachability
    real, asked = house.server.ask, []

    async def ask(path: str, etag: str = ""):
        asked.append(path)
        if len(asked) == 1:
            reachability.wake()
        return await real(path, etag)

    house.server.ask = ask
    watching = asyncio.create_task(reachability.watch())
    await turns()
    assert len(asked) == 2
    watching.cancel()
