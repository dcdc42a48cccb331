"""Files on their way in, as they are to be seen."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from app.core.imports.importer import Importer, Refused
from app.model.saves.transfer import Transfer
from app.model.wording import joined, plural

NAMED = 50
"""How many of the refused are listed."""


@dataclass(frozen=True, slots=True)
class Imports:
    """`over` of `files` have come to their end, `done` of `total` bytes are in."""

    over: int = 0
    files: int = 0
    done: int = 0
    total: int = 0
    seconds_left: float | None = None
    running: tuple[Transfer, ...] = ()
    imported: int = 0
    known: int = 0
    """Of the files, those whose bytes were in the library already."""
    refused: tuple[Refused, ...] = ()
    """The first of those that were not brought in, each with its reason."""
    failed: int = 0
    """How many were not brought in."""
    full: str = ""
    """Why the rest was not, as a sentence; empty while there is room."""

    @property
    def going(self) -> bool:
        """Whether anything is on its way."""
        return self.files > self.over

    @property
    def seen(self) -> bool:
        """Whether there is anything to show: what went well is said once, and gone."""
        return self.going or bool(self.failed or self.full)

    @property
    def summary(self) -> str:
        """`3 files imported · 1 was already here`."""
        known = f"{self.known:,} {'was' if self.known == 1 else 'were'} already here" if self.known else ""
        said = "" if known and not self.imported else f"{plural(self.imported, 'file')} imported"
        return joined(said, known, f"{self.failed:,} left out" if self.failed else "")

    @property
    def status(self) -> str:
        """What has changed, for whoever can't see it; without numbers that change all the time."""
        if self.going:
            return f"Importing {plural(self.files, 'file')}."
        return self.summary if self.over else ""


def imports(importer: Importer) -> Imports:
    """How it stands; costs the same however many wait."""
    tally = importer.tally
    return Imports(
        over=importer.over,
        files=importer.over + len(importer.all),
        done=tally.done,
        total=tally.total,
        seconds_left=tally.seconds_left,
        running=tuple(importer.running),
        imported=importer.imported,
        known=importer.known,
        refused=tuple(islice(importer.refused, NAMED)),
        failed=len(importer.refused),
        full=importer.full,
    )
