"""The queue of saves: in order, a few at a time; it can be paused, and outlives the page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from app.core.saves.journal import Journal, slices
from app.core.saves.lanes import Lanes
from app.core.saves.roster import Roster
from app.core.saves.speed import Speed
from app.core.vault.media_store import MediaStore
from app.model.asset import Asset
from app.model.errors import LarderError, Offline, VaultFull
from app.model.saves.pause import BY_HAND, no_room
from app.model.saves.ticket import KIND, Ticket
from app.model.saves.transfer import Transfer
from app.model.vault.keep import Keep
from app.ports import Clock, RecordStore

LANES = 2
"""Saves at a time: a quarter faster than one; more are not (docs/performance.md)."""

Kept = Callable[[Keep], None]


class Transfers:
    """Assets on their way into the vault. A record for each survives a reload: `resume` goes on with them."""

    def __init__(self, store: MediaStore, records: RecordStore, clock: Clock, lanes: int = LANES) -> None:
        self._store, self._journal, self._clock = store, Journal(records), clock
        self.roster = Roster(clock)
        self.lanes = Lanes(store, lanes, self._ended, self._fill, self._is_wanted)
        self.paused = ""
        """Why nothing is saved at the moment, as a sentence; empty when the queue goes on."""
        self.on_kept: Kept = lambda _: None
        self.on_failed: Callable[[Transfer], None] = lambda _: None
        self.on_full: Callable[[str], None] = lambda _: None
        self._last: int | None = None
        self._one_by_one = asyncio.Lock()

    @property
    def all(self) -> Mapping[str, Transfer]:
        """Those that run or wait, by key."""
        return self.roster.all

    @property
    def failed(self) -> Mapping[str, Transfer]:
        """Those that nobody goes on with until they are tried again or dismissed, by key."""
        return self.roster.failed

    @property
    def busy(self) -> bool:
        """Whether anything is being saved at this moment."""
        return bool(self.lanes.tasks)

    @property
    def held(self) -> bool:
        """Whether any waits for the server to be reached."""
        return bool(self.roster.away)

    async def add(self, assets: Iterable[Asset]) -> None:
        """Queue what is neither here nor queued. Raises LarderError: what is not queued yet stays out."""
        async with self._one_by_one:
            for some in slices(list(assets)):
                await self._queue({each.key: each for each in some if self._wanted(each.key)})
                await asyncio.sleep(0)

    async def retry(self, *keys: str) -> None:
        """Queue what has failed again, at its old place; all when no key is given."""
        async with self._one_by_one:
            for some in slices(keys or tuple(self.failed)):
                failed = [self.roster.tickets[key].asset for key in some if key in self.failed]
                await self._queue({each.key: each for each in failed})

    async def dismiss(self, *keys: str) -> None:
        """Put away what has failed; all when no key is given."""
        async with self._one_by_one:
            gone = [key for key in keys or tuple(self.failed) if key in self.failed]
            await self._journal.drop(gone)
            self.roster.drop(gone)

    async def load(self, _changed: Collection[str] = ()) -> None:
        """Read afresh whether the queue is paused: another tab may have done that."""
        reason = await self._journal.paused()
        if reason and not self.paused:
            self._stop(reason)
            self._hold()
        elif self.paused and not reason:
            self._start()

    async def follow(self, keys: Collection[str]) -> None:
        """Have the queue as another tab has left it: what it asked for, cancelled, dismissed or saved."""
        async with self._one_by_one:
            ids = None if KIND in keys else [key.removeprefix(KIND) for key in keys]
            there = await self._journal.found(ids)
            gone = [key for key in ids or self.roster.tickets if key not in there]
            await self._miss([key for key in gone if key in self.roster.tickets])
            for some in slices([each for each in there.values() if each is not None]):
                self._take([each for each in some if self._is_news(each)])
                await asyncio.sleep(0)

    async def resume(self, listed: Mapping[str, Asset]) -> None:
        """Go on with what an earlier session or a broken connection left, each as it is `listed` by now."""
        async with self._one_by_one:
            for some in slices(await self._read()):
                fresh = [self._as_listed(each, listed) for each in some if self._unknown(each.asset.key)]
                self.roster.enter(fresh)
                self._fill()
                await asyncio.sleep(0)
        self.again(listed)

    def again(self, listed: Mapping[str, Asset]) -> None:
        """Go on with what waits for the server, each as it is `listed` by now."""
        self.roster.again(listed)
        self._fill()

    async def pause(self) -> None:
        """Save nothing until `go_on`. What has arrived is held."""
        self._stop(BY_HAND)
        self._hold()
        await self._note(BY_HAND)

    async def go_on(self) -> None:
        """Save again."""
        self._start()
        await self._note("")

    async def cancel(self, key: str) -> None:
        """Stop one; the vault is as it was before. Nothing happens when it has ended already."""
        async with self._one_by_one:
            if key in self.all:
                await self._cancel((key,))

    async def cancel_all(self) -> None:
        """Stop them all, but for those that have failed already."""
        async with self._one_by_one:
            await self._cancel(tuple(self.all))

    async def _queue(self, assets: Mapping[str, Asset]) -> None:
        if self._last is None:
            await self._read()
        tickets: list[Ticket] = []
        for key, asset in assets.items():
            before = self.roster.tickets.get(key)
            tickets.append(Ticket(asset, before.order if before else self._next()))
        await self._journal.write(tickets)
        self.roster.enter(tickets)
        self._fill()

    def _next(self) -> int:
        self._last = (self._last or 0) + 1
        return self._last

    async def _read(self) -> Sequence[Ticket]:
        tickets = await self._journal.read()
        self._last = max([self._last or 0, *(each.order for each in tickets)])
        return tickets

    def _is_news(self, ticket: Ticket) -> bool:
        known, key = self.roster.tickets.get(ticket.asset.key), ticket.asset.key
        if key in self.lanes.tasks or self._store.vault.kept(key):
            return False
        return known is None or known.failure != ticket.failure

    def _take(self, tickets: Sequence[Ticket]) -> None:
        """Have these stand as their tickets say."""
        if self._last is not None:
            self._last = max([self._last, *(each.order for each in tickets)])
        self.roster.drop([each.asset.key for each in tickets if each.asset.key in self.roster.tickets])
        self.roster.enter(tickets)
        self._fill()

    async def _miss(self, keys: Sequence[str]) -> None:
        """Their tickets are gone: another tab has saved or cancelled them. A lane finds out by itself."""
        saved = {key: keep for key in keys if key in self.all and (keep := self._store.vault.kept(key))}
        await self._let_go([key for key in keys if key not in saved])
        for key, keep in saved.items():
            if key in self.all and key not in self.lanes.tasks:
                self.roster.save(key, keep.size)

    def _wanted(self, key: str) -> bool:
        """Whether it is to be queued: what has failed may be asked for again."""
        return key not in self.all and key not in self.lanes.tasks and not self._store.vault.kept(key)

    async def _is_wanted(self, key: str) -> bool:
        """Whether it still has a ticket: another tab may have cancelled it while its lane waited for that."""
        with suppress(LarderError):
            return key in await self._journal.found((key,))
        return True

    def _unknown(self, key: str) -> bool:
        return key not in self.roster.tickets and key not in self.lanes.tasks

    def _as_listed(self, ticket: Ticket, listed: Mapping[str, Asset]) -> Ticket:
        key = ticket.asset.key
        failure = "" if self._store.vault.kept(key) else ticket.failure
        return Ticket(listed.get(key, ticket.asset), ticket.order, failure)

    def _fill(self) -> None:
        """Let in who is next. A lane whose save lost the server rests until that answers."""
        while not self.paused and self.lanes.taken + len(self.roster.away) < self.lanes.count:
            asset = self.roster.next()
            if asset is None:
                break
            self.lanes.begin(asset, self._progress(asset.key))

    def _progress(self, key: str) -> Callable[[int, int], None]:
        speed = Speed(self._clock)

        def progress(done: int, total: int) -> None:
            if key in self.all:
                self.roster.show(replace(self.all[key], done=done, total=total, rate=speed.at(done)))

        return progress

    async def _ended(self, key: str, outcome: Keep | BaseException) -> None:
        """A save is over; one of them that went wrong never stops the rest."""
        match outcome:
            case Keep():
                await self._saved(outcome)
            case LarderError() | asyncio.CancelledError() if key in self.lanes.dropped:
                pass
            case asyncio.CancelledError():
                self.roster.wait(key, self.all[key].done)
            case VaultFull():
                await self._full(no_room(self.roster.tickets[key].asset, outcome.missing))
                if key not in self.lanes.dropped:  # in line no sooner: its lane is taken until then
                    self.roster.wait(key, 0)
            case Offline():
                self.roster.set_aside(key, str(outcome))
            case LarderError():
                await self._fail(key, str(outcome))
            case Exception():
                await self._fail(key, LarderError.sentence)
                raise outcome
            case _:
                raise outcome

    async def _saved(self, keep: Keep) -> None:
        key = keep.asset.key
        self.roster.save(key, keep.size)
        self.on_kept(keep)
        with suppress(LarderError):  # the next session finds it here, and forgets it then
            await self._journal.drop((key,))

    async def _fail(self, key: str, reason: str) -> None:
        failed = replace(self.roster.tickets[key], failure=reason)
        with suppress(LarderError):  # the next session tries it again
            await self._journal.write((failed,))
        self.on_failed(self.roster.fail(failed))

    async def _full(self, reason: str) -> None:
        """Pause, once. Whoever else runs was promised its room."""
        if not self.paused:
            self._stop(reason)
            self.on_full(reason)
            await self._note(reason)

    async def _note(self, reason: str) -> None:
        with suppress(LarderError):  # after a reload it is as it was, and to be pressed again
            await self._journal.pause(reason)

    def _stop(self, reason: str) -> None:
        self.paused = reason
        self.roster.tally.rest()
        self.roster.on_change()

    def _hold(self) -> None:
        """Stop what runs. What has arrived whole is let through: it only needs to be recorded."""
        self.lanes.hold(key for key in self.lanes.tasks if key in self.all and not self.all[key].whole)

    def _start(self) -> None:
        self.paused = ""
        self._fill()
        self.roster.on_change()

    async def _cancel(self, keys: Sequence[str]) -> None:
        assets = {key: self.roster.tickets[key].asset for key in keys}
        await self._journal.drop(keys)  # before another tab, whose lanes wait for ours, can begin with them
        for some in slices(await self._let_go(keys)):
            await self._store.abandon_all([assets[key] for key in some])
        if self.paused and not self.all:  # what is asked for next is not to wait for nothing
            await self.go_on()

    async def _let_go(self, keys: Sequence[str]) -> Sequence[str]:
        """Have these no longer in the queue. Those that were, without what was saved meanwhile."""
        gone: list[str] = []
        for some in slices(reversed(keys)):  # the last ones first: a lane begins with the first
            waiting = [key for key in some if key in self.all and key not in self.lanes.tasks]
            self.roster.drop(waiting)
            gone += waiting
            await asyncio.sleep(0)
        await self.lanes.drop(keys)
        running = [key for key in keys if key in self.roster.tickets]
        self.roster.drop(running)
        return [*gone, *running]
