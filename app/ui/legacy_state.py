"""The earlier vault, read off the core."""

from __future__ import annotations

from app.core.legacy import LegacyVault
from app.model.vault.legacy import Survey
from app.model.wording import plural, size
from app.ui.screen import LegacyState

SHOWN = 3
"""Failures that are named one by one."""


def legacy_state(legacy: LegacyVault, survey: Survey | None) -> LegacyState | None:
    """What there is to be seen of it; None when there is nothing of it left."""
    if not legacy.entries and not legacy.undoable:
        return None
    waiting, deletable = legacy.waiting, legacy.deletable
    return LegacyState(
        items=len(waiting),
        bytes=sum(each.size for each in waiting),
        brought=len(legacy.undoable),
        copied=sum(each.size for each in deletable),
        running=legacy.running,
        said=(*failures(legacy.failed), *((surveyed(survey),) if survey else ())),
    )


def surveyed(survey: Survey) -> str:
    """What bringing it all over would do."""
    listed, only = survey.listed, survey.items - survey.listed
    items = plural(survey.items, "item")
    said = f"{items}: the server lists {listed:,}, and {only:,} will be only on this device."
    if survey.held:
        said += f" {survey.held:,} are kept here already."
    if survey.missing:
        return f"{said} {size(survey.bytes)} do not fit: {size(survey.missing)} more have to be free."
    return f"{said} {size(survey.bytes)} are copied, and fit. The old copy stays until you delete it."


def failures(failed: dict[str, str]) -> tuple[str, ...]:
    """What could not be brought over, and why."""
    said = [f"“{key}” was not brought over. {reason}" for key, reason in list(failed.items())[:SHOWN]]
    if len(failed) > SHOWN:
        said.append(f"{plural(len(failed) - SHOWN, 'more item')} could not be brought over either.")
    return tuple(said)
