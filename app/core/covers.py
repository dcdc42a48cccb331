"""Where a cover can be had: kept ones from this device, the others from the server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from app.core.vault.vault import Vault
from app.model.asset import Asset
from app.model.errors import LarderError
from app.model.ref import Ref
from app.ports import Leases

MEDIA_TYPE = "image/webp"


class Covers:
    """URLs of covers. `shell_serves`: the service worker answers a URL that names a kept ref."""

    def __init__(self, vault: Vault, leases: Leases, *, shell_serves: bool) -> None:
        self._vault, self._leases, self._shell_serves = vault, leases, shell_serves
        self._leased: dict[Ref, str | None] = {}
        """Empty while it is being taken, None when it could not be."""
        self._tasks: set[asyncio.Task[None]] = set()
        self.on_change: Callable[[], None] = lambda: None
        vault.subscribe(self._end_gone)

    def url(self, asset: Asset, size: str = "small") -> str:
        """The cover's URL, empty when there is none yet. `size`: small (96 px) or large (480 px)."""
        kept = self._vault.keeps.get(asset.key)
        ref = kept.cover if kept is not None else None
        if ref is None or ref not in self._vault.sizes:
            return path(asset, size) if asset.cover else ""
        if self._shell_serves:
            return f"{path(asset, size)}&ref={ref}"
        leased = self._lease(ref)
        return path(asset, size) if leased is None and asset.cover else leased or ""

    def _lease(self, ref: Ref) -> str | None:
        if ref not in self._leased:
            self._leased[ref] = ""
            task = asyncio.create_task(self._take(ref))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return self._leased[ref]

    async def _take(self, ref: Ref) -> None:
        try:
            url = await self._leases.url(ref, MEDIA_TYPE)
        except LarderError:
            url = None
        if ref in self._leased:
            self._leased[ref] = url
        elif url:
            self._leases.revoke(url)
        self.on_change()

    def _end_gone(self) -> None:
        """End the leases on blobs that are here no longer."""
        for ref in [ref for ref in self._leased if ref not in self._vault.sizes]:
            if url := self._leased.pop(ref):
                self._leases.revoke(url)


def path(asset: Asset, size: str) -> str:
    """Where the server has an asset's cover."""
    return f"/api/audio/{asset.key}/cover?size={size}"
