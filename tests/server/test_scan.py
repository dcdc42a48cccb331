"""The index follows the folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from server.reading import read
from tests.server.conftest import Open, items, problems, rescanned
from tests.server.encoded import FORMATS, PIPED


def test_every_format_is_listed(opened: Open, music: Path, encoded: Path) -> None:
    shutil.copytree(encoded, music, dirs_exist_ok=True)
    client = opened()
    assert client.get("/api/library").json()["total"] == len(FORMATS) + len(PIPED)
    assert problems(client) == {}


def test_what_is_not_music_is_left_out_for_a_reason(
    opened: Open, music: Path, wav: bytes, tmp_path: Path
) -> None:
    (music / "page.mp3").write_text("<!doctype html><title>404</title>")
    (music / "empty.flac").touch()
    (music / "noise.ogg").write_bytes(bytes(range(256)) * 100)
    (music / "stub.wav").write_bytes(wav[:44])
    (music / "old.wma").write_bytes(b"\x30\x26\xb2\x75")
    (music / "wav.mp3").write_bytes(wav)
    (tmp_path / "outside.wav").write_bytes(wav)
    (music / "link.wav").symlink_to(tmp_path / "outside.wav")
    (music / "dangling.wav").symlink_to(music / "nothing")
    (music / "album").symlink_to(tmp_path)
    os.mkfifo(music / "pipe.wav")
    for name in ("notes.txt", "cover.jpg", "a.cue", "a.nfo", ".hidden.wav", "noextension"):
        (music / name).write_text("x")
    (music / ".hidden").mkdir()
    (music / ".hidden" / "a.wav").write_bytes(wav)
    client = opened()
    told = problems(client)
    parts = {
        "page.mp3": "web page",
        "empty.flac": "0 bytes",
        "noise.ogg": "not audio",
        "stub.wav": "no audio",
        "old.wma": "none of them",
        "wav.mp3": "WAV audio",
        "link.wav": "leads out of",
        "dangling.wav": "link to nothing",
        "album": "leads out of",
        "pipe.wav": "not a regular file",
    }
    assert set(told) == set(parts)
    assert all(parts[name] in reason for name, reason in told.items()), told
    assert list(items(client)) == ["Wav"]


def test_what_may_not_be_read_is_told(
    opened: Open, music: Path, wav: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    (music / "locked.wav").write_bytes(wav)

    def locked(folder: Path, path: bytes) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("server.reading.open_inside", locked)
    client = opened()
    assert problems(client) == {"locked.wav": "It can't be read (Permission denied)."}
    monkeypatch.undo()
    assert list(items(rescanned(client))) == ["Locked"]


def test_a_folder_that_closes_keeps_its_tracks(
    opened: Open, music: Path, wav: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    (music / "far").mkdir()
    (music / "far" / "a.wav").write_bytes(wav)
    client = opened()
    scandir = os.scandir

    def closed(path: bytes):
        if os.fsdecode(path).endswith("far"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    rescanned(client)
    assert "can't be opened" in problems(client)["far"]
    assert list(items(client)) == ["A"]


def test_a_library_that_vanishes_is_not_shown_as_empty(opened: Open, music: Path, wav: bytes) -> None:
    (music / "a.wav").write_bytes(wav)
    client = opened()
    music.rename(music.with_name("unplugged"))
    rescanned(client)
    assert list(items(client)) == ["A"]


def test_changes_are_found_by_a_rescan(opened: Open, music: Path, wav: bytes) -> None:
    (music / "a.wav").write_bytes(wav)
    (music / "b.wav").write_bytes(wav)
    client = opened()
    before = items(client)
    (music / "a.wav").unlink()
    (music / "c.mp3").write_text("<html>")
    (music / "b.wav").write_bytes(wav[:-4000])
    (music / "new").mkdir()
    (music / "new" / "d.wav").write_bytes(wav)
    rescanned(client)
    after = items(client)
    assert set(after) == {"B", "D"}
    assert after["B"]["key"] == before["B"]["key"]
    assert after["B"]["digest"] != before["B"]["digest"]
    assert after["D"]["digest"] == before["A"]["digest"]
    (music / "c.mp3").unlink()
    assert problems(rescanned(client)) == {}


def test_unchanged_files_are_not_read_again(
    opened: Open, music: Path, wav: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    (music / "a.wav").write_bytes(wav)
    (music / "bad.mp3").write_text("<html>")
    client = opened()
    seen: list[bytes] = []
    monkeypatch.setattr(
        "server.scan.read",
        lambda folder, found, covers: seen.append(found.path) or read(folder, found, covers),
    )
    rescanned(client)
    assert seen == []
    os.utime(music / "a.wav", ns=(0, 1))
    rescanned(client)
    assert seen == [b"a.wav"]
    rescanned(opened())
    assert seen == [b"a.wav"]


def test_keys_survive_a_restart_and_a_lost_index(
    opened: Open, music: Path, wav: bytes, tmp_path: Path
) -> None:
    (music / "a.wav").write_bytes(wav)
    (music / os.fsdecode(b"na\xefve.wav")).write_bytes(wav)
    before = {title: item["key"] for title, item in items(opened()).items()}
    assert len(set(before.values())) == 2
    assert {title: item["key"] for title, item in items(opened()).items()} == before
    for path in (tmp_path / "data").glob("larder.db*"):
        path.unlink()
    assert {title: item["key"] for title, item in items(opened()).items()} == before


def test_another_folder_is_another_library(opened: Open, music: Path, wav: bytes) -> None:
    (music / "a.wav").write_bytes(wav)
    opened()
    (music / "a.wav").unlink()
    music.rename(music.with_name("other"))
    music.mkdir()
    assert items(opened()) == {}


def test_thousands_of_files_in_one_folder(opened: Open, music: Path, wav: bytes) -> None:
    short = wav[:4000]
    for number in range(1500):
        (music / f"{number:05}.wav").write_bytes(short)
    client = opened()
    assert client.get("/api/library?limit=1").json()["total"] == 1500
    assert client.get("/api/library/scan").json() == {"done": 1500, "total": 1500, "running": False}


def test_rescanning_needs_the_page_itself(opened: Open) -> None:
    client = opened()
    assert client.request("POST", "/api/library/scan").status_code == 403
    assert client.write("POST", "/api/library/scan").status_code == 202
