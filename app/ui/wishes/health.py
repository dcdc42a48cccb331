"""What a person wants for the vault's health, carried out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from app.model.wording import size
from app.ui.desk import Desk
from app.ui.health import Health
from app.ui.questions import clear_unclaimed


class HealthWishes:
    """One function for each verb: those that take time in `doing`, the others in `showing`."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._larder = desk, desk.larder
        self._health = Health(desk.larder)
        self.doing: dict[str, Callable[[str, str], Awaitable[None]]] = {
            "fetch-missing": self._fetch_missing,
            "let-go": self._let_go,
        }
        self.showing: dict[str, Callable[[str, str], None]] = {"clear-unclaimed": self._ask}

    async def _fetch_missing(self, _key: str, _value: str) -> None:
        await self._larder.transfers.add(self._health.missing())

    def _ask(self, _key: str, _value: str) -> None:
        self._desk.question = clear_unclaimed(self._larder.vault.ownerless())

    async def _let_go(self, _key: str, _value: str) -> None:
        gone = self._larder.vault.ownerless().bytes
        await self._larder.rebuild.clear()
        self._desk.say(f"Cleared: {size(gone)}.")
