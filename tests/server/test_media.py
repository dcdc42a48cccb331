"""Assets that devices bring: in the books for every device, playable when their bytes are here."""

from __future__ import annotations

import json
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from app.model.ref import ref_of
from app.model.sync.op import Op
from tests.server.client import Client
from tests.server.conftest import Open, items
from tests.server.sending import add, bring
from tests.server.test_cover import picture, with_cover
from tests.server.test_peaks import dat

ASSETS = "/api/media/assets"


@pytest.fixture
def client(opened: Open) -> Client:
    return opened()


def told(client: Client, *ops: dict[str, Any]) -> list[dict[str, Any]]:
    """The answers to ops of a device."""
    body = json.dumps({"ops": ops}).encode()
    return client.write("POST", "/api/sync/push", body, content_type="application/json").json()["answers"]


def post(client: Client, **said: Any) -> Any:
    body = json.dumps(said).encode()
    return client.write("POST", ASSETS, body, content_type="application/json")


def test_an_asset_is_in_the_books_and_plays(client: Client, wav: bytes) -> None:
    made = add(client, bring(client, wav), title="Slate", artist="Harbour", duration=1.0)
    assert made["title"] == "Slate" and made["held"] and made["type"] == "audio/wav"
    assert made["size"] == len(wav) and made["at"] > 1_700_000_000
    (item,) = client.get("/api/sync/pull").json()["items"]
    assert item["key"] == f"asset/{made['id']}" and item["version"] == made["version"]
    assert item["body"] == {
        "ref": ref_of(wav),
        "title": "Slate",
        "artist": "Harbour",
        "album": "",
        "duration": 1.0,
        "size": len(wav),
        "type": "audio/wav",
        "at": made["at"],
    }
    url = f"/api/audio/{made['id']}"
    played = client.get(url)
    assert played.content == wav and played.headers["content-type"] == "audio/wav"
    assert played.headers["etag"] == f'"{ref_of(wav)}"' and "repr-digest" in played.headers
    assert played.headers["cache-control"] == "private, no-cache"
    assert client.get(url, range="bytes=5-9").content == wav[5:10]
    assert client.head(f"{url}?ref={ref_of(wav)}").headers["cache-control"].endswith("immutable")
    assert client.get(f"{url}?ref={ref_of(b'other')}").status_code == 404


def test_a_record_that_a_device_made_plays_when_its_bytes_arrive(client: Client, wav: bytes) -> None:
    told(client, {"id": "op1", "key": "asset/a", "body": {"title": "A", "ref": ref_of(wav), "size": 7}})
    waiting = client.get(f"{ASSETS}/a").json()
    assert (waiting["held"], waiting["size"], waiting["type"]) == (False, 7, "")
    assert client.get("/api/audio/a").status_code == 404
    bring(client, wav)
    assert client.get("/api/audio/a").content == wav
    assert client.get(f"{ASSETS}/a").json()["held"] is True


def test_an_asset_without_its_bytes_is_not_made(client: Client) -> None:
    answer = post(client, title="A", ref=ref_of(b"never sent"))
    assert answer.status_code == 409 and "Send them first" in answer.json()["detail"]
    assert client.get(ASSETS).json() == {"items": [], "next": None, "total": 0}


def test_the_same_id_twice_is_one_asset(client: Client, wav: bytes) -> None:
    ref, other = bring(client, wav), bring(client, wav + b"\0\0")
    first = post(client, title="A", ref=ref, id="mine")
    again = post(client, title="A", ref=ref, id="mine")
    assert (first.status_code, again.status_code) == (201, 200) and first.json() == again.json()
    assert first.headers["location"] == f"{ASSETS}/mine"
    assert post(client, title="A", ref=other, id="mine").status_code == 409
    assert client.get(ASSETS).json()["total"] == 1


def test_a_deleted_asset_is_gone_everywhere_and_can_be_brought_again(client: Client, wav: bytes) -> None:
    ref = bring(client, wav)
    add(client, ref, id="a")
    assert client.write("DELETE", f"{ASSETS}/a").status_code == 204
    (item,) = client.get("/api/sync/pull").json()["items"]
    assert item["key"] == "asset/a" and item["body"] is None
    for path in (f"{ASSETS}/a", "/api/audio/a", f"{ASSETS}/a/thumbnail"):
        assert client.get(path).status_code == 404
    assert client.write("DELETE", f"{ASSETS}/a").status_code == 404
    assert client.get(f"/api/blobs/{ref}").status_code == 200
    add(client, ref, id="a")
    assert client.get("/api/audio/a").content == wav


