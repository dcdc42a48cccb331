"""When the courier goes, and when it lets the server be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from app.core.sync.courier import CALM, EAGER, GATHER, LONGEST, STUCK, Courier
from app.memory import MemoryLocks
from app.model.errors import NotLetIn, Offline
from tests.doubles.fake_clock import FakeClock, turns


class Exchanges:
    """Counts, and fails as it is told to."""

    def __init__(self) -> None:
        self.count = 0
        self.error: Exception | None = None

    async def exchange(self) -> None:
        self.count += 1
        if self.error is not None:
            raise self.error


@asynccontextmanager
async def running(exchanges: Exchanges) -> AsyncGenerator[tuple[Courier, FakeClock]]:
    clock = FakeClock(held=True)
    courier = Courier(exchanges, MemoryLocks(), clock, dice=lambda: 1.0)  # type: ignore[arg-type]
    task = asyncio.create_task(courier.watch())
    await turns()
    yield courier, clock
    task.cancel()
    await asyncio.wait([task])


async def test_it_goes_at_once_then_calmly() -> None:
    exchanges = Exchanges()
    async with running(exchanges) as (_, clock):
        assert exchanges.count == 1
        await clock.advance(CALM - 1)
        assert exchanges.count == 1
        await clock.advance(1)
        await clock.advance(GATHER)
        assert exchanges.count == 2


async def test_changes_gather_for_a_moment() -> None:
    exchanges = Exchanges()
    async with running(exchanges) as (courier, clock):
        for _ in range(3):
            courier.wake()
            await turns()
        assert exchanges.count == 1
        await clock.advance(GATHER)
        assert exchanges.count == 2


async def test_a_failing_server_is_asked_ever_more_rarely_and_not_for_every_change() -> None:
    exchanges = Exchanges()
    exchanges.error = Offline()
    async with running(exchanges) as (courier, clock):
        pause = EAGER
        for count in range(1, 9):
            assert exchanges.count == count and courier.failing and not courier.trouble
            courier.wake()
            await clock.advance(pause - 0.1)
            assert exchanges.count == count
            await clock.advance(0.1)
            pause = min(2 * pause, LONGEST)
        assert pause == LONGEST


async def test_a_server_that_is_back_is_asked_at_once() -> None:
    exchanges = Exchanges()
    exchanges.error = Offline()
    async with running(exchanges) as (courier, clock):
        for _ in range(5):
            await clock.advance(LONGEST)
        before, exchanges.error = exchanges.count, None
        courier.again()
        await turns()
        assert exchanges.count == before + 1 and not courier.failing
        assert courier.last == clock.now()


async def test_a_fault_of_ours_is_said_and_not_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    exchanges = Exchanges()
    exchanges.error = KeyError("id")
    async with running(exchanges) as (courier, clock):
        assert courier.trouble == STUCK and "KeyError" in capsys.readouterr().err
        exchanges.error = None
        await clock.advance(EAGER)
        assert not courier.trouble and not courier.failing


async def test_a_server_that_says_no_is_trouble_until_it_says_yes() -> None:
    exchanges = Exchanges()
    exchanges.error = NotLetIn()
    async with running(exchanges) as (courier, clock):
        assert courier.trouble == NotLetIn.sentence
        exchanges.error = None
        await clock.advance(EAGER)
        assert courier.trouble == ""
