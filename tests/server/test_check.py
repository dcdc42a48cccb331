"""`serve.py check`: it finds what is wrong with what devices brought, and says so when nothing is."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.model.ref import ref_of
from server.check import check
from server.refusal import Refusal
from server.settings import Settings
from server.uploads.uploads import LASTS
from tests.server.client import Client
from tests.server.conftest import Open
from tests.server.running import ROOT, environment
from tests.server.sending import add, begin, blob, bring, patch
from tests.server.test_media import told

DATA, OTHER = b"something dear" * 100, b"something else" * 100
Checked = Callable[[], tuple[int, dict[str, Any]]]


@pytest.fixture
def client(opened: Open) -> Client:
    client = opened()
    add(client, bring(client, DATA), id="a")
    bring(client, OTHER)
    return client


@pytest.fixture
def checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Checked:
    """Checks: status and report."""

    def run() -> tuple[int, dict[str, Any]]:
        status = check(Settings(data_dir=tmp_path / "data"))
        return status, json.loads(capsys.readouterr().out)

    return run


def path_of(tmp_path: Path, data: bytes) -> Path:
    ref = ref_of(data)
    return tmp_path / "data" / "blobs" / ref[7:9] / ref


def broken(report: dict[str, Any]) -> str:
    return "".join(name for name, holds in report["promises"].items() if not holds)


def test_all_is_well(client: Client, checked: Checked) -> None:
    begin(client, b"to come")
    status, report = checked()
    assert status == 0 and report["holds"] is True and broken(report) == ""
    assert report["counts"] == {
        "blobs": 2,
        "bytes": len(DATA) + len(OTHER),
        "holdings": 2,
        "assets": 1,
        "records": 1,
        "uploads": 3,
    }
    for empty in ("damaged", "missing", "orphaned", "awaited", "leftovers", "books"):
        assert report[empty] == []


@pytest.mark.parametrize(
    ("how", "promises"), [("altered", "256"), ("cut", "1256"), ("emptied", "1256"), ("longer", "1256")]
)
def test_bytes_that_are_not_what_they_were(
    client: Client, checked: Checked, tmp_path: Path, how: str, promises: str
) -> None:
    path = path_of(tmp_path, DATA)
    sizes = {"altered": len(DATA), "cut": 5, "emptied": 0, "longer": len(DATA) + 1}
    path.write_bytes((b"x" + DATA + DATA)[: sizes[how]])
    status, report = checked()
    assert (status, report["holds"], broken(report)) == (1, False, promises)
    assert report["damaged"] == [ref_of(DATA)] and report["missing"] == []
    path.unlink()
    status, report = checked()
    assert (status, broken(report)) == (1, "26")
    assert report["missing"] == [{"user": "me", "ref": ref_of(DATA)}]
    bring(client, DATA)
    assert checked()[0] == 0 and blob(client, DATA) == 200


def test_what_is_not_wrong_is_told_apart(client: Client, checked: Checked, tmp_path: Path) -> None:
    told(client, {"id": "op2", "key": "asset/b", "body": {"ref": ref_of(b"to come")}})
    path = path_of(tmp_path, b"nobody's")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"nobody's")
    (tmp_path / "data" / "blobs" / "strange").write_bytes(b"")
    url = begin(client, b"never ended")
    patch(client, url, 0, b"nev")
    part = tmp_path / "data" / "uploads" / url.rpartition("/")[2]
    past = part.stat().st_mtime - LASTS - 1
    os.utime(part, (past, past))
    status, report = checked()
    assert status == 0 and report["holds"] is True
    assert report["awaited"] == ["asset/b"] and report["orphaned"] == [ref_of(b"nobody's")]
    assert report["leftovers"] == ["blobs/strange", f"uploads/{part.name}"]
    assert part.exists() and path.exists()


@pytest.mark.parametrize(
    ("change", "promises"),
    [
        ("DELETE FROM commits WHERE op = 'op2'", "3"),
        ("DELETE FROM commits WHERE op = 'op3'", "3"),
        ("UPDATE heads SET place = 2, op = 'op2'", "3"),
        ("UPDATE heads SET op = 'other'", "3"),
        ("UPDATE records SET version = 'other' WHERE key = 'playlist/b'", "3"),
        ("UPDATE commits SET place = 2 WHERE op = 'op3'", "34"),
    ],
)
def test_changes_that_are_lost_or_count_twice(
    client: Client, checked: Checked, tmp_path: Path, change: str, promises: str
) -> None:
    told(client, {"id": "op2", "key": "playlist/a", "body": {"n": 1}})
    told(client, {"id": "op3", "key": "playlist/b", "body": {"n": 2}})
    told(client, {"id": "op4", "key": "playlist/b", "body": {"n": 2}})
    assert checked()[0] == 0
    with sqlite3.connect(tmp_path / "data" / "records.db") as books:
        books.execute(change)
    books.close()
    status, report = checked()
    assert (status, broken(report)) == (1, promises)
    assert all(sentence.endswith(".") for sentence in report["books"])


def test_a_folder_of_no_books_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="There are no books"):
        check(Settings(data_dir=tmp_path))
    (tmp_path / "records.db").write_bytes(b"no database" * 500)
    with pytest.raises(Refusal, match="restore it from a backup"):
        check(Settings(data_dir=tmp_path))


def test_it_is_a_command_and_changes_nothing(client: Client, tmp_path: Path) -> None:
    data = tmp_path / "data"

    def seen() -> dict[Path, bytes]:
        files = (path for path in data.rglob("*") if path.is_file() and path.suffix != ".db-shm")
        return {path: path.read_bytes() for path in files}

    def command(*words: str) -> subprocess.CompletedProcess[str]:
        line, own = [sys.executable, str(ROOT / "serve.py"), *words], environment()
        return subprocess.run(line, cwd=tmp_path, env=own, capture_output=True, text=True, timeout=60)

    before = seen()
    ended = command("check", "--data-dir", str(data))
    assert (ended.returncode, ended.stderr) == (0, "") and json.loads(ended.stdout)["holds"] is True
    assert seen() == before
    path_of(tmp_path, DATA).unlink()
    assert command("check", "--data-dir", str(data)).returncode == 1
    nothing = command("check", "--data-dir", str(tmp_path / "none"))
    assert nothing.returncode == 2 and "There are no books" in nothing.stderr and not nothing.stdout
