"""The user's playlists, a record for each. A change is an edit of what is there now, in whichever tab."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from app.model.asset import Asset
from app.model.batch import Batch, Record
from app.model.errors import Conflict, LarderError, Rejected
from app.model.playlist import KIND, Item, Playlist, playlist
from app.ports import Clock, RecordStore

TRIES = 20
"""Times an edit is made again because somebody else was faster; each of them got on meanwhile."""
UNKNOWN = "A newer Larder wrote this playlist; nothing was changed. Reload this page."

Edit = Callable[[Playlist], Playlist]


@dataclass(frozen=True, slots=True)
class Stored:
    """A playlist and its record, which may say more than we know of."""

    playlist: Playlist
    record: Record


class Playlists:
    """Made, renamed, filled, put in order, deleted and brought back."""

    def __init__(self, records: RecordStore, clock: Clock, new_id: Callable[[], str]) -> None:
        self._records, self._clock, self._new_id = records, clock, new_id
        self._reading = asyncio.Lock()
        self.all: Mapping[str, Playlist] = {}
        """By id, in the order of their names."""
        self.on_change: Callable[[], None] = lambda: None

    async def load(self, _changed: Collection[str] = ()) -> None:
        """Read them afresh. What is no playlist to us is left alone."""
        async with self._reading:  # one after the other: what is shown last was read last
            found: list[Playlist] = []
            for key, record in await self._records.scan(KIND):
                with suppress(KeyError, TypeError, ValueError):
                    found.append(playlist(key.removeprefix(KIND), record))
            self.all = {each.id: each for each in sorted(found, key=_order)}
        self.on_change()

    async def create(self, name: str, assets: Iterable[Asset] = ()) -> Playlist:
        """A new one with these on it. Raises LarderError: there is none."""
        made = Playlist(self._new_id(), name, self._items(assets))
        # When it was made, not when it changed: two devices that each add something must not disagree.
        record = {**made.as_json(), "at": self._clock.now()}
        await self._records.apply(Batch(put={made.key: record}, expect={made.key: None}))
        await self._show()
        return made

    async def rename(self, id: str, name: str) -> None:
        """Give it another name. Raises LarderError: it is as before."""
        await self._edit(id, lambda now: replace(now, name=name))

    async def add(self, id: str, assets: Iterable[Asset]) -> Sequence[Item]:
        """Put assets at its end; the items that they became. Raises LarderError: it is as before."""
        items = self._items(assets)
        await self._edit(id, lambda now: replace(now, items=now.items + items))
        return items

    async def remove(self, id: str, item_ids: Collection[str]) -> None:
        """Take items off it. Raises LarderError: it is as before."""

        def without(now: Playlist) -> Playlist:
            return replace(now, items=tuple(item for item in now.items if item.id not in item_ids))

        await self._edit(id, without)

    async def put_back(self, id: str, item: Item, at: int) -> None:
        """Have an item on it again, at that place. Raises LarderError: it is as before."""

        def again(now: Playlist) -> Playlist:
            rest = tuple(each for each in now.items if each.id != item.id)
            return replace(now, items=(*rest[:at], item, *rest[at:]))

        await self._edit(id, again)

    async def move(self, id: str, item_id: str, by: int) -> None:
        """Move an item by so many places from where it is now. Raises LarderError: it is as before.

        Not to a place: of two presses in a row the second would go by what was shown before the first.
        """
        await self._edit(id, lambda now: replace(now, items=moved(now.items, item_id, by)))

    async def delete(self, id: str) -> Stored | None:
        """Delete it as it is now: what `restore` needs, None when it is gone already. Raises LarderError."""
        key = KIND + id
        return await self._change(id, lambda now: Batch(delete=(key,), expect={key: now.record}))

    async def restore(self, deleted: Stored) -> None:
        """Bring it back as it was, unless it is there again. Raises LarderError: it is still deleted."""
        key = deleted.playlist.key
        with suppress(Conflict):
            await self._records.apply(Batch(put={key: deleted.record}, expect={key: None}))
        await self._show()

    async def _edit(self, id: str, edit: Edit) -> None:
        key = KIND + id

        def edited(now: Stored) -> Batch:
            after = edit(now.playlist)
            record = {**now.record, **after.as_json()}
            return Batch() if after == now.playlist else Batch(put={key: record}, expect={key: now.record})

        if await self._change(id, edited) is None:
            raise Conflict("This playlist was deleted meanwhile; nothing was changed.")

    async def _change(self, id: str, change: Callable[[Stored], Batch]) -> Stored | None:
        """Apply a change to what is there now: what was there before, None when it is gone."""
        for _ in range(TRIES):
            now = await self._now(id)
            with suppress(Conflict):
                await self._records.apply(Batch() if now is None else change(now))
                await self._show()
                return now
        raise Conflict

    async def _now(self, id: str) -> Stored | None:
        record = await self._records.get(KIND + id)
        try:
            return None if record is None else Stored(playlist(id, record), record)
        except (KeyError, TypeError, ValueError) as error:
            raise Rejected(UNKNOWN) from error

    async def _show(self) -> None:
        with suppress(LarderError):  # what was written is; it is seen when it can be read again
            await self.load()

    def _items(self, assets: Iterable[Asset]) -> tuple[Item, ...]:
        return tuple(Item(self._new_id(), asset.key, asset.title, asset.artist) for asset in assets)


def moved(items: tuple[Item, ...], id: str, by: int) -> tuple[Item, ...]:
    """The items with that one `by` places further on, at most to either end."""
    at = next((at for at, item in enumerate(items) if item.id == id), None)
    if at is None:
        return items
    rest = [*items[:at], *items[at + 1 :]]
    rest.insert(max(0, at + by), items[at])
    return tuple(rest)


def _order(one: Playlist) -> tuple[str, str]:
    return one.name.casefold(), one.id
