"""`/api/blobs/{ref}`: bytes as they were sent, to whoever sent them, and never as a page of ours."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from app.model.ref import ref_of
from server.blobs import holdings
from server.blobs.found import look
from server.blobs.holdings import MOST_BLOBS, NoRoom
from tests.server.client import Client
from tests.server.conftest import Open
from tests.server.sending import bring
from tests.server.test_cover import picture
from tests.server.test_headers import USER_POLICY

PAGE = b"<!doctype html><script>alert(1)</script>"
DRAWING = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def client(opened: Open) -> Client:
    return opened()


def zipped() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("page.html", PAGE)
    return out.getvalue()


def test_a_blob_is_what_was_sent(client: Client, wav: bytes) -> None:
    ref = bring(client, wav)
    answer = client.get(f"/api/blobs/{ref}")
    assert answer.status_code == 200 and answer.content == wav
    assert answer.headers["etag"] == f'"{ref}"'
    assert answer.headers["cache-control"] == "private, max-age=86400, immutable"
    assert answer.headers["repr-digest"] == f"sha-256=:{b64encode(sha256(wav).digest()).decode()}:"
    assert answer.headers["content-disposition"] == "inline"
    assert answer.headers["content-type"] == "audio/wav"
    assert client.head(f"/api/blobs/{ref}").headers == answer.headers


def test_one_range_of_it(client: Client, wav: bytes) -> None:
    url = f"/api/blobs/{bring(client, wav)}"
    assert client.get(url, range="bytes=5-9").content == wav[5:10]
    assert client.get(url, range="bytes=-5").content == wav[-5:]
    assert client.get(url, range=f"bytes={len(wav)}-").status_code == 416
    assert client.get(url, range="bytes=0-1,4-5").content == wav
    assert client.get(url, range="bytes=9-5").status_code == 200
    assert client.get(url, if_none_match=client.head(url).headers["etag"]).status_code == 304


@pytest.mark.parametrize("data", [PAGE, DRAWING, b"\xef\xbb\xbf" + PAGE, zipped(), b"%PDF-1.7", b"\0" * 99])
def test_what_could_run_is_a_download(client: Client, data: bytes) -> None:
    answer = client.get(f"/api/blobs/{bring(client, data)}")
    assert answer.content == data
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment"
    assert answer.headers["content-security-policy"] == USER_POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_picture_is_shown_and_a_page_behind_its_first_bytes_is_not_run(client: Client) -> None:
    answer = client.get(f"/api/blobs/{bring(client, picture((20, 140, 140)) + PAGE)}")
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"] == "inline"
    assert answer.headers["content-security-policy"] == USER_POLICY


def test_a_hash_alone_proves_nothing(client: Client, tmp_path: Path) -> None:
    house, (made, data) = client.app.state.house, (tmp_path / "made", b"of somebody else")
    made.write_bytes(data)
    client._portal.call(house.holdings.take, "somebody", look(made), made)
    assert house.holdings.shelf.path(ref_of(data)).read_bytes() == data
    never = client.get(f"/api/blobs/{ref_of(b'never')}")
    theirs = client.get(f"/api/blobs/{ref_of(data)}")
    assert theirs.status_code == 404 and theirs.json() == never.json()
    assert client._portal.call(house.holdings.claim, "me", ref_of(data)) is None
    bring(client, data)
    assert client.get(f"/api/blobs/{ref_of(data)}").content == data
    assert len(list(house.holdings.shelf.files())) == 1


@pytest.mark.parametrize("ref", ["sha256-", "x", "sha256-" + "A" * 64, "..%2F..%2Frecords.db", "%00"])
def test_what_is_no_ref(client: Client, ref: str) -> None:
    assert client.get(f"/api/blobs/{ref}").status_code in (404, 422)


def test_more_blobs_than_a_user_may_hold(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_BLOBS == 50_000
    monkeypatch.setattr(holdings, "MOST_BLOBS", 1)
    bring(client, b"one")
    with pytest.raises(NoRoom):
        client._portal.call(client.app.state.house.holdings.make_sure_of_room, "me", 1)
