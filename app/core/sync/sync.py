"""Tell the server what changed here, hear what changed elsewhere; both until there is no more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial

from app.core.sync import progress
from app.core.sync.adopt import adopt
from app.core.sync.author import Author
from app.core.sync.progress import Progress
from app.core.sync.replicas import FEW, Found, find, find_all, joined, waiting, written
from app.model.batch import Batch, Record
from app.model.errors import Conflict
from app.model.few import few
from app.model.sync import shadow
from app.model.sync.conflict import between
from app.model.sync.copies import copied
from app.model.sync.exchanged import OtherPast, Pulled, Pushed, Refusal
from app.model.sync.ledger import NEVER, Version
from app.model.sync.op import Op
from app.model.sync.replica import changed, met, parked, taken, unsent
from app.ports import Hub, RecordStore


class Sync:
    """One exchange after the other; whoever calls sees to it that there is one at a time, of all tabs.

    `few`: ops in a request, and records in a batch.
    """

    def __init__(self, records: RecordStore, hub: Hub, author: Author, few: int = FEW) -> None:
        self._records, self._hub, self._author, self._few = records, hub, author, few
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
        keys = await waiting(self._records)
        while keys:
            now, keys = keys[: self._few], keys[self._few :]
            ops = await self._sending(now)
            if not ops:
                return
            pushed = await self._hub.push(ops, progress.progress(await self._stands()).known)
            await self._answered(ops, pushed)
            keys = keys or [key for key in await waiting(self._records) if key in now]

    async def _sending(self, keys: Sequence[str]) -> Sequence[Op]:
        """The records' next ops, which may have reached the server from now on."""
        while True:
            found = await find_all(self._records, keys)
            after = {key: each.replica.pending.sending() for key, each in found.items()}
            batches = [
                written(key, each, replace(each.replica, pending=after[key])) for key, each in found.items()
            ]
            try:
                await self._records.apply(joined(batches))
            except Conflict:
                continue
            return [each.sent for each in after.values() if each.sent]

    async def _answered(self, ops: Sequence[Op], pushed: Pushed) -> None:
        """What was said to each, and the last commit that the server has told of."""
        while True:
            stands, found = await self._stands(), await find_all(self._records, [op.key for op in ops])
            known = replace(progress.progress(stands), known=pushed.head).as_json()
            batches = [Batch(put={progress.KEY: known}, expect={progress.KEY: stands})]
            conflicts: list[tuple[str, Found, Version]] = []
            for op, answer in zip(ops, pushed.answers, strict=True):
                each = found[op.key]
                here = each.replica
                if here.pending.sent != op:
                    continue
                if isinstance(answer, Refusal):
                    batches.append(written(op.key, each, parked(here, answer.reason)))
                elif answer.taken:
                    batches.append(written(op.key, each, taken(here, answer.now)))
                else:
                    conflicts.append((op.key, replace(each, replica=unsent(here)), answer.now))
            if await self._meet(conflicts, other_past=False, beside=joined(batches)):
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
        heard = dict(pulled.items)
        if before.restored:
            known = [key.removeprefix(shadow.KIND) for key, _ in await self._records.scan(shadow.KIND)]
            heard |= {key: NEVER for key in known if key not in heard}
        after = Progress(pulled.place, pulled.head).as_json()
        if not heard and after == stands:
            return True
        # Known from the first piece on: who dies between two knows a restored server for another one.
        known = replace(before, known=pulled.head).as_json()
        pieces = few(list(heard.items()), self._few) or [()]
        for number, piece in enumerate(pieces, 1):
            found = await find_all(self._records, dict(piece))
            items = [(key, found[key], there) for key, there in piece]
            now = after if number == len(pieces) else known
            mark = Batch(put={progress.KEY: now}, expect={progress.KEY: stands})
            if not await self._meet(items, other_past=before.restored, beside=mark):
                return False
            stands = now
        return True

    async def _meet(
        self, items: Sequence[tuple[str, Found, Version]], *, other_past: bool, beside: Batch
    ) -> bool:
        batches, notes = [beside], list[tuple[Record, str]]()
        for key, found, there in items:
            outcome = met(
                found.replica, there, partial(self._author.op, key), kind_of(key), other_past=other_past
            )
            after = written(key, found, outcome.replica)
            if after.put or after.delete:
                batches.append(after)
            if outcome.copy is not None:
                batches.append(await self._beside(key, found, outcome.copy))
            if outcome.note:
                notes.append((outcome.replica.body or {}, outcome.note))
        whole = joined(batches)
        try:
            await self._records.apply(whole)
        except Conflict:
            return False
        for body, note in notes:
            self.on_note(body, note)
        self.on_change({*whole.put, *whole.delete})
        return True

    async def _beside(self, key: str, found: Found, side: Record) -> Batch:
        """The side that did not win its name, as a record of its own, and what asks a person about it."""
        name = f"{kind_of(key)}/{self._author.new_id()}"
        beside, by = await find(self._records, name), found.replica.pending.next
        device, at = (by.device, by.at) if by else (self._author.device, 0.0)
        op = self._author.op(name, "", copied(side, device, at))
        asked = between(key, name, side, device, at)
        question = Batch(put={asked.id: asked.as_json()})
        return joined([written(name, beside, changed(beside.replica, op)), question])

    async def _begin_again(self) -> None:
        """The server has another past: all of it is to be heard, and nothing of ours is to be lost."""
        self.on_restored()
        while True:
            stands, keys = await self._stands(), await waiting(self._records)
            found = await find_all(self._records, keys)
            batches = [written(key, each, unsent(each.replica)) for key, each in found.items()]
            again = replace(progress.progress(stands), place=0, restored=True)
            mark = Batch(put={progress.KEY: again.as_json()}, expect={progress.KEY: stands})
            try:
                return await self._records.apply(joined([mark, *batches]))
            except Conflict:
                continue

    async def _stands(self) -> Record | None:
        return await self._records.get(progress.KEY)


def kind_of(key: str) -> str:
    """What stands before the name."""
    return key.partition("/")[0]
