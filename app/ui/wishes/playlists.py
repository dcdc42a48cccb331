"""What a person wants of the playlists, carried out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial

from app.model.asset import Asset
from app.model.errors import LarderError
from app.model.playlist import Item, Playlist
from app.ui.desk import Desk
from app.ui.playlists.state import Naming


class PlaylistWishes:
    """One function for each verb: those that take time in `doing`, the others in `showing`.

    `hear` carries out a wish; `save` saves assets on this device.
    """

    def __init__(
        self,
        desk: Desk,
        hear: Callable[[str, str, str], None],
        save: Callable[[list[Asset]], Awaitable[None]],
    ) -> None:
        self._desk, self._hear = desk, hear
        self._playlists = desk.larder.playlists
        self.doing: dict[str, Callable[[str, str], Awaitable[None]]] = {
            "create-playlist": self._create,
            "name-playlist": lambda key, value: self._playlists.rename(key, value),
            "play-playlist": lambda key, _value: self._play(key, ""),
            "play-item": lambda key, _value: self._play(desk.inside, key),
            "save-playlist": lambda key, _value: save(desk.playlists.unsaved(key)),
            "delete-playlist": self._delete,
            "put-on": self._put_on,
            "item-up": lambda key, _value: self._playlists.move(desk.inside, key, -1),
            "item-down": lambda key, _value: self._playlists.move(desk.inside, key, 1),
            "item-move": lambda key, value: self._playlists.move(desk.inside, key, int(value)),
            "item-remove": self._remove,
            "undo": self._undo,
        }
        self.showing: dict[str, Callable[[str, str], None]] = {
            "new-playlist": lambda _key, _value: self._ask(Naming()),
            "rename-playlist": self._rename,
            "name": self._typed,
            "name-yes": self._named,
            "name-no": lambda _key, _value: self._ask(None),
            "add": self._add,
            "add-to": self._add_to,
            "add-to-new": self._add_to_new,
            "add-no": lambda _key, _value: self._add("", ""),
        }

    def _ask(self, naming: Naming | None) -> None:
        self._desk.naming = naming

    def _typed(self, _key: str, value: str) -> None:
        if self._desk.naming is not None:
            self._desk.naming = replace(self._desk.naming, name=value)

    def _rename(self, key: str, _value: str) -> None:
        found = self._playlists.all.get(key)
        if found is not None:
            self._ask(Naming(found.name, key))

    def _named(self, _key: str, _value: str) -> None:
        asked = self._desk.naming
        if asked is None or not (name := asked.name.strip()):
            return
        self._ask(None)
        if asked.id:
            self._hear("name-playlist", asked.id, name)
        else:
            self._hear("create-playlist", asked.key, name)

    def _add(self, key: str, _value: str) -> None:
        self._desk.adding = key

    def _add_to(self, key: str, _value: str) -> None:
        asset, self._desk.adding = self._desk.adding, ""
        self._hear("put-on", asset, key)

    def _add_to_new(self, key: str, _value: str) -> None:
        self._desk.adding = ""
        self._ask(Naming(key=key))

    async def _create(self, key: str, name: str) -> None:
        asset = self._desk.playlists.asset(key) if key else None
        made = await self._playlists.create(name, [asset] if asset else [])
        if asset is not None:
            self._said(asset.title, made, made.items)
        else:
            self._desk.say(f"Made “{name}”.")

    async def _put_on(self, key: str, id: str) -> None:
        asset, found = self._desk.playlists.asset(key), self._playlists.all.get(id)
        if asset is None or found is None:
            return
        self._said(asset.title, found, await self._playlists.add(id, [asset]))

    def _said(self, title: str, on: Playlist, items: Sequence[Item]) -> None:
        undo = partial(self._playlists.remove, on.id, [item.id for item in items])
        self._desk.say(f"“{title}” is in {on.name}.", undo)

    async def _remove(self, key: str, _value: str) -> None:
        id = self._desk.inside
        found = self._playlists.all.get(id)
        at = next((at for at, item in enumerate(found.items) if item.id == key), None) if found else None
        if found is None or at is None:
            return
        await self._playlists.remove(id, [key])
        said = f"Removed “{found.items[at].title}” from {found.name}."
        self._desk.say(said, partial(self._playlists.put_back, id, found.items[at], at))

    async def _delete(self, key: str, _value: str) -> None:
        gone = await self._playlists.delete(key)
        if gone is not None:
            said = f"Deleted “{gone.playlist.name}”. Its tracks stay."
            self._desk.say(said, partial(self._playlists.restore, gone))

    async def _undo(self, _key: str, _value: str) -> None:
        text, undo = self._desk.toast, self._desk.undo
        self._desk.unsay()
        if undo is None:
            return
        try:
            await undo()
        except LarderError:
            self._desk.say(text, undo)
            raise

    async def _play(self, id: str, item_id: str) -> None:
        assets, at = self._desk.playlists.queue(id, item_id)
        if assets:
            await self._desk.larder.playback.play(assets, at)
