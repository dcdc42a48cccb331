"""Damaged bytes: set aside at once, so that nothing plays them, and fetched again from the server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from app.core.play.playback import Playback, Then
from app.core.reachability import Reachability
from app.core.saves.transfers import Transfers
from app.core.vault.media_store import MediaStore
from app.model.asset import Asset
from app.model.ref import Ref
from app.model.vault.keep import By, Keep
from app.model.wording import plural


class Quarantine:
    """Whoever finds damage brings it here. The bytes of an only copy stay: they may be worth something."""

    def __init__(
        self,
        store: MediaStore,
        playback: Playback,
        served: Mapping[str, Asset],
        transfers: Transfers,
        reachability: Reachability,
    ) -> None:
        self._store, self._playback, self._served = store, playback, served
        self._transfers, self._reachability = transfers, reachability
        self.on_notice: Callable[[str], None] = lambda _: None

    async def put(self, refs: Iterable[Ref]) -> None:
        """Set these damaged blobs aside. Covers and waveforms just go: the server has them still."""
        refs = frozenset(refs)
        originals = {keep.original for keep in self._store.vault.keeps.values()}
        if derived := refs - originals:
            await self._store.shed(derived)
        if damaged := refs & originals:
            await self._store.quarantine(damaged, self.irreplaceable)

    async def again(self) -> None:
        """What could not go when it was found goes now, if the server has it and nothing plays it."""
        await self._store.purge(self.irreplaceable)

    async def heal(self, refs: Iterable[Ref]) -> None:
        """Stop playing these, set them aside, fetch again what the server has, and say so once."""
        refs = tuple(refs)
        spoken = [await self._playback.forsake(ref, self._then(ref)) for ref in refs]
        await self.put(refs)
        for ref in refs:
            await self._drop_retained(ref)
        back = {ref: found for ref in refs if (found := self._fetchable(ref))}
        await self._transfers.add(back.values())
        untold = [back[ref] for ref, said in zip(refs, spoken, strict=True) if ref in back and not said]
        lost = [keeps[0].asset for ref in refs if self.irreplaceable(ref) and (keeps := self._originals(ref))]
        paused, online = bool(self._transfers.paused), self._reachability.online
        for sentence in (again(untold, paused=paused, online=online), last(lost)):
            if sentence:
                self.on_notice(sentence)

    def irreplaceable(self, ref: Ref) -> bool:
        """Whether the server does not list everybody who names the blob: these bytes may be the last."""
        keeps = self._originals(ref)
        return not keeps or any(keep.asset.key not in self._served for keep in keeps)

    def _fetchable(self, ref: Ref) -> Asset | None:
        """Whose bytes these were, by hand and as the server lists it; None while they are still here."""
        by_hand = [keep.asset.key for keep in self._originals(ref) if keep.by is By.HAND]
        gone = ref not in self._store.vault.sizes
        return self._served.get(by_hand[0]) if by_hand and gone else None

    def _then(self, ref: Ref) -> Then | None:
        if self.irreplaceable(ref):
            return None
        if all(keep.by is By.PLAYER for keep in self._originals(ref)):
            return Then.STREAMS
        return Then.WAITS if self._transfers.paused else Then.FETCHED

    async def _drop_retained(self, ref: Ref) -> None:
        """Nobody asked for what only the player kept: it streams from now on."""
        keeps = self._originals(ref)
        if not self.irreplaceable(ref) and all(keep.by is By.PLAYER for keep in keeps):
            await self._store.release(*(keep.asset.key for keep in keeps))

    def _originals(self, ref: Ref) -> list[Keep]:
        return [keep for keep in self._store.vault.keeps.values() if keep.original == ref]


def again(assets: list[Asset], *, paused: bool, online: bool) -> str:
    """What is fetched once more; empty for nothing."""
    if not assets:
        return ""
    was, they = ("was", "it is") if len(assets) == 1 else ("were", "they are")
    how = "being fetched again" if online else "fetched again once the server can be reached"
    if paused:
        how = "fetched again when saving goes on"
    return f"{names(assets)} {was} damaged on this device; {they} {how}."


def last(assets: list[Asset]) -> str:
    """What can't be fetched; empty for nothing."""
    if not assets:
        return ""
    are, their, they = ("is", "its", "it is") if len(assets) == 1 else ("are", "their", "they are")
    return (
        f"{names(assets)} {are} damaged, and the server does not have {their} bytes: "
        f"what is left of them stays here, and {they} not played."
    )


def names(assets: list[Asset]) -> str:
    """The one title, or how many."""
    return f"“{assets[0].title}”" if len(assets) == 1 else plural(len(assets), "track")
