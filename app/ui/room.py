"""What the player retains, what it may, and what had to go, read off the core."""

from __future__ import annotations

from app.core.larder import Larder
from app.model.vault.removal import Removal
from app.model.wording import when
from app.ui.screen import LogLine, RoomState


class Room:
    """Makes the part of a Screen that is about room."""

    def __init__(self, larder: Larder) -> None:
        self._larder = larder

    def state(self) -> RoomState:
        """As it is at this moment."""
        larder = self._larder
        retained = larder.vault.retained()
        return RoomState(
            limits=larder.retention.limits,
            items=retained.items,
            bytes=retained.bytes,
            here=larder.plays.here,
            streamed=larder.plays.streamed,
            log=tuple(self._line(removal) for removal in larder.log.all),
        )

    def _line(self, removal: Removal) -> LogLine:
        larder, asset = self._larder, removal.asset
        return LogLine(
            key=removal.key,
            title=asset.title,
            reason=removal.reason,
            when=when(removal.at, larder.drivers.clock.now()),
            bytes=removal.bytes,
            cover=larder.covers.url(asset),
            here=larder.vault.here(asset.key) is not None,
            fetching=larder.retention.fetching.get(asset.key),
        )
