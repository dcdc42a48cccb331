"""Devices that edit, delete, exchange, lose messages and die, and a server that may be restored."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from app.model.batch import Record
from tests.sync_model.device import Device
from tests.sync_model.lossy import Lossy
from tests.sync_model.worlds import World

DAY = 86_400
ASSETS = ("asset/1", "asset/2")
LIST = "playlist/1"
KEYS = (*ASSETS, LIST)


class SyncModel:
    """Every change makes a value that is there once; `done` are those that somebody saw and took away."""

    def __init__(self, devices: int, world: World) -> None:
        self._world, self.hub = world, Lossy(world.hub)
        skews = (0, DAY, -DAY, 3 * DAY)
        self.devices = [Device(name, self.hub, skews[at]) for at, name in enumerate("abcd"[:devices])]
        self.made: set[int] = set()
        self.done: set[int] = set()
        self._values = count(1)

    def device(self, number: int) -> Device:
        return self.devices[number % len(self.devices)]

    async def edit(self, number: int, key: str, name: str) -> None:
        device = self.device(number)
        body = await device.get(key)
        if name in body:
            self.done.add(value_of(body[name]))
        await device.put(key, {**body, name: self._value()})

    async def add(self, number: int, where: int) -> None:
        device = self.device(number)
        body = await device.get(LIST)
        items = list(body.get("items", ()))
        items.insert(where % (len(items) + 1), {"id": self._value()})
        await device.put(LIST, {**body, "items": items})

    async def take_off(self, number: int, where: int) -> None:
        device = self.device(number)
        body = await device.get(LIST)
        items = list(body.get("items", ()))
        if items:
            self.done.add(items.pop(where % len(items))["id"])
            await device.put(LIST, {**body, "items": items})

    async def delete(self, number: int, key: str) -> None:
        device = self.device(number)
        self.done.update(values(await device.get(key)))
        await device.put(key, None)

    async def exchange(self, number: int, lose: str, dies_at: int) -> None:
        self.hub.lose = lose
        await self.device(number).exchange(dies_at)
        self.hub.lose = ""

    async def crash(self, number: int, after: float) -> None:
        with self._world.crashing(after):
            await self.device(number).exchange()

    def back_up(self) -> None:
        self._world.back_up()

    def restore(self) -> None:
        self._world.restore()

    def end(self) -> None:
        self._world.end()

    async def converge(self) -> None:
        """Everybody exchanges until nothing is left; then all have the same, and nothing is lost."""
        for _ in range(2 * len(self.devices) + 2):
            for device in self.devices:
                assert await device.exchange()
        first = await self.devices[0].everything()
        for device in self.devices:
            assert not await device.unsent()
            assert await device.everything() == first
        assert self._world.records() == first
        seen = {value for body in first.values() for value in values(body)}
        lost = self.made - self.done - seen
        assert not lost, (lost, first)

    def _value(self) -> int:
        value = next(self._values)
        self.made.add(value)
        return value


def values(body: Record) -> Iterator[Any]:
    """What was put into it."""
    for name, value in body.items():
        if name == "items":
            yield from (each["id"] for each in value)
        else:
            yield value_of(value)


def value_of(field: Any) -> int:
    """What somebody put there, in a copy too: that has its own name behind it."""
    return int(str(field).partition(" ")[0])
