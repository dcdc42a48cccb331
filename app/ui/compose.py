"""The Screen of the moment, read off the core and the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.core.larder import Larder
from app.model.asset import Asset
from app.model.vault.badge import Badge
from app.model.vault.keep import By
from app.ui.health import Health
from app.ui.listed import Listed
from app.ui.room import Room
from app.ui.screen import (
    Checkup,
    HealthState,
    KindLine,
    Phase,
    PlayerState,
    RoomState,
    Row,
    VaultState,
    Window,
)
from app.ui.strokes import PLAYER, ROW, Strokes

AHEAD = 6
"""How many of what comes next are shown."""


class Composer:
    """Makes the parts of a Screen."""

    def __init__(self, larder: Larder, listed: Listed) -> None:
        self._larder, self._listed = larder, listed
        self._strokes = Strokes(larder.waveforms)
        self._health = Health(larder)
        self._room = Room(larder)
        self._sums: VaultState | None = None
        self._kept: list[Asset] | None = None

    def count(self) -> None:
        """The vault or the list is another one: what is made of them is made anew when it is wanted."""
        self._sums = self._kept = None

    def phase(self) -> Phase:
        """What the library can show."""
        if self._listed.everything:
            return Phase.READY
        larder = self._larder
        if larder.catalog.seen:
            return self._bare()
        return Phase.LOADING if larder.reachability.online else Phase.UNREACHED

    def _bare(self) -> Phase:
        """No track listed is no music there only once the server has said that it reads no more."""
        scan, online = self._larder.scan, self._larder.reachability.online
        if scan.running and online:
            return Phase.READING
        return Phase.LOADING if scan.running is None and online else Phase.EMPTY

    def window(self, assets: Sequence[Asset], first: int, count: int) -> Window:
        """The rows of a list that are near the eye."""
        first = max(0, min(first, len(assets) - 1))
        return Window(tuple(self.row(asset) for asset in assets[first : first + count]), first, len(assets))

    def row(self, asset: Asset) -> Row:
        """One track as it stands."""
        larder = self._larder
        held = larder.vault.here(asset.key)
        playback = larder.playback
        current = playback.queue.current is not None and playback.queue.current.key == asset.key
        return Row(
            asset=asset,
            badge=self.badge(asset),
            transfer=larder.transfers.all.get(asset.key) or larder.transfers.failed.get(asset.key),
            wave=self._strokes.path(asset, ROW),
            current=current,
            playing=current and playback.sound.playing,
            at=self._played() if current else 0.0,
            playable=held is not None or (larder.reachability.online and larder.streams(asset.key)),
            cover=larder.covers.url(asset),
            ref=held.original if held else "",
        )

    def badge(self, asset: Asset) -> Badge:
        """Will it survive? While nobody can ask the server, what it last listed counts."""
        said = self._larder.vault.badge(asset.key, asset.key in self._larder.served)
        elsewhere = said is Badge.STREAMS and not self._larder.streams(asset.key)
        return Badge.ELSEWHERE if elsewhere else said

    def player(self, *, is_open: bool) -> PlayerState:
        """The player."""
        larder, playback = self._larder, self._larder.playback
        asset = playback.queue.current
        if asset is None:
            return PlayerState(volume=playback.sound.volume)
        return PlayerState(
            asset=asset,
            cover=larder.covers.url(asset),
            art=larder.covers.url(asset, "large"),
            badge=self.badge(asset),
            transfer=larder.transfers.all.get(asset.key),
            favourite=asset.key in larder.favourites.all,
            playing=playback.sound.playing,
            source=playback.source.value,
            position=playback.sound.position,
            duration=playback.sound.duration or asset.duration,
            volume=playback.sound.volume,
            wave=self._strokes.path(asset, PLAYER),
            queue=tuple(self.row(each) for each in playback.queue.ahead[:AHEAD]) if is_open else (),
            ahead=len(playback.queue.ahead),
            open=is_open,
        )

    def vault(self, checkup: Checkup, estimate: tuple[int, int] | None, persistence: str) -> VaultState:
        """What is shown of the vault everywhere, with what the desk knows of it."""
        self._sums = self._sums or self._summed()
        return replace(
            self._sums,
            estimate=estimate,
            persistence=persistence,
            checkup=checkup if checkup.running else self._health.checkup(),
        )

    def health(self) -> HealthState:
        """What was found besides a check."""
        return self._health.state()

    def _summed(self) -> VaultState:
        vault = self._larder.vault
        audio, derived = vault.originals(), vault.derived()
        lines = (
            KindLine("audio", "Audio", audio.items, audio.bytes),
            KindLine("derived", "Waveforms and covers", derived.items, derived.bytes),
        )
        return VaultState(
            items=len(vault.by(By.HAND)),
            bytes=audio.bytes + derived.bytes,
            kinds=tuple(line for line in lines if line.items),
            stored_in=self._larder.drivers.stored_in,
        )

    def room(self) -> RoomState:
        """What the player retains and may, and what had to go."""
        return self._room.state()

    def kept(self) -> list[Asset]:
        """What the user kept, and what is nowhere else, by artist, album and track."""
        if self._kept is None:
            assets = [keep.asset for keep in self._larder.vault.keeps.values()]
            stays = [asset for asset in assets if self.badge(asset) is not Badge.STREAMS]
            self._kept = sorted(stays, key=_order)
        return self._kept

    def _played(self) -> float:
        sound = self._larder.playback.sound
        return round(sound.position / sound.duration, 4) if sound.duration else 0.0


def _order(asset: Asset) -> tuple[str, str, int, str]:
    return asset.artist.casefold(), asset.album.casefold(), asset.track or 0, asset.title.casefold()
