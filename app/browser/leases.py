"""Leases over a store whose bytes Python holds."""

from __future__ import annotations

from js import URL, Blob
from pyodide.ffi import to_js

from app.model.ref import Ref
from app.ports import BlobStore


class CopyLeases:
    """Object URLs on copies: for the memory store, whose blobs no URL can reach."""

    def __init__(self, blobs: BlobStore) -> None:
        self._blobs = blobs

    async def url(self, ref: Ref, media_type: str) -> str:
        """An object URL on a copy of the blob."""
        data = to_js(await self._blobs.read(ref))
        return URL.createObjectURL(Blob.new([data], type=media_type))

    def revoke(self, url: str) -> None:
        """End a lease; the copy goes with it."""
        URL.revokeObjectURL(url)