def test_pages(client: Client, wav: bytes) -> None:
    ref = bring(client, wav)
    for id in "cadb":
        add(client, ref, id=id)
    client.write("DELETE", f"{ASSETS}/d")
    first = client.get(f"{ASSETS}?limit=2").json()
    assert [each["id"] for each in first["items"]] == ["a", "b"]
    assert (first["next"], first["total"]) == ("b", 3)
    last = client.get(f"{ASSETS}?limit=2&after=b").json()
    assert [each["id"] for each in last["items"]] == ["c"] and last["next"] is None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"title": 1, "ref": [], "size": "x", "duration": None, "at": True},
        {"ref": "sha256-x", "size": 1e300, "duration": -1, "deep": {"a": []}},
        {"ref": "x" * 1000, "size": -5, "type": "text/html"},
    ],
)
def test_a_record_may_say_anything(client: Client, body: dict[str, Any]) -> None:
    told(client, {"id": "op1", "key": "asset/a", "body": body})
    assert client.get(f"{ASSETS}/a").json()["ref"] is None
    assert client.get(ASSETS).json()["total"] == 1
    assert client.get("/api/audio/a").status_code == 404


def test_a_track_of_the_folder_comes_first(opened: Open, music: Path, wav: bytes) -> None:
    (music / "a.wav").write_bytes(wav)
    client = opened()
    key = items(client)["A"]["key"]
    add(client, bring(client, wav + b"\0\0"), id=key)
    assert client.get(f"/api/audio/{key}").content == wav


def test_its_waveform(client: Client, wav: bytes) -> None:
    made = add(client, bring(client, wav), duration=1.0)
    url = f"/api/audio/{made['id']}/peaks"
    assert client.get(url).status_code == 404
    assert client.write("PUT", url, dat(9.0)).status_code == 400
    assert client.write("PUT", f"{url}?ref={ref_of(wav)}", dat()).status_code == 204
    assert client.get(url).content == dat()


def test_its_cover(client: Client, tmp_path: Path, wav: bytes) -> None:
    song = tmp_path / "song.mp3"
    with_cover(song, picture((20, 140, 140)), tmp_path)
    made = add(client, bring(client, song.read_bytes()))
    for url in (f"{ASSETS}/{made['id']}/thumbnail", f"/api/audio/{made['id']}/cover"):
        answer = client.get(url)
        assert answer.status_code == 200 and answer.headers["content-type"] == "image/webp"
        assert max(Image.open(BytesIO(answer.content)).size) <= 96
    shutil.rmtree(tmp_path / "data" / "covers")
    assert client.get(url).status_code == 200
    for data in (wav, b"no picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 50):
        none = add(client, bring(client, data))
        assert client.get(f"{ASSETS}/{none['id']}/thumbnail").status_code == 404
    shown = add(client, bring(client, picture((20, 140, 140))))
    assert client.get(f"{ASSETS}/{shown['id']}/thumbnail?size=large").status_code == 200


@pytest.mark.parametrize(
    "said",
    [
        {"title": "A"},
        {"title": "", "ref": ref_of(b"")},
        {"title": "A", "ref": "sha256-x"},
        {"title": "A", "ref": ref_of(b""), "id": "a/b"},
        {"title": "A", "ref": ref_of(b""), "duration": -1},
        {"title": "A", "ref": ref_of(b""), "more": 1},
        {"title": "\ud800", "ref": ref_of(b"")},
    ],
)
def test_nonsense_is_refused(client: Client, said: dict[str, Any]) -> None:
    bring(client, b"")
    assert post(client, **said).status_code == 422


def test_somebody_changes_it_meanwhile(client: Client, wav: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    add(client, bring(client, wav), id="a")
    books, told_before = client.app.state.house.books, []
    push = books.push

    async def slower(user: str, ops: Any, known: Any) -> Any:
        if not told_before:
            other = Op("op9", "asset/a", ops[0].base, {"n": 1})
            told_before.append(await push(user, [other], known))
        return await push(user, ops, known)

    monkeypatch.setattr(books, "push", slower)
    assert client.write("DELETE", f"{ASSETS}/a").status_code == 204
    assert told_before and client.get(f"{ASSETS}/a").status_code == 404
