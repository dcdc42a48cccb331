"""Tell the server what changed here, hear what changed elsewhere; both until there is no more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial

from app.core.sync import progress
from app.core.sync.adopt import adopt
from app.core.sync.author import Author
from app.core.sync.progress import Progress
from app.core.sync.replicas import Found, find, joined, waiting, written
from app.model.batch import Batch, Record
from app.model.errors import Conflict
from app.model.sync import pending, shadow
from app.model.sync.copies import copied
from app.model.sync.exchanged import Commit, OtherPast, Pulled, Refusal
from app.model.sync.ledger import NEVER, Answer, Version
from app.model.sync.op import Op
from app.model.sync.replica import Met, Replica, changed, met, parked, taken, unsent
from app.ports import Hub, RecordStore

FEW = 100
"""Ops in a request."""


class Sync:
    """One exchange after the other; whoever calls sees to it that there is one at a time, of all tabs."""

    def __init__(self, records: RecordStore, hub: Hub, author: Author) -> None:
        self._records, self._hub, self._author = records, hub, author
        self.on_note: Callable[[Record, str], None] = lambda _body, _note: None
        """Told a record as it is now, and a sentence that a person should read."""
        self.on_restored: Callable[[], None] = lambda: None
        """Told that the server is not the one it was, before everything is heard again."""
        self.on_change: Callable[[Collection[str]], None] = lambda _keys: None
        """Told the keys of the records that are not as they were, for whoever shows them."""

    async def exchange(self) -> None:
        """Send everything, then hear everything. Raises Offline; what was done until then is done."""
        if await self._stands() is None:
            await adopt(self._records, self._author)
        while True:
            try:
                await self._push()
            except OtherPast:
                await self._begin_again()
            await self._pull()
            if not await waiting(self._records):  # what was heard may have been merged with what is here
                return

    async def _push(self) -> None:
        keys = list(await waiting(self._records))
        while keys:
            now, keys = keys[:FEW], keys[FEW:]
            ops = [each for key in now if (each := await self._sending(key)) is not None]
            if not ops:
                return
            pushed = await self._hub.push(ops, progress.progress(await self._stands()).known)
            await self._know(pushed.head)  # first: who dies here knows a restored server for another
            for each, answer in zip(ops, pushed.answers, strict=True):
                await self._answered(each, answer)
            self.on_change((pending.KIND,))
            keys = keys or [key for key in await waiting(self._records) if key in now]

    async def _sending(self, key: str) -> Op | None:
        """The record's next op, which may have reached the server from now on."""
        while True:
            found = await find(self._records, key)
            after = replace(found.replica, pending=found.replica.pending.sending())
            if await self._written(key, found, after):
                return after.pending.sent

    async def _answered(self, op: Op, answer: Answer | Refusal) -> None:
        while True:
            found = await find(self._records, op.key)
            here = found.replica
            if here.pending.sent != op:
                return
            if isinstance(answer, Refusal):
                done = await self._written(op.key, found, parked(here, answer.reason))
            elif answer.taken:
                done = await self._written(op.key, found, taken(here, answer.now))
            else:
                waits = replace(found, replica=unsent(here))
                done = await self._meet([(op.key, waits, answer.now)], other_past=False)
            if done:
                return

    async def _pull(self) -> None:
        while True:
            stands = await self._stands()
            before = progress.progress(stands)
            try:
                hub = self._hub
                pulled = await (self._all() if before.restored else hub.pull(before.place, before.known))
            except OtherPast:
                await self._begin_again()
                continue
            if await self._hear(stands, before, pulled) and not pulled.more:
                return

    async def _all(self) -> Pulled:
        """Everything the server has."""
        items: list[tuple[str, Version]] = []
        place = 0
        while True:
            pulled = await self._hub.pull(place, None)
            items += pulled.items
            place = pulled.place
            if not pulled.more:
                return Pulled(items, place, False, pulled.head)

    async def _hear(self, stands: Record | None, before: Progress, pulled: Pulled) -> bool:
        """Take in what was pulled, and remember how far it went. False: something changed meanwhile."""
        items = list(pulled.items)
        if before.restored:
            rows = await self._records.scan(shadow.KIND)
            heard = {key for key, _ in items}
            known = [key.removeprefix(shadow.KIND) for key, _ in rows]
            items += [(key, NEVER) for key in known if key not in heard]
        met_with = [(key, await find(self._records, key), there) for key, there in items]
        after = Progress(pulled.place, pulled.head).as_json()
        if not met_with and after == stands:
            return True
        mark = Batch(put={progress.KEY: after}, expect={progress.KEY: stands})
        return await self._meet(met_with, other_past=before.restored, beside=mark)

    async def _meet(
        self, items: Sequence[tuple[str, Found, Version]], *, other_past: bool, beside: Batch | None = None
    ) -> bool:
        batches, notes, others = [beside] if beside else [], list[tuple[Record, str]](), {pending.KIND}
        for key, found, there in items:
            kind, made = key.partition("/")[0], partial(self._author.op, key)
            outcome = met(found.replica, there, made, kind, other_past=other_past)
            batches.append(written(key, found, outcome.replica))
            if outcome.replica.body != found.replica.body:
                others.add(key)
            if outcome.copy is not None:
                batches.append(await self._beside(key, found, outcome))
                others |= {each for each in batches[-1].put if each.startswith(kind)}
            if outcome.note:
                notes.append((outcome.replica.body or {}, outcome.note))
        try:
            await self._records.apply(joined(batches))
        except Conflict:
            return False
        for body, note in notes:
            self.on_note(body, note)
        self.on_change(others)
        return True

    async def _beside(self, key: str, found: Found, outcome: Met) -> Batch:
        """The side that did not win its name, as a record of its own."""
        kind, name = key.partition("/")[0], self._author.new_id()
        beside = await find(self._records, f"{kind}/{name}")
        by = found.replica.pending.next
        body = copied(outcome.copy or {}, by.device if by else self._author.device, by.at if by else 0.0)
        op = self._author.op(f"{kind}/{name}", "", body)
        return written(f"{kind}/{name}", beside, changed(beside.replica, op))

    async def _begin_again(self) -> None:
        """The server has another past: all of it is to be heard, and nothing of ours is to be lost."""
        self.on_restored()
        while True:
            stands, keys = await self._stands(), await waiting(self._records)
            found = {key: await find(self._records, key) for key in keys}
            batches = [written(key, each, unsent(each.replica)) for key, each in found.items()]
            again = replace(progress.progress(stands), place=0, restored=True)
            mark = Batch(put={progress.KEY: again.as_json()}, expect={progress.KEY: stands})
            try:
                return await self._records.apply(joined([mark, *batches]))
            except Conflict:
                continue

    async def _know(self, head: Commit) -> None:
        while True:
            stands = await self._stands()
            after = replace(progress.progress(stands), known=head)
            try:
                return await self._records.apply(
                    Batch(put={progress.KEY: after.as_json()}, expect={progress.KEY: stands})
                )
            except Conflict:
                continue

    async def _stands(self) -> Record | None:
        return await self._records.get(progress.KEY)

    async def _written(self, key: str, found: Found, after: Replica) -> bool:
        try:
            await self._records.apply(written(key, found, after))
        except Conflict:
            return False
        return True
