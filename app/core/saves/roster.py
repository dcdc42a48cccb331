"""Who is in the queue of saves, and how each of them stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from app.core.saves.line import Line
from app.core.saves.tally import Tally
from app.model.asset import Asset
from app.model.saves.ticket import Ticket
from app.model.saves.transfer import Stage, Transfer
from app.ports import Clock


class Roster:
    """Tickets, and what is to be seen of each: a change here is one of memory alone."""

    def __init__(self, clock: Clock) -> None:
        self.tickets: dict[str, Ticket] = {}
        self.all: dict[str, Transfer] = {}
        """Those that run or wait, by key."""
        self.failed: dict[str, Transfer] = {}
        """Those that nobody goes on with until they are tried again or dismissed."""
        self.away: set[str] = set()
        """Those that wait for the server to be reached."""
        self.tally = Tally(clock)
        self.on_change: Callable[[], None] = lambda: None
        self._line = Line()
        self._rounds: dict[str, int] = {}

    def enter(self, tickets: Iterable[Ticket]) -> None:
        """Those that have not failed wait from now on."""
        for ticket in tickets:
            asset, key = ticket.asset, ticket.asset.key
            self.tickets[key] = ticket
            self.failed.pop(key, None)
            transfer = Transfer(key, asset.title, total=asset.size)
            if ticket.failure:
                self.failed[key] = replace(transfer, stage=Stage.FAILED, reason=ticket.failure)
            else:
                self.all[key] = transfer
                self.tally.enter(transfer)
                self._line.join(key, ticket.order)
        self.on_change()

    def next(self) -> Asset | None:
        """What is to run now."""
        key = self._line.next()
        if key is None:
            return None
        self.show(replace(self.all[key], stage=Stage.RUNNING))
        return self.tickets[key].asset

    def ahead(self, count: int) -> list[Transfer]:
        """The next few that wait."""
        return [self.all[key] for key in self._line.ahead(count)]

    def wait(self, key: str, done: int) -> None:
        """Back into the line, at its place, with what has arrived."""
        self.show(replace(self.all[key], stage=Stage.WAITING, done=done, rate=0.0, reason=""))
        self._line.join(key, self.tickets[key].order, self._rounds.get(key, 0))

    def set_aside(self, key: str, reason: str) -> None:
        """It lost the server."""
        self.away.add(key)
        self.show(replace(self.all[key], stage=Stage.OFFLINE, rate=0.0, reason=reason))

    def again(self, listed: Mapping[str, Asset]) -> None:
        """What was set aside waits again, as it is `listed` by now, behind all that was not."""
        away, self.away = self.away, set()
        for key in away:
            ticket = self.tickets[key]
            self.tickets[key] = replace(ticket, asset=listed.get(key, ticket.asset))
            self._rounds[key] = self._rounds.get(key, 0) + 1
            self.wait(key, self.all[key].done)

    def save(self, key: str, size: int) -> None:
        """It is on this device: so many bytes."""
        self.tally.save(self.all[key], size)
        self._forget(key)
        self.on_change()

    def fail(self, ticket: Ticket) -> Transfer:
        """It can't be saved, for the ticket's reason."""
        key = ticket.asset.key
        self.tickets[key] = ticket
        transfer = self.all.pop(key)
        self.tally.leave(transfer)
        self.failed[key] = replace(transfer, stage=Stage.FAILED, rate=0.0, reason=ticket.failure)
        self.on_change()
        return self.failed[key]

    def drop(self, keys: Iterable[str]) -> None:
        """They are not to be saved after all."""
        for key in keys:
            self._line.leave(key)
            self.away.discard(key)
            if key in self.all:
                self.tally.leave(self.all[key])
            self._forget(key)
        self.on_change()

    def show(self, transfer: Transfer) -> None:
        """It has come so far."""
        self.tally.change(self.all[transfer.key], transfer)
        self.all[transfer.key] = transfer
        self.on_change()

    def _forget(self, key: str) -> None:
        for each in (self.all, self.failed, self.tickets, self._rounds):
            each.pop(key, None)
