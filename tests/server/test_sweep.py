"""What nobody needs any more goes, a day later; what somebody needs never does, whenever he says so."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

from app.model.ref import Ref, ref_of
from server.blobs import sweep as swept
from server.blobs.sweep import GRACE
from tests.server.client import Client
from tests.server.conftest import Open
from tests.server.sending import PIECE, add, begin, begun, blob, bring, files, head, patch
from tests.server.test_media import ASSETS, told

DATA = b"something dear" * 100
DAY = GRACE + 1
OWN = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": PIECE, "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def client(opened: Open) -> Client:
    return opened()


def sweep(client: Client) -> None:
    client._portal.call(client.app.state.house.sweep.once)


def later(tmp_path: Path, seconds: float = DAY) -> None:
    """Everything happened so much earlier."""
    with sqlite3.connect(tmp_path / "data" / "records.db") as books:
        books.execute("UPDATE holdings SET at = at - ?, unnamed = unnamed - ?", (seconds, seconds))
    books.close()
    for path in files(tmp_path, "blobs"):
        at = path.stat().st_mtime - seconds
        os.utime(path, (at, at))


def orphan(client: Client) -> Path:
    """A blob that nobody holds."""
    path = client.app.state.house.holdings.shelf.path(ref_of(DATA))
    path.parent.mkdir()
    path.write_bytes(DATA)
    return path


def test_what_a_record_names_stays_for_ever(client: Client, tmp_path: Path) -> None:
    add(client, bring(client, DATA))
    for _ in range(3):
        later(tmp_path)
        sweep(client)
    assert blob(client, DATA) == 200


def test_what_no_record_names_goes_a_day_after_the_record(client: Client, tmp_path: Path) -> None:
    add(client, bring(client, DATA), id="a")
    later(tmp_path)
    client.write("DELETE", f"{ASSETS}/a")
    sweep(client)
    later(tmp_path, GRACE - 60)
    sweep(client)
    assert blob(client, DATA) == 200
    later(tmp_path)
    sweep(client)
    assert blob(client, DATA) == 404 and files(tmp_path, "blobs") == []


def test_a_deletion_that_is_undone_in_time_keeps_everything(client: Client, tmp_path: Path) -> None:
    told(client, {"id": "op1", "key": "asset/a", "body": {"ref": bring(client, DATA)}})
    told(client, {"id": "op2", "key": "asset/a", "base": "op1", "body": None})
    sweep(client)
    later(tmp_path, GRACE - 60)
    told(client, {"id": "op3", "key": "asset/a", "base": "op2", "body": {"ref": ref_of(DATA)}})
    sweep(client)
    told(client, {"id": "op4", "key": "asset/a", "base": "op3", "body": None})
    later(tmp_path, 120)
    sweep(client)
    assert blob(client, DATA) == 200


def test_what_was_sent_waits_a_day_for_its_record(client: Client, tmp_path: Path) -> None:
    ref = bring(client, DATA)
    sweep(client)
    later(tmp_path, GRACE - 60)
    sweep(client)
    add(client, ref)
    later(tmp_path)
    sweep(client)
    assert blob(client, DATA) == 200


def test_asking_whether_it_is_there_is_a_promise_for_a_day(client: Client, tmp_path: Path) -> None:
    bring(client, DATA)
    sweep(client)
    later(tmp_path)
    assert begun(client, DATA).headers["upload-offset"] == str(len(DATA))
    sweep(client)
    later(tmp_path, GRACE - 60)
    sweep(client)
    assert blob(client, DATA) == 200


def test_any_record_that_holds_blobs_may_name_it(client: Client, tmp_path: Path) -> None:
    told(client, {"id": "op1", "key": "playlist/a", "body": {"cover": [{"ref": bring(client, DATA)}]}})
    told(client, {"id": "op2", "key": "favourite/a", "body": {"ref": bring(client, b"spoken of")}})
    for _ in range(2):
        sweep(client)
        later(tmp_path)
    sweep(client)
    assert blob(client, DATA) == 200 and blob(client, b"spoken of") == 404


def test_the_record_of_one_user_holds_nothing_of_another(client: Client, tmp_path: Path) -> None:
    add(client, bring(client, DATA))
    columns = "ref, size, media_type, at, unnamed"
    with sqlite3.connect(tmp_path / "data" / "records.db") as books:
        books.execute(f"INSERT INTO holdings SELECT 'somebody', {columns} FROM holdings")
    books.close()
    for _ in range(3):
        sweep(client)
        later(tmp_path)
    house = client.app.state.house
    assert client._portal.call(house.holdings.find, "somebody", ref_of(DATA)) is None
    assert blob(client, DATA) == 200


def test_bytes_that_nobody_came_to_hold_go_after_a_day(client: Client, tmp_path: Path) -> None:
    path = orphan(client)
    sweep(client)
    assert path.exists()
    later(tmp_path)
    sweep(client)
    assert not path.exists()


def test_an_upload_between_looking_and_dropping_wins(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sweep has seen an old blob that nobody holds; before it drops it, somebody sends the same bytes."""
    orphan(client)
    later(tmp_path)
    url, calls, alone = begin(client, DATA), [], swept.alone

    async def slower(connection: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            assert (await client._http.request("PATCH", url, content=DATA, headers=OWN)).status_code == 204
        await alone(connection)

    monkeypatch.setattr(swept, "alone", slower)
    sweep(client)
    assert len(calls) == 2 and blob(client, DATA) == 200


def test_an_upload_waits_for_a_sweep_that_is_dropping(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other order: the blob goes first, and the upload brings it back."""
    house = client.app.state.house
    orphan(client)
    later(tmp_path)
    url, drop = begin(client, DATA), house.holdings.shelf.drop

    def slowly(ref: Ref) -> None:
        time.sleep(0.5)
        drop(ref)

    async def both() -> int:
        sweeping = asyncio.create_task(house.sweep.once())
        await asyncio.sleep(0.25)
        sent = await client._http.request("PATCH", url, content=DATA, headers=OWN)
        await sweeping
        return sent.status_code

    monkeypatch.setattr(house.holdings.shelf, "drop", slowly)
    assert client._portal.call(both) == 204
    assert blob(client, DATA) == 200


def test_an_upload_on_its_way_is_no_leftover(client: Client) -> None:
    url = begin(client, DATA)
    patch(client, url, 0, DATA[:5])
    sweep(client)
    assert head(client, url).headers["upload-offset"] == "5"
