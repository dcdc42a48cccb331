"""Why the queue of saves is paused, as one sentence for the user."""

from __future__ import annotations

from app.model import wording
from app.model.asset import Asset

BY_HAND = "Saving is paused. What has arrived is held, and everything already kept is safe."


def no_room(asset: Asset, missing: int) -> str:
    """It is the disk: `missing` bytes have to be freed first, 0 when the browser does not say how many."""
    needs = f"it needs {wording.size(asset.size)}, and "
    if missing:
        needs += f"{wording.size(missing)} have to be freed by hand"
    else:
        needs += "the browser has no room left for it"
    return (
        f"Saving is paused: “{asset.title}” was not saved; {needs}. Everything already kept is safe, and "
        "nothing that waits is lost; make room, then resume saving."
    )
