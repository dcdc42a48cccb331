"""Uploads where there is no room, and where the disk or the books refuse."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.model.ref import ref_of
from server import publish
from server.uploads import appending
from tests.server.client import Client
from tests.server.conftest import Open
from tests.server.running import Running
from tests.server.sending import PIECE, UPLOADS, begin, begun, blob, bring, files, head, metadata, patch
from tests.server.test_limits import resident

DATA = bytes(range(256)) * 40
HALF = len(DATA) // 2
MEBIBYTE = 1024 * 1024


@pytest.fixture
def client(opened: Open) -> Client:
    return opened()


def test_the_largest_upload(opened: Open) -> None:
    client = opened(max_upload=len(DATA))
    assert begun(client, DATA, length=len(DATA) + 1).status_code == 413
    url = begin(client, DATA)
    assert patch(client, url, 0, DATA + b"x").status_code == 413
    assert patch(client, url, 0, DATA).status_code == 204


def test_it_is_counted_while_it_streams(opened: Open, tmp_path: Path) -> None:
    client = opened(max_upload=len(DATA))
    url = begin(client, DATA)

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(1000):
            yield DATA

    assert patch(client, url, 0, endless()).status_code == 413
    (part,) = [path for path in files(tmp_path, "uploads") if not path.suffix]
    assert part.stat().st_size <= len(DATA)


def test_a_mebibyte_is_no_limit_here_and_one_elsewhere(client: Client) -> None:
    data = os.urandom(3 * 1024 * 1024 + 1)
    bring(client, data)
    assert client.get(f"/api/blobs/{ref_of(data)}").content == data
    for method, path in (("POST", UPLOADS), ("POST", "/api/sync/push"), ("PATCH", "/api/library")):
        assert client.write(method, path, data).status_code == 413


def test_memory_does_not_grow_with_the_upload(running: Running) -> None:
    piece, count = os.urandom(MEBIBYTE), 160
    whole = sha256()
    for _ in range(count):
        whole.update(piece)
    own = {"Tus-Resumable": "1.0.0", "Sec-Fetch-Site": "same-origin"}
    ref = f"sha256-{whole.hexdigest()}"
    with httpx.Client(base_url=running.base, headers=own, timeout=60) as client:
        fields = {"Upload-Length": str(count * MEBIBYTE), "Upload-Metadata": metadata(ref)}
        url = client.post(UPLOADS, headers=fields).headers["location"]
        before = resident(running)
        fields = {"Upload-Offset": "0", "Content-Type": PIECE}
        assert client.patch(url, content=(piece for _ in range(count)), headers=fields).status_code == 204
        assert client.head(f"/api/blobs/{ref}").headers["content-length"] == str(count * MEBIBYTE)
    assert resident(running) - before < 30 * MEBIBYTE


def test_the_quota_counts_what_is_held_and_what_is_on_its_way(opened: Open) -> None:
    client = opened(quota=len(DATA) * 2)
    bring(client, DATA)
    url = begin(client, DATA[1:])
    patch(client, url, 0, DATA[1:HALF])
    answer = begun(client, b"x" * (HALF + 5))
    assert answer.status_code == 507 and "for one user" in answer.json()["detail"]
    assert begun(client, DATA).status_code == 201


def test_two_that_fit_one_by_one_do_not_fit_together(opened: Open) -> None:
    client = opened(quota=len(DATA) + 10)
    one, other = begin(client, DATA), begin(client, DATA[1:])
    assert patch(client, one, 0, DATA).status_code == 204
    assert patch(client, other, 0, DATA[1:]).status_code == 507
    assert blob(client, DATA) == 200 and blob(client, DATA[1:]) == 404


def test_a_full_disk_keeps_what_arrived(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    url, put = begin(client, DATA), appending._put
    patch(client, url, 0, DATA[:HALF])

    def full(file: Any, piece: Any, hear: Any) -> None:
        if piece:
            file.write(piece[:100])
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(appending, "_put", full)
    answer = patch(client, url, HALF, DATA[HALF:])
    assert answer.status_code == 507 and "disk is full" in answer.json()["detail"]
    monkeypatch.setattr(appending, "_put", put)
    at = int(head(client, url).headers["upload-offset"])
    assert at == HALF + 100
    assert patch(client, url, at, DATA[at:]).status_code == 204 and blob(client, DATA) == 200


def test_bytes_that_the_disk_did_not_take_are_not_believed(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url, fsync = begin(client, DATA), os.fsync

    def fails(_handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fails)
    answer = patch(client, url, 0, DATA[:HALF])
    assert answer.status_code == 500 and "nothing was kept" in answer.json()["detail"]
    monkeypatch.setattr(os, "fsync", fsync)
    assert head(client, url).status_code == 404 and files(tmp_path, "blobs") == []


@pytest.mark.parametrize("at", range(3))
def test_the_disk_fails_anywhere_while_publishing(
    client: Client, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    url, calls, sync = begin(client, DATA), [0], publish.sync_folder
    patch(client, url, 0, DATA[:-1])

    def fails(folder: Path) -> None:
        calls[0] += 1
        if calls[0] == at:
            raise OSError(errno.EIO, "Input/output error")
        sync(folder)

    monkeypatch.setattr(publish, "sync_folder", fails)
    status = patch(client, url, len(DATA) - 1, DATA[-1:]).status_code
    assert (status, blob(client, DATA)) in ((500, 404), (204, 200))
    assert status == 204 or at
    assert head(client, url).headers["upload-offset"] == str(len(DATA))
    assert blob(client, DATA) == 200


def test_a_book_that_is_busy_is_told_and_tried_again(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.sqlite.BUSY_MS", 50)
    client = opened()
    url = begin(client, DATA)
    other = sqlite3.connect(tmp_path / "data" / "records.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        answer = patch(client, url, 0, DATA)
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert answer.status_code == 503 and answer.headers["retry-after"] == "1"
    assert head(client, url).headers["upload-offset"] == str(len(DATA)) and blob(client, DATA) == 200
