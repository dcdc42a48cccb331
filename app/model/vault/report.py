"""What a check of the vault found, and which promises that proves."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from app.model.ref import Ref


@dataclass(frozen=True, slots=True)
class Report:
    """Findings of one check. Assets are told by their keys, blobs by their refs, records by theirs."""

    items: int
    """Assets that are kept."""
    bytes: int
    """Of their originals; the same bytes under several titles count once."""
    blobs: int
    stored: int
    """Bytes of all blobs."""
    damaged: tuple[str, ...] = ()
    """Assets one of whose blobs is not what its name says."""
    missing: tuple[str, ...] = ()
    """Assets whose original is not here."""
    broken: tuple[Ref, ...] = ()
    """The damaged blobs."""
    orphaned: tuple[Ref, ...] = ()
    """Blobs that no record holds and that play nowhere."""
    orphaned_bytes: int = 0
    leftovers: tuple[str, ...] = ()
    """Stagings that nobody goes on with."""
    leftover_bytes: int = 0
    unclaimed: int = 0
    """Blobs that outlived their records and that no asset has claimed yet."""
    halved: tuple[str, ...] = ()
    """Assets whose original is here and not as long as its record says."""
    unreadable: tuple[str, ...] = ()
    """Records that say nothing to this version."""
    unshown: tuple[str, ...] = ()
    """Assets of which the page and the records do not say the same."""
    misnamed: tuple[str, ...] = ()
    """Records under another key than their asset's."""
    playing: tuple[Ref, ...] = ()
    """Damaged blobs that play."""
    wronged: tuple[str, ...] = ()
    """Assets that were evicted and should not have been."""

    @property
    def clean(self) -> bool:
        """Nothing damaged, nothing missing, nothing left over."""
        return not (self.damaged or self.missing or self.orphaned or self.leftovers)

    @property
    def promises(self) -> dict[str, bool]:
        """Which promises hold, as far as one vault can see them; False also says "could not be verified".

        1 A save is all or nothing: no blob without a record, no staging without a save, no half of a file.
        2 Saved means verified bytes and a record: every kept asset's blobs were read and hash to their names.
        3 No acknowledged change is lost: the page shows what the records say, and every one could be read.
        4 Twice is once: every asset has its one record, under its own key; same bytes have the same name.
        5 What plays is what was saved: no damaged blob plays.
        6 Only what the server confirmed and nobody kept is evicted: the log tells of nothing else.
        """
        return {
            "1": not (self.orphaned or self.leftovers or self.halved),
            "2": not (self.damaged or self.missing),
            "3": not (self.unreadable or self.unshown),
            "4": not self.misnamed,
            "5": not self.playing,
            "6": not self.wronged,
        }

    def as_json(self) -> dict[str, Any]:
        """As `larder.check()` answers."""
        return {**asdict(self), "clean": self.clean, "promises": self.promises}
