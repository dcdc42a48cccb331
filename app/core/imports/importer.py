"""Files on their way in: in order, a few at a time, with what came of each."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace

from app.core.imports.intake import Intake, Taken
from app.core.saves.speed import Speed
from app.core.saves.tally import Tally
from app.core.vault.vault import Vault
from app.model import wording
from app.model.errors import LarderError, VaultFull
from app.model.saves.transfer import Stage, Transfer
from app.model.vault.keep import Keep
from app.ports import Clock, Offered

LANES = 2
"""Files at a time: one is read and hashed while another is written."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not brought in, and why, as a sentence."""

    name: str
    reason: str


class Importer:
    """What was offered since it was last at rest, and what became of it.

    One that fails never stops the rest; a full disk does.
    """

    def __init__(
        self, intake: Intake, vault: Vault, clock: Clock, new_id: Callable[[], str], lanes: int = LANES
    ) -> None:
        self._intake, self._vault, self._clock, self._new_id = intake, vault, clock, new_id
        self._lanes = lanes
        self._offered: dict[str, Offered] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._taking: dict[str, asyncio.Task[Taken]] = {}
        self.all: dict[str, Transfer] = {}
        """Those that wait or run, by the key of the asset to be, in order."""
        self.refused: list[Refused] = []
        self.on_change: Callable[[], None] = lambda: None
        self.on_rest: Callable[[], None] = lambda: None
        """Told when everything that was offered has come to its end."""
        self.on_kept: Callable[[Keep], None] = lambda _: None
        self._forget()

    def _forget(self) -> None:
        self.tally = Tally(self._clock)
        self.imported = self.known = 0
        self.refused = []
        self.full = ""
        """Why the rest was not brought in, as a sentence; empty while there is room."""

    @property
    def busy(self) -> bool:
        """Whether anything is being brought in."""
        return bool(self.all)

    @property
    def over(self) -> int:
        """How many have come to their end, whichever."""
        return self.imported + self.known + len(self.refused)

    @property
    def running(self) -> list[Transfer]:
        """Those that are being copied."""
        return [self.all[key] for key in self._tasks if key in self.all]

    def add(self, offered: Iterable[Offered]) -> None:
        """Bring these in, after those that wait already."""
        if not self.busy:
            self._forget()
        for each in offered:
            key = self._new_id()
            self._offered[key] = each
            self.all[key] = Transfer(key, each.name, total=each.size)
            self.tally.enter(self.all[key])
        self._fill()

    async def cancel(self, *keys: str) -> None:
        """Bring these in no more, all when no key is given. What is in already stays in."""
        keys = keys or tuple(self.all)
        self._drop([key for key in keys if key in self.all and key not in self._tasks])
        running = {key: self._tasks[key] for key in keys if key in self._tasks}
        for key in running:
            self._taking[key].cancel()
        await asyncio.gather(*running.values(), return_exceptions=True)

    def dismiss(self) -> None:
        """Forget what came of what is over."""
        if not self.busy:
            self._forget()
            self.on_change()

    def _fill(self) -> None:
        waiting = (key for key in self.all if key not in self._tasks)
        for key in [key for key, _ in zip(waiting, range(self._lanes - len(self._tasks)), strict=False)]:
            self.all[key] = replace(self.all[key], stage=Stage.RUNNING)
            taking = self._taking[key] = asyncio.create_task(self._intake.take(*self._work(key)))
            # Awaited from now on: Pyodide reports what fails in its first step while nobody waits for it.
            ended = asyncio.gather(taking, return_exceptions=True)
            self._tasks[key] = asyncio.create_task(self._run(key, ended))
        self.on_change()

    def _work(self, key: str) -> tuple[Offered, str, Callable[[int, int], None]]:
        speed = Speed(self._clock)

        def progress(done: int, total: int) -> None:
            if key in self.all:
                before = self.all[key]
                self.all[key] = replace(before, done=done, total=total, rate=speed.at(done))
                self.tally.change(before, self.all[key])
                self.on_change()

        return self._offered[key], key, progress

    async def _run(self, key: str, ended: Awaitable[tuple[Taken | BaseException]]) -> None:
        try:
            (outcome,) = await ended
            self._ended(key, outcome)
        finally:
            del self._tasks[key], self._taking[key]
            self._fill()
            if not self.busy:
                self.on_rest()

    def _ended(self, key: str, outcome: Taken | BaseException) -> None:
        match outcome:
            case Taken():
                self._took(key, outcome)
            case asyncio.CancelledError() if held := self._vault.kept(key):  # too late
                self._took(key, Taken(held, new=True))
            case asyncio.CancelledError():
                self._drop([key])
            case VaultFull():
                self.full = self.full or no_room(self._offered[key], outcome.missing)
                self._drop([key, *(each for each in self.all if each not in self._tasks)])
            case LarderError():
                self._refuse(key, str(outcome))
            case Exception():
                self._refuse(key, LarderError.sentence)
                raise outcome
            case _:
                self._drop([key])
                raise outcome

    def _took(self, key: str, taken: Taken) -> None:
        self.tally.save(self.all.pop(key), taken.keep.size)
        del self._offered[key]
        self.imported += taken.new
        self.known += not taken.new
        self.on_kept(taken.keep)

    def _refuse(self, key: str, reason: str) -> None:
        self.refused.append(Refused(self._offered[key].name, reason))
        self._drop([key])

    def _drop(self, keys: Iterable[str]) -> None:
        for key in keys:
            self.tally.leave(self.all.pop(key))
            del self._offered[key]
        self.on_change()


def no_room(offered: Offered, missing: int) -> str:
    """Why it stopped: `missing` bytes have to be freed first, 0 when the browser does not say how many."""
    needs = f"“{offered.name}” needs {wording.size(offered.size)}, and "
    if missing:
        needs += f"{wording.size(missing)} have to be freed by hand"
    else:
        needs += "the browser has no room left for it"
    return (
        f"Importing stopped: {needs}. What came in before is safe, and your files are where they were; make "
        "room, then import the rest."
    )
