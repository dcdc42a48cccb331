"""Uploads by tus 1.0 (https://tus.io/protocols/resumable-upload), over fetch."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Any

from pyodide.ffi import to_js

from app.browser.http import Call
from app.model.errors import BlobCorrupt, BlobMissing, Busy, Conflict, LarderError, VaultFull
from app.model.ref import Ref

UPLOADS = "/api/uploads"
VERSION = {"Tus-Resumable": "1.0.0"}
ERRORS: dict[int, type[LarderError]] = {
    404: BlobMissing,
    409: Conflict,
    410: BlobMissing,
    423: Busy,
    460: BlobCorrupt,
    507: VaultFull,
}
"""What a status says of an upload."""


class TusUpward:
    """The uploads of the server that this page came from."""

    async def begin(self, ref: Ref, size: int) -> tuple[str, int]:
        """Announce a blob."""
        told = f"ref {b64encode(ref.encode()).decode()}"
        response = await self._asked(UPLOADS, "POST", {"Upload-Length": str(size), "Upload-Metadata": told})
        return str(response.headers.get("Location")), offset_of(response)

    async def stands(self, address: str) -> int:
        """Bytes that have arrived for good."""
        return offset_of(await self._asked(address, "HEAD", {}))

    async def send(self, address: str, offset: int, piece: bytes) -> int:
        """Send bytes from `offset` on."""
        checksum = "sha256 " + b64encode(sha256(piece).digest()).decode()
        headers = {
            "Upload-Offset": str(offset),
            "Upload-Checksum": checksum,
            "Content-Type": "application/offset+octet-stream",
        }
        return offset_of(await self._asked(address, "PATCH", headers, to_js(piece)))

    async def give_up(self, address: str) -> None:
        """End the upload."""
        try:
            await self._asked(address, "DELETE", {})
        except BlobMissing:
            return

    async def _asked(self, path: str, method: str, headers: dict[str, str], body: Any = None) -> Any:
        call = Call(path, method=method, headers=VERSION | headers, body=body, errors=ERRORS)
        try:
            return await call.answer()
        finally:
            call.abort()


def offset_of(response: Any) -> int:
    """`Upload-Offset`."""
    return int(response.headers.get("Upload-Offset") or 0)
