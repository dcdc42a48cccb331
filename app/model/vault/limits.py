"""How much the player may retain, and when."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.batch import Record

KEY = "setting/vault"
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What the user allows. Saves by hand know no limits but the browser's."""

    budget: int = 500 * MB
    """Bytes that keeps by the player may take together."""
    automatic: bool = True
    """Retain what is listened to, and evict by plan."""
    unmetered: bool = False
    """Retain on unmetered connections only."""

    def as_json(self) -> Record:
        """The record; `limits(...)` reads it back."""
        return {"budget": self.budget, "automatic": self.automatic, "unmetered": self.unmetered}


def limits(record: Record | None) -> Limits:
    """Limits from their record; what it does not say is as at first, and all is when it makes no sense."""
    first, said = Limits(), record or {}
    try:
        return Limits(
            budget=max(0, int(said.get("budget", first.budget))),
            automatic=bool(said.get("automatic", first.automatic)),
            unmetered=bool(said.get("unmetered", first.unmetered)),
        )
    except (TypeError, ValueError):
        return first
