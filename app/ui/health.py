"""What the vault knows of its own health, read off the core."""

from __future__ import annotations

from app.core.health.rebuild import Rebuilt
from app.core.larder import Larder
from app.model.asset import Asset
from app.model.vault.checked import Checked
from app.model.vault.keep import By
from app.model.wording import plural, size, when
from app.ui.screen import Checkup, HealthState

INTACT = {0: "Nothing is kept here, and nothing is damaged.", 1: "The one item is intact."}


class Health:
    """Makes the part of a Screen that is about health."""

    def __init__(self, larder: Larder) -> None:
        self._larder = larder

    def state(self) -> HealthState:
        """As it is at this moment."""
        unclaimed = self._larder.vault.ownerless()
        return HealthState(
            missing=len(self.missing()),
            unclaimed=unclaimed.bytes,
            quiet=self._quiet(),
        )

    def missing(self) -> list[Asset]:
        """What was kept by hand, is not here, and can be fetched again."""
        larder = self._larder
        if larder.drivers.shut:
            return []
        gone = [keep.asset.key for keep in larder.vault.by(By.HAND) if not larder.vault.here(keep.asset.key)]
        return [larder.served[key] for key in gone if key in larder.served]

    def checkup(self) -> Checkup:
        """The last check, in whichever session it was."""
        last = self._larder.checked
        return verdict(last, self._larder.drivers.clock.now()) if last else Checkup()

    def _quiet(self) -> str:
        last = self._larder.scrub.last
        if not last.blobs:
            return ""
        found = f"{last.damaged} damaged" if last.damaged else "all as it was"
        time = when(last.at, self._larder.drivers.clock.now())
        return f"Read again in an idle moment: {size(last.bytes)}, {found}. {time}."


def verdict(last: Checked, now: float) -> Checkup:
    """A check as the vault says it."""
    took = f"{last.seconds:.{0 if last.seconds > 9.95 else 1}f}"
    detail = f"{size(last.bytes)} re-read and hashed in {took} s. {when(last.at, now)}."
    if not last.bad:
        intact = INTACT.get(last.items, f"All {last.items:,} items are intact.")
        return Checkup(verdict=intact, detail=detail)
    intact = f"{last.items - last.bad:,} of {plural(last.items, 'item')} are intact"
    said = f"{intact}. What the server has of the rest can be fetched again."
    return Checkup(verdict=said, detail=detail, sound=False)


def recognised(rebuilt: Rebuilt) -> str:
    """What became of a vault that lost its records; empty when nothing did."""
    if not rebuilt.kept and not rebuilt.damaged:
        return ""
    said = (
        "This browser lost the vault’s records, not its bytes. "
        f"{plural(rebuilt.kept, 'track')} recognised and kept as before."
    )
    if rebuilt.damaged:
        said += f" Damaged and fetched again: {len(rebuilt.damaged):,}."
    return said
