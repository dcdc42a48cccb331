"""The queue of saves as it is to be seen: how far it is, what is next, what has failed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from app.core.saves.transfers import Transfers
from app.model.saves.transfer import Transfer
from app.model.wording import plural

NEXT = 3
"""How many of those that wait are named."""
NAMED = 50
"""How many failures are listed; the others move up as these are dealt with."""


@dataclass(frozen=True, slots=True)
class Saves:
    """Many saves as one, since the queue was last empty: `saved` of `items`, `done` of `total` bytes."""

    saved: int = 0
    items: int = 0
    done: int = 0
    total: int = 0
    seconds_left: float | None = None
    paused: str = ""
    """Why nothing moves, as a sentence; empty when it does."""
    ahead: tuple[str, ...] = ()
    """Titles of the next few."""
    failures: tuple[Transfer, ...] = ()
    """The first of those that failed, each with its reason."""
    failed: int = 0
    """How many failed in all."""

    @property
    def going(self) -> bool:
        """Whether there is a queue to speak of: one save on its way is seen in its row."""
        return self.items > 1 or bool(self.paused and self.items)

    @property
    def status(self) -> str:
        """What has changed, for whoever can't see it; without numbers that change all the time."""
        failed = f" {plural(self.failed, 'track')} could not be saved." if self.failed else ""
        if not self.going:
            return failed.strip()
        return ("Saving is paused." if self.paused else f"Saving {plural(self.items, 'track')}.") + failed


def saves(transfers: Transfers) -> Saves:
    """How it stands; costs the same however many wait."""
    tally, roster = transfers.roster.tally, transfers.roster
    failures = tuple(islice(transfers.failed.values(), NAMED))
    if not transfers.all:
        return Saves(failures=failures, failed=len(transfers.failed))
    return Saves(
        saved=tally.saved,
        items=tally.items,
        done=tally.done,
        total=tally.total,
        seconds_left=tally.seconds_left,
        paused=transfers.paused,
        ahead=tuple(each.title for each in roster.ahead(NEXT)),
        failures=failures,
        failed=len(transfers.failed),
    )
