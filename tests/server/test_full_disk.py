"""A disk that is really full: a small one of memory, mounted for the server alone."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.model.ref import ref_of
from tests.server.running import READY, command, door, environment
from tests.server.sending import PIECE, UPLOADS, metadata

MEBIBYTE = 1024 * 1024
MOUNT = 'mount -t tmpfs -o size=8m none "$0" && exec "$@"'
OWN = {"Tus-Resumable": "1.0.0", "Sec-Fetch-Site": "same-origin"}
ALONE = ["unshare", "--map-root-user", "--mount", "sh", "-c", MOUNT]


@pytest.fixture
def small(tmp_path: Path, music: Path) -> Iterator[httpx.Client]:
    """A client of a server with 8 MiB for all its data."""
    root, data = door(tmp_path / "door"), tmp_path / "data"
    data.mkdir()
    try:
        able = subprocess.run([*ALONE, str(data), "true"], capture_output=True, timeout=20).returncode == 0
    except FileNotFoundError:
        able = False
    if not able:
        pytest.skip("nothing can be mounted here")
    line = [*ALONE, str(data), *command(root, str(music), "--port", "0", "--data-dir", str(data))]
    with subprocess.Popen(line, env=environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            match = READY.fullmatch(process.stdout.readline())
            assert match
            with httpx.Client(base_url=match[1], headers=OWN, timeout=30) as client:
                yield client
        finally:
            process.terminate()


def begun(client: httpx.Client, data: bytes) -> httpx.Response:
    fields = {"Upload-Length": str(len(data)), "Upload-Metadata": metadata(ref_of(data))}
    return client.post(UPLOADS, headers=fields)


def sent(client: httpx.Client, url: str, at: int, data: bytes) -> httpx.Response:
    return client.patch(url, content=data[at:], headers={"Upload-Offset": str(at), "Content-Type": PIECE})


def test_what_does_not_fit_is_refused_and_nothing_is_lost(small: httpx.Client) -> None:
    first, large, later = b"a" * MEBIBYTE, b"b" * 16 * MEBIBYTE, b"c" * MEBIBYTE
    assert sent(small, begun(small, first).headers["location"], 0, first).status_code == 204
    url = begun(small, large).headers["location"]
    full = sent(small, url, 0, large)
    assert full.status_code == 507 and "disk is full" in full.json()["detail"]
    at = int(small.head(url).headers["upload-offset"])
    assert MEBIBYTE < at < 8 * MEBIBYTE
    assert sent(small, url, at, large).status_code == 507
    assert begun(small, later).status_code == 507
    assert small.get(f"/api/blobs/{ref_of(first)}").content == first
    assert small.get(f"/api/blobs/{ref_of(large)}").status_code == 404
    assert small.delete(url).status_code == 204
    assert sent(small, begun(small, later).headers["location"], 0, later).status_code == 204
    assert small.get(f"/api/blobs/{ref_of(later)}").content == later
