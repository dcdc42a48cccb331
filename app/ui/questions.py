"""What is asked before something goes that may not come back."""

from __future__ import annotations

from app.core.vault.vault import Usage
from app.model.asset import Asset
from app.model.wording import plural, size
from app.ui.screen import Question


def remove_only(asset: Asset, *, brought: bool) -> Question:
    """The server does not list it: these bytes may be the last. `brought`: every device knows of it."""
    everywhere = " It leaves the library, on your other devices too." if brought else ""
    return Question(
        title=f"Remove “{asset.title}”?",
        text=f"This is the only copy. Removing it can’t be undone.{everywhere}",
        yes="Remove the only copy",
        verb="remove-only",
        key=asset.key,
        danger=True,
    )


def clear_audio(usage: Usage, only: int) -> Question:
    """All kept tracks that the server still has."""
    stays = f" {plural(only, 'track')} that only this device has will stay." if only else ""
    return Question(
        title="Clear Audio?",
        text=f"{plural(usage.items, 'item')}, {size(usage.bytes)}, go from this device. The server has them; "
        f"they can be saved again.{stays}",
        yes="Clear Audio",
        verb="clear-all",
        key="audio",
    )


def delete_old(items: int, bytes: int, removed: int) -> Question:
    """What was brought over from the earlier system, in its own place; so many were removed here since."""
    kept = "They are kept here, and every byte was read again."
    if removed:
        kept = f"{plural(removed, 'item')} of them went from this device since: of these nothing stays."
    if 0 < removed < items:
        kept += " The others are kept here, and every byte was read again."
    return Question(
        title="Delete the old copy?",
        text=f"{plural(items, 'item')}, {size(bytes)}, go from the earlier library. {kept} From then on, "
        "bringing them over can’t be undone.",
        yes="Delete the old copy",
        verb="legacy-delete",
        danger=True,
    )


def clear_unclaimed(usage: Usage) -> Question:
    """Bytes that outlived their records."""
    return Question(
        title="Clear what is unclaimed?",
        text=f"{size(usage.bytes)} go from this device. Nothing in the library says what they are; if the "
        "server does not have them either, they can’t come back.",
        yes="Clear them",
        verb="let-go",
        danger=True,
    )


def clear_derived(usage: Usage) -> Question:
    """Waveforms and covers."""
    return Question(
        title="Clear Waveforms and covers?",
        text=f"{size(usage.bytes)} go from this device; the tracks stay. Waveforms are drawn again from them "
        "at the next start; covers come from the server, while it can be reached.",
        yes="Clear them",
        verb="clear-all",
        key="derived",
    )
