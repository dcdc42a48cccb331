"""What goes wrong, and at which call."""

from __future__ import annotations

import asyncio

from app.model.errors import LarderError, VaultFull


class Killed(BaseException):
    """The tab is gone: nothing that it would have done afterwards happens."""


class Fault:
    """Counts the calls that pass, and goes wrong at number `at` (from 1); never when it is 0."""

    def __init__(self, at: int = 0) -> None:
        self.at, self.calls = at, 0
        self.names: list[str] = []

    async def meet(self, name: str) -> None:
        """One call, `name`, is about to be made."""
        self.calls += 1
        number = self.calls
        self.names.append(name)
        await asyncio.sleep(0)
        if self.at and self.due(name, number):
            await self.strike()

    def due(self, _name: str, number: int) -> bool:
        """Whether this call is the one."""
        return number == self.at

    async def strike(self) -> None:
        """Go wrong."""

    @property
    def struck(self) -> bool:
        """Whether it has gone wrong."""
        return 0 < self.at <= self.calls


class Failing(Fault):
    """One call raises `error`; the next ones work."""

    def __init__(self, at: int = 0, error: type[BaseException] = LarderError) -> None:
        super().__init__(at)
        self._error = error

    async def strike(self) -> None:
        raise self._error


class Full(Failing):
    """No room from call `at` on, for whatever makes things bigger."""

    GROWS = ("write", "commit", "apply")

    def __init__(self, at: int = 0) -> None:
        super().__init__(at, VaultFull)
        self._growing = 0

    def due(self, name: str, _number: int) -> bool:
        self._growing += name in self.GROWS
        return name in self.GROWS and self._growing >= self.at


class Dead(Failing):
    """The tab is killed at call `at`: that call and every later one raises Killed."""

    def __init__(self, at: int = 0) -> None:
        super().__init__(at, Killed)

    def due(self, _name: str, _number: int) -> bool:
        return self.calls >= self.at


class Cancelling(Fault):
    """The task that makes call `at` is cancelled there."""

    def __init__(self, at: int = 0, task: asyncio.Task[object] | None = None) -> None:
        super().__init__(at)
        self.task = task

    async def strike(self) -> None:
        (self.task or asyncio.current_task()).cancel()
        await asyncio.sleep(0)


class Slow(Fault):
    """Every call takes `turns` of the loop, so that others come in between."""

    def __init__(self, turns: int = 3) -> None:
        super().__init__(1)
        self._turns = turns

    def due(self, _name: str, _number: int) -> bool:
        return True

    async def strike(self) -> None:
        for _ in range(self._turns):
            await asyncio.sleep(0)


class Frozen(Fault):
    """The tab stops before a call, and with it every later call, until it thaws."""

    def __init__(self) -> None:
        super().__init__(1)
        self.reached, self._warm = asyncio.Event(), asyncio.Event()
        self._name, self._left = "", 0

    def before(self, name: str, number: int = 1) -> None:
        """Stop before the `number`th call of this name from now on."""
        self._name, self._left = name, number

    def thaw(self) -> None:
        """Go on."""
        self._warm.set()

    def due(self, name: str, _number: int) -> bool:
        self._left -= name == self._name
        if self._name and not self._left:
            self.reached.set()
        return self.reached.is_set()

    async def strike(self) -> None:
        await self._warm.wait()
