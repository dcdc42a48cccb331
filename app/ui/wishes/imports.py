"""What a person wants to bring in, carried out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from app.model.wording import plural
from app.ports import Offered
from app.ui.desk import Desk
from app.ui.screen import View

CAN_NOT = "Nothing can be saved here at the moment, so nothing was imported; your files are where they were."


class ImportWishes:
    """One function for each verb; `persist` asks the browser to keep what comes in."""

    def __init__(self, desk: Desk, persist: Callable[[], None]) -> None:
        self._desk, self._importer, self._persist = desk, desk.larder.importer, persist
        self.choose: Callable[[], None] = lambda: None
        """Opens the browser's file chooser."""
        self.doing: dict[str, Callable[[str, str], Awaitable[None]]] = {
            "cancel-import": lambda key, _value: self._cancel(key),
            "cancel-imports": lambda _key, _value: self._importer.cancel(),
            "delete-asset": self._delete,
        }
        self.showing: dict[str, Callable[[str, str], None]] = {
            "choose-files": lambda _key, _value: self.choose(),
            "dismiss-imports": lambda _key, _value: self._importer.dismiss(),
        }

    def offer(self, files: Sequence[Offered]) -> None:
        """Bring these in."""
        desk = self._desk
        if not files:
            return
        if not desk.can_save:
            desk.alert(CAN_NOT)
            return
        self._persist()
        self._importer.add(files)
        if desk.view is not View.LIBRARY:
            desk.say(f"Importing {plural(len(files), 'file')}. The library shows how far it is.")
        desk.draw()

    async def _cancel(self, key: str) -> None:
        if key in self._importer.all:
            await self._importer.cancel(key)

    async def _delete(self, key: str, _value: str) -> None:
        self._desk.adding = ""
        brought = self._desk.larder.brought
        asset = brought.all.get(key)
        record = await brought.remove(key)
        if asset is not None and record is not None:
            said = f"Deleted “{asset.title}”, on your other devices too."
            self._desk.say(said, partial(brought.restore, key, record))

    def hover(self, over: bool) -> None:
        """Whether files are held over the page."""
        self._desk.dropping = over
        self._desk.draw()
