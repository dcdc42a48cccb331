"""The last check of the vault, as it is remembered."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from app.model.batch import Record
from app.model.vault.report import Report

KEY = "head/check"
"""Of its record."""


@dataclass(frozen=True, slots=True)
class Checked:
    """`bad` of `items` were damaged or missing; it took `seconds`, up to second `at` since 1970."""

    at: float
    seconds: float
    items: int
    bytes: int
    bad: int

    def as_json(self) -> Record:
        """The record; `checked(...)` reads it back."""
        return asdict(self)


def checked(record: Record) -> Checked:
    """From its record. Raises KeyError, TypeError or ValueError for anything that is not one."""
    return Checked(
        float(record["at"]),
        float(record["seconds"]),
        int(record["items"]),
        int(record["bytes"]),
        int(record["bad"]),
    )


def summary(report: Report, at: float, seconds: float) -> Checked:
    """What is worth remembering of a report."""
    bad = len(set(report.damaged + report.missing))
    return Checked(at, seconds, report.items, report.bytes, bad)
