"""A clock that tests move."""

from __future__ import annotations

import asyncio


class FakeClock:
    """Sleeping moves the time and costs a turn of the loop; while `held`, nobody wakes until `advance`."""

    def __init__(self, *, held: bool = False) -> None:
        self.time, self.held = 1_700_000_000.0, held
        self.slept: list[float] = []
        self._sleepers: list[tuple[float, asyncio.Event]] = []

    def now(self) -> float:
        """Seconds since 1970."""
        return self.time

    async def sleep(self, seconds: float) -> None:
        """Let others run."""
        self.slept.append(seconds)
        if not self.held:
            self.time += seconds
            await asyncio.sleep(0)
            return
        event = asyncio.Event()
        self._sleepers.append((self.time + seconds, event))
        await event.wait()

    async def advance(self, seconds: float) -> None:
        """Let so much time pass, and everybody who is due run."""
        self.time += seconds
        due = [sleeper for sleeper in self._sleepers if sleeper[0] <= self.time]
        self._sleepers = [sleeper for sleeper in self._sleepers if sleeper not in due]
        for _, event in due:
            event.set()
        await turns()


async def turns(count: int = 50) -> None:
    """Let whatever is ready run."""
    for _ in range(count):
        await asyncio.sleep(0)
