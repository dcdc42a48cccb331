"""Several at once, results in order, nothing left running."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest

from app.core.peaks.in_order import in_order


async def numbers(count: int) -> AsyncGenerator[int]:
    for number in range(count):
        yield number


class Work:
    """Work on a number that takes `seconds[number]`; it knows how much of it is under way."""

    def __init__(self, seconds: list[float]) -> None:
        self.seconds = seconds
        self.now, self.most, self.cancelled = 0, 0, 0

    async def __call__(self, number: int) -> int:
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            await asyncio.sleep(self.seconds[number])
            return number
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            self.now -= 1


def test_results_come_in_order_and_no_more_than_three_are_under_way() -> None:
    async def run() -> None:
        work = Work([0.02 / (number + 1) for number in range(9)])
        assert [number async for number in in_order(numbers(9), work, 3)] == list(range(9))
        assert work.most == 3

    asyncio.run(run())


def test_leaving_early_cancels_what_is_under_way() -> None:
    async def run() -> None:
        work = Work([0, 60, 60])
        async with aclosing(in_order(numbers(9), work, 3)) as results:
            assert await anext(results) == 0
        assert (work.now, work.cancelled) == (0, 2)

    asyncio.run(run())


def test_a_failure_comes_out_in_its_turn() -> None:
    async def fail_at_two(number: int) -> int:
        if number == 2:
            raise OSError("two")
        return number

    async def run() -> None:
        results = in_order(numbers(9), fail_at_two, 3)
        assert [await anext(results), await anext(results)] == [0, 1]
        with pytest.raises(OSError, match="two"):
            await anext(results)

    asyncio.run(run())


def test_a_failing_source_cancels_what_is_under_way() -> None:
    async def source() -> AsyncGenerator[int]:
        yield 0
        yield 1
        await asyncio.sleep(0)
        raise OSError("source")

    async def run() -> None:
        work = Work([60, 60])
        with pytest.raises(OSError, match="source"):
            _ = [number async for number in in_order(source(), work, 3)]
        assert work.now == 0

    asyncio.run(run())
