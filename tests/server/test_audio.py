"""A track's bytes: whole, in ranges, under conditions, true to what is on disk."""

from __future__ import annotations

import os
import re
import sqlite3
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.server.client import Client
from tests.server.conftest import Open, items, rescanned


@pytest.fixture
def track(opened: Open, music: Path, wav: bytes) -> tuple[Client, dict[str, Any], str]:
    (music / "a.wav").write_bytes(wav)
    client = opened()
    item = items(client)["A"]
    return client, item, f"/api/audio/{item['key']}"


def test_the_whole_file_comes_with_its_digest(track: tuple[Client, dict[str, Any], str], wav: bytes) -> None:
    client, item, url = track
    reply = client.get(url)
    assert reply.status_code == 200 and reply.content == wav
    digest = sha256(wav)
    assert item["digest"] == f"sha256-{digest.hexdigest()}"
    assert reply.headers["etag"] == f'"{item["digest"]}"'
    assert reply.headers["repr-digest"] == f"sha-256=:{b64encode(digest.digest()).decode()}:"
    assert reply.headers["content-type"] == "audio/wav"
    assert reply.headers["accept-ranges"] == "bytes"
    assert reply.headers["content-disposition"] == "inline"
    assert int(reply.headers["content-length"]) == item["size"] == len(wav)


@pytest.mark.parametrize("value", ["bytes=0-0", "bytes=100-199", "bytes=-77", "bytes=5000-"])
def test_a_range_is_cut_from_it(track: tuple[Client, dict[str, Any], str], wav: bytes, value: str) -> None:
    client, _, url = track
    first, last = re.findall(r"(\d*)-(\d*)", value)[0]
    wanted = wav[-int(last) :] if not first else wav[int(first) : int(last) + 1 if last else None]
    reply = client.get(url, range=value)
    assert reply.status_code == 206 and reply.content == wanted
    assert reply.headers["content-range"].endswith(f"/{len(wav)}")
    assert "repr-digest" in reply.headers


def test_head_says_the_same_without_bytes(track: tuple[Client, dict[str, Any], str]) -> None:
    client, _, url = track
    told, full = client.head(url), client.get(url)
    assert told.status_code == 200 and told.content == b""
    assert told.headers == full.headers


def test_conditions(track: tuple[Client, dict[str, Any], str], wav: bytes) -> None:
    client, _, url = track
    etag = client.head(url).headers["etag"]
    unchanged = client.get(url, if_none_match=etag)
    assert unchanged.status_code == 304 and unchanged.content == b"" and unchanged.headers["etag"] == etag
    assert client.get(url, range="bytes=0-9", if_range=etag).status_code == 206
    assert client.get(url, range="bytes=0-9", if_range='"other"').content == wav
    beyond = client.get(url, range=f"bytes={len(wav)}-")
    assert beyond.status_code == 416 and beyond.headers["content-range"] == f"bytes */{len(wav)}"


def test_a_ref_asks_for_exactly_those_bytes(track: tuple[Client, dict[str, Any], str]) -> None:
    client, item, url = track
    right = client.get(f"{url}?ref={item['digest']}")
    assert right.status_code == 200
    assert right.headers["cache-control"] == "private, max-age=86400, immutable"
    assert client.get(url).headers["cache-control"] == "private, no-cache"
    assert client.get(f"{url}?ref=sha256-{'0' * 64}").status_code == 404
    assert client.get(f"{url}?ref=../../etc/passwd").status_code == 422


def test_bytes_that_are_not_hashed_yet_play_but_promise_nothing(
    track: tuple[Client, dict[str, Any], str], tmp_path: Path, wav: bytes
) -> None:
    client, item, url = track
    index = sqlite3.connect(tmp_path / "data" / "larder.db")
    index.execute("UPDATE tracks SET digest = NULL")
    index.commit()
    index.close()
    reply = client.get(f"{url}?ref={item['digest']}")
    assert reply.status_code == 200 and reply.content == wav
    assert reply.headers["cache-control"] == "private, no-cache"
    assert "repr-digest" not in reply.headers and "sha256" not in reply.headers["etag"]
    assert not reply.headers["etag"].startswith("W/")
    assert client.get(url, range="bytes=0-9", if_range=reply.headers["etag"]).status_code == 206


def test_a_file_changed_since_the_scan_is_served_as_it_is_now(
    track: tuple[Client, dict[str, Any], str], music: Path, wav: bytes
) -> None:
    client, item, url = track
    old = client.head(url).headers["etag"]
    other = wav[:-1000] + b"\x01" * 1000
    (music / "a.wav").write_bytes(other)
    os.utime(music / "a.wav", ns=(0, 10**18))
    reply = client.get(url, range="bytes=0-9", if_range=old)
    assert reply.status_code == 200 and reply.content == other
    assert reply.headers["etag"] != old and "repr-digest" not in reply.headers
    assert client.get(f"{url}?ref={item['digest']}").status_code == 404
    assert items(rescanned(client))["A"]["digest"] == f"sha256-{sha256(other).hexdigest()}"


@pytest.mark.parametrize("how", ["gone", "linked away", "a folder", "a pipe"])
def test_a_key_never_leads_out_of_the_folder(
    track: tuple[Client, dict[str, Any], str], music: Path, tmp_path: Path, how: str
) -> None:
    client, _, url = track
    (music / "a.wav").unlink()
    (tmp_path / "secret.wav").write_bytes(b"secret")
    if how == "linked away":
        (music / "a.wav").symlink_to(tmp_path / "secret.wav")
    elif how == "a folder":
        (music / "a.wav").mkdir()
    elif how == "a pipe":
        os.mkfifo(music / "a.wav")
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("key", ["x", "0" * 32, "..%2F..%2Fetc%2Fpasswd", "%00", "a.wav", "é"])
def test_names_are_not_keys(opened: Open, key: str) -> None:
    reply = opened().get(f"/api/audio/{key}")
    assert reply.status_code == 404
    assert reply.headers["content-type"] == "application/problem+json"


def test_files_are_closed_after_every_answer(track: tuple[Client, dict[str, Any], str], music: Path) -> None:
    client, item, url = track
    name = str(music / "a.wav")
    for headers in ({}, {"range": "bytes=0-9"}, {"range": "bytes=999999999-"}, {"if_none_match": "*"}):
        client.get(url, **headers)
        client.head(url, **headers)
    (music / "a.wav").write_bytes(b"other")
    client.get(f"{url}?ref={item['digest']}")
    held = [os.readlink(link) for link in Path("/proc/self/fd").iterdir() if link.exists()]
    assert name not in held
