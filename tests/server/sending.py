"""A device that brings bytes, as it looks on the wire."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx

from app.model.ref import ref_of
from tests.server.client import Client

UPLOADS = "/api/uploads"
PIECE = "application/offset+octet-stream"


def metadata(ref: str, kind: str = "audio/mpeg") -> str:
    """An Upload-Metadata field."""
    return f"ref {b64encode(ref.encode()).decode()},type {b64encode(kind.encode()).decode()}"


def checksum(data: bytes) -> str:
    """An Upload-Checksum field."""
    return f"sha256 {b64encode(sha256(data).digest()).decode()}"


def begun(client: Client, data: bytes, ref: str = "", length: int | None = None) -> httpx.Response:
    """The answer to a new upload of `data`."""
    fields = {"upload_length": str(len(data) if length is None else length)}
    fields["upload_metadata"] = metadata(ref or ref_of(data))
    return client.write("POST", UPLOADS, tus_resumable="1.0.0", **fields)


def begin(client: Client, data: bytes, ref: str = "", length: int | None = None) -> str:
    """The address of a new upload of `data`."""
    answer = begun(client, data, ref, length)
    assert answer.status_code == 201, answer.text
    return answer.headers["location"]


def patch(client: Client, url: str, at: int, data: Any, **fields: str) -> httpx.Response:
    """The answer to bytes from `at` on."""
    own = {"tus_resumable": "1.0.0", "content_type": PIECE, "upload_offset": str(at)} | fields
    return client.write("PATCH", url, data, **own)


def head(client: Client, url: str) -> httpx.Response:
    """The answer to how far it has got."""
    return client.head(url, tus_resumable="1.0.0")


def blob(client: Client, data: bytes) -> int:
    """The status of a blob."""
    return client.get(f"/api/blobs/{ref_of(data)}").status_code


def files(tmp_path: Path, folder: str) -> list[Path]:
    """Every file in a folder of the data folder."""
    return sorted(path for path in (tmp_path / "data" / folder).rglob("*") if path.is_file())


def bring(client: Client, data: bytes) -> str:
    """Send all of `data` at once; its ref."""
    url = begin(client, data)
    if data:
        assert patch(client, url, 0, data).status_code == 204
    return ref_of(data)


def add(client: Client, ref: str, **said: Any) -> dict[str, Any]:
    """Make an asset of bytes that were sent."""
    answer = client.request(
        "POST",
        "/api/media/assets",
        json={"ref": ref, "title": "Slate", **said},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code in (200, 201), answer.text
    return answer.json()
