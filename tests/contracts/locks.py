"""What every lock driver must do: tasks here stand for tabs."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from uuid import uuid4

from app.ports import Locks

SOON = 5.0
"""Seconds in which what must happen happens."""
SHORT = 0.3
"""Seconds of patience, and of waiting for what must not happen."""


class Visit:
    """One task that wants a lock, and stays until it is told to leave."""

    def __init__(
        self, locks: Locks, name: str, patience: float | None = None, *, shared: bool = False
    ) -> None:
        self.inside, self._leave = asyncio.Event(), asyncio.Event()
        self.taken: bool | None = None
        want = locks.share(name) if shared else locks.hold(name, *([] if patience is None else [patience]))
        self.task = asyncio.ensure_future(self._visit(want))

    async def _visit(self, want) -> None:
        async with want as self.taken:
            self.inside.set()
            await self._leave.wait()

    async def enters(self) -> Visit:
        await asyncio.wait_for(self.inside.wait(), SOON)
        return self

    async def waits(self) -> Visit:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.inside.wait(), SHORT)
        assert not self.inside.is_set(), "came in although it had to wait"
        return self

    async def leaves(self) -> None:
        self._leave.set()
        await asyncio.wait_for(self.task, SOON)

    async def cancelled(self) -> None:
        self.task.cancel()
        await asyncio.wait([self.task], timeout=SOON)
        assert self.task.cancelled()


def fresh() -> str:
    return f"check-{uuid4().hex}"


async def one_at_a_time(locks: Locks) -> None:
    name = fresh()
    first = await Visit(locks, name).enters()
    second = await Visit(locks, name).waits()
    other = await Visit(locks, fresh()).enters()
    await first.leaves()
    await second.enters()
    assert (first.taken, second.taken) == (False, False)
    await second.leaves()
    await other.leaves()


async def first_come_first_served(locks: Locks) -> None:
    name, order = fresh(), list[int]()

    async def visit(number: int) -> None:
        async with locks.hold(name):
            order.append(number)
            await asyncio.sleep(0)

    first = await Visit(locks, name).enters()
    tasks: list[asyncio.Task[None]] = []
    for number in range(5):
        tasks.append(asyncio.ensure_future(visit(number)))
        await asyncio.sleep(0)
    await first.leaves()
    await asyncio.wait_for(asyncio.gather(*tasks), SOON)
    assert order == [0, 1, 2, 3, 4]


async def an_error_lets_go(locks: Locks) -> None:
    name = fresh()
    with suppress(KeyError):
        async with locks.hold(name):
            raise KeyError
    await (await Visit(locks, name).enters()).leaves()
    assert await locks.held(name) == set()


async def whoever_is_cancelled_while_waiting_is_gone(locks: Locks) -> None:
    name = fresh()
    first = await Visit(locks, name).enters()
    second, third = await Visit(locks, name).waits(), Visit(locks, name)
    await second.cancelled()
    await first.leaves()
    await third.enters()
    await third.leaves()


async def whoever_is_cancelled_inside_lets_go(locks: Locks) -> None:
    name = fresh()
    first, second = await Visit(locks, name).enters(), Visit(locks, name)
    await first.cancelled()
    await second.enters()
    await second.leaves()


async def after_patience_it_is_taken(locks: Locks) -> None:
    name = fresh()
    frozen = await Visit(locks, name).enters()
    second = await Visit(locks, name, SHORT).enters()
    assert second.taken is True
    assert await locks.held(name) == {name}
    await second.leaves()
    await frozen.leaves()


async def whoever_is_cancelled_while_taking_it_lets_go(locks: Locks) -> None:
    for turns in range(25):
        name = fresh()
        frozen = await Visit(locks, name).enters()
        second = Visit(locks, name, 0.02)
        await asyncio.sleep(0.02 + turns / 5000)
        await second.cancelled()
        await frozen.leaves()
        third = await Visit(locks, name).enters()
        await third.leaves()
        assert await locks.held(name) == set()


async def patience_is_not_needed_when_it_comes_in_time(locks: Locks) -> None:
    name = fresh()
    first = await Visit(locks, name, SOON).enters()
    second = Visit(locks, name, SOON)
    await first.leaves()
    await second.enters()
    assert (first.taken, second.taken) == (False, False)
    await second.leaves()


async def whoever_lost_it_lets_go_of_nothing(locks: Locks) -> None:
    name = fresh()
    frozen = await Visit(locks, name).enters()
    second = await Visit(locks, name, SHORT).enters()
    await frozen.leaves()
    third = await Visit(locks, name).waits()
    await second.leaves()
    await third.enters()
    assert third.taken is False
    await third.leaves()


async def who_waited_behind_the_frozen_one_comes_after_who_took_it(locks: Locks) -> None:
    name = fresh()
    frozen = await Visit(locks, name).enters()
    patient = Visit(locks, name)
    taker = await Visit(locks, name, SHORT).enters()
    await frozen.leaves()
    await patient.waits()
    await taker.leaves()
    await patient.enters()
    await patient.leaves()


async def of_two_that_lose_patience_one_takes_it_and_the_other_has_its_turn(locks: Locks) -> None:
    name = fresh()
    frozen = await Visit(locks, name).enters()
    both = [Visit(locks, name, SHORT), Visit(locks, name, SHORT)]
    await asyncio.wait(
        [asyncio.ensure_future(each.inside.wait()) for each in both], return_when="FIRST_COMPLETED"
    )
    first, second = sorted(both, key=lambda each: not each.inside.is_set())
    assert first.taken and not second.inside.is_set()
    await first.leaves()
    await second.enters()
    assert second.taken is False
    await second.leaves()
    await frozen.leaves()


async def who_share_are_inside_together(locks: Locks) -> None:
    name = fresh()
    first = await Visit(locks, name, shared=True).enters()
    second = await Visit(locks, name, shared=True).enters()
    await first.leaves()
    assert await locks.held(name) == {name}
    await second.leaves()
    assert await locks.held(name) == set()


async def who_wants_it_alone_waits_for_all_who_share(locks: Locks) -> None:
    name = fresh()
    shared = [await Visit(locks, name, shared=True).enters() for _ in range(2)]
    alone = await Visit(locks, name).waits()
    await shared[0].leaves()
    await alone.waits()
    await shared[1].leaves()
    await alone.enters()
    late = await Visit(locks, name, shared=True).waits()
    await alone.leaves()
    await late.enters()
    await late.leaves()


async def what_is_held_is_told_by_prefix(locks: Locks) -> None:
    stem = fresh()
    alone = await Visit(locks, f"{stem}-a").enters()
    shared = await Visit(locks, f"{stem}-b", shared=True).enters()
    waiting = Visit(locks, f"{stem}-a")
    assert await locks.held(f"{stem}-") == {f"{stem}-a", f"{stem}-b"}
    assert await locks.held(f"{stem}-b") == {f"{stem}-b"}
    for each in (alone, waiting, shared):
        await each.leaves()
    assert await locks.held(stem) == set()


CHECKS = {
    check.__name__: check
    for check in (
        one_at_a_time,
        first_come_first_served,
        an_error_lets_go,
        whoever_is_cancelled_while_waiting_is_gone,
        whoever_is_cancelled_inside_lets_go,
        after_patience_it_is_taken,
        whoever_is_cancelled_while_taking_it_lets_go,
        patience_is_not_needed_when_it_comes_in_time,
        whoever_lost_it_lets_go_of_nothing,
        who_waited_behind_the_frozen_one_comes_after_who_took_it,
        of_two_that_lose_patience_one_takes_it_and_the_other_has_its_turn,
        who_share_are_inside_together,
        who_wants_it_alone_waits_for_all_who_share,
        what_is_held_is_told_by_prefix,
    )
}
