"""Uploads: resumable, acknowledged only when whole and what was announced, nobody else's before or after."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.model.ref import ref_of
from server.problem import Problem
from server.uploads.uploads import LASTS
from tests.server.client import Client
from tests.server.conftest import Open
from tests.server.sending import PIECE, UPLOADS, begin, begun, blob, bring, checksum, files, head, patch

DATA = bytes(range(256)) * 40
HALF = len(DATA) // 2


@pytest.fixture
def client(opened: Open) -> Client:
    return opened()


def test_what_it_can_do_is_said(client: Client) -> None:
    answer = client.request("OPTIONS", UPLOADS)
    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0"
    assert answer.headers["tus-extension"] == "creation,checksum,termination,expiration"
    assert answer.headers["tus-max-size"] == str(512 * 1024 * 1024)
    assert answer.headers["tus-checksum-algorithm"] == "sha256"


def test_bytes_in_two_pieces_become_a_blob(client: Client, tmp_path: Path) -> None:
    answer = begun(client, DATA)
    assert answer.status_code == 201 and answer.headers["upload-offset"] == "0"
    assert answer.headers["upload-expires"].endswith(" GMT")
    url = answer.headers["location"]
    first = patch(client, url, 0, DATA[:HALF])
    assert (first.status_code, first.headers["upload-offset"]) == (204, str(HALF))
    assert first.headers["tus-resumable"] == "1.0.0" and first.headers["upload-expires"]
    assert head(client, url).headers["upload-offset"] == str(HALF)
    assert blob(client, DATA) == 404 and files(tmp_path, "blobs") == []
    last = patch(client, url, HALF, DATA[HALF:])
    assert (last.status_code, last.headers["upload-offset"]) == (204, str(len(DATA)))
    assert client.get(f"/api/blobs/{ref_of(DATA)}").content == DATA
    (path,) = files(tmp_path, "blobs")
    assert path.name == ref_of(DATA) and path.parent.name == ref_of(DATA)[7:9]


def test_a_lost_last_answer_is_given_again(client: Client) -> None:
    url = begin(client, DATA)
    patch(client, url, 0, DATA)
    again = head(client, url)
    assert (again.status_code, again.headers["upload-offset"]) == (200, str(len(DATA)))
    assert again.headers["upload-length"] == str(len(DATA)) and "upload-expires" not in again.headers
    assert patch(client, url, len(DATA), b"").status_code == 204
    assert patch(client, url, 0, DATA).status_code == 409


def test_what_is_there_already_moves_no_byte(client: Client, tmp_path: Path) -> None:
    bring(client, DATA)
    answer = begun(client, DATA)
    assert (answer.status_code, answer.headers["upload-offset"]) == (201, str(len(DATA)))
    assert head(client, answer.headers["location"]).headers["upload-offset"] == str(len(DATA))
    assert not [path for path in files(tmp_path, "uploads") if path.suffix != ".json"]
    assert begun(client, DATA, length=len(DATA) + 1).status_code == 460


def test_a_blob_that_was_cut_on_disk_is_asked_for_again(client: Client, tmp_path: Path) -> None:
    bring(client, DATA)
    (path,) = files(tmp_path, "blobs")
    os.truncate(path, 5)
    assert blob(client, DATA) == 404
    answer = begun(client, DATA)
    assert answer.headers["upload-offset"] == "0"
    assert patch(client, answer.headers["location"], 0, DATA).status_code == 204
    assert client.get(f"/api/blobs/{ref_of(DATA)}").content == DATA


def test_an_empty_blob_is_whole_when_it_is_begun(client: Client) -> None:
    answer = begun(client, b"")
    assert (answer.status_code, answer.headers["upload-offset"]) == (201, "0")
    assert blob(client, b"") == 200
    assert begun(client, b"", ref=ref_of(DATA)).status_code == 460


def test_other_bytes_than_announced_are_gone(client: Client, tmp_path: Path) -> None:
    url = begin(client, DATA, ref=ref_of(b"other"))
    answer = patch(client, url, 0, DATA)
    assert answer.status_code == 460 and answer.json()["title"] == "Checksum Mismatch"
    assert "nothing was kept" in answer.json()["detail"]
    assert head(client, url).status_code == 404
    assert files(tmp_path, "blobs") == files(tmp_path, "uploads") == []
    assert blob(client, DATA) == blob(client, b"other") == 404


def test_a_piece_that_is_not_its_checksum_is_dropped_and_the_rest_stays(client: Client) -> None:
    url = begin(client, DATA)
    assert patch(client, url, 0, DATA[:HALF], upload_checksum=checksum(DATA[:HALF])).status_code == 204
    wrong = patch(client, url, HALF, b"x" * HALF, upload_checksum=checksum(DATA[HALF:]))
    assert wrong.status_code == 460
    assert head(client, url).headers["upload-offset"] == str(HALF)
    assert patch(client, url, HALF, DATA[HALF:], upload_checksum=checksum(DATA[HALF:])).status_code == 204
    assert blob(client, DATA) == 200


@pytest.mark.parametrize("value", ["md5 abc", "sha256", "sha256 !", "sha256 QUJD"])
def test_a_checksum_that_is_none_changes_nothing(client: Client, value: str) -> None:
    url = begin(client, DATA)
    assert patch(client, url, 0, DATA, upload_checksum=value).status_code == 400
    assert head(client, url).headers["upload-offset"] == "0"


@pytest.mark.parametrize("value", ["", "type YQ==", "ref", "ref !", "ref c2hhMjU2LQ==", "ref \xff"])
def test_an_upload_must_say_what_it_will_be(client: Client, value: str) -> None:
    fields = [("Tus-Resumable", "1.0.0"), ("Upload-Length", "1"), ("Sec-Fetch-Site", "same-origin")]
    raw = [(name.encode(), text.encode("latin-1")) for name, text in [*fields, ("Upload-Metadata", value)]]
    assert client.request("POST", UPLOADS, headers=raw).status_code == 400


def test_at_another_byte_nothing_is_written(client: Client) -> None:
    url = begin(client, DATA)
    patch(client, url, 0, DATA[:HALF])
    for at in (0, HALF - 1, HALF + 1, len(DATA)):
        answer = patch(client, url, at, DATA[HALF:])
        assert answer.status_code == 409 and str(HALF) in answer.json()["detail"]
    assert head(client, url).headers["upload-offset"] == str(HALF)


def test_more_than_was_announced_is_refused(client: Client) -> None:
    url = begin(client, DATA)
    assert patch(client, url, 0, DATA + b"x").status_code == 413
    at = int(head(client, url).headers["upload-offset"])
    assert patch(client, url, at, DATA[at:]).status_code == 204 and blob(client, DATA) == 200


def test_one_that_is_given_up_is_gone_and_the_blob_of_another_stays(client: Client, tmp_path: Path) -> None:
    url = begin(client, DATA)
    patch(client, url, 0, DATA[:HALF])
    assert client.write("DELETE", url, tus_resumable="1.0.0").status_code == 204
    assert head(client, url).status_code == 404 and files(tmp_path, "uploads") == []
    url = begin(client, DATA)
    patch(client, url, 0, DATA)
    assert client.write("DELETE", url, tus_resumable="1.0.0").status_code == 204
    assert blob(client, DATA) == 200


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE"])
@pytest.mark.parametrize("name", ["0" * 32, "..%2Ftoken", "x", "%00", "A" * 32])
def test_names_of_no_upload(client: Client, method: str, name: str) -> None:
    fields = {"content_type": PIECE, "upload_offset": "0", "tus_resumable": "1.0.0"}
    assert client.write(method, f"{UPLOADS}/{name}", **fields).status_code == 404


def test_what_a_client_must_say(client: Client) -> None:
    url = begin(client, DATA)
    assert client.write("POST", UPLOADS, upload_length="1", upload_metadata="x").status_code == 412
    assert patch(client, url, 0, DATA, tus_resumable="0.2.2").headers["tus-version"] == "1.0.0"
    assert patch(client, url, 0, DATA, content_type="text/plain").status_code == 415
    assert patch(client, url, 0, DATA, sec_fetch_site="cross-site").status_code == 403
    assert client.write("DELETE", url, tus_resumable="1.0.0", sec_fetch_site="none").status_code == 403
    assert client.write("POST", UPLOADS, tus_resumable="1.0.0", upload_length="-1").status_code == 422
    assert head(client, url).headers["upload-offset"] == "0"


def test_two_uploads_of_the_same_bytes_at_once_are_one_blob(client: Client, tmp_path: Path) -> None:
    one, other = begin(client, DATA), begin(client, DATA)
    for at, end in ((0, HALF), (HALF, len(DATA))):
        for url in (one, other):
            assert patch(client, url, at, DATA[at:end]).status_code == 204
    assert len(files(tmp_path, "blobs")) == 1
    assert not [path for path in files(tmp_path, "uploads") if path.suffix != ".json"]


def test_two_requests_at_one_upload(client: Client) -> None:
    url = begin(client, DATA)
    statuses: list[int] = []

    async def pieces() -> AsyncIterator[bytes]:
        yield DATA[:HALF]
        own = {"Tus-Resumable": "1.0.0", "Content-Type": PIECE, "Sec-Fetch-Site": "same-origin"}
        for method in ("PATCH", "HEAD", "DELETE"):
            answer = await client._http.request(method, url, headers={**own, "Upload-Offset": str(HALF)})
            statuses.append(answer.status_code)
        yield DATA[HALF:]

    assert patch(client, url, 0, pieces()).status_code == 204
    assert statuses == [423, 423, 423] and blob(client, DATA) == 200


def test_a_device_that_leaves_goes_on_where_it_was(client: Client) -> None:
    url = begin(client, DATA)

    async def cut() -> list[int]:
        heard: list[int] = []
        messages: Iterator[dict[str, Any]] = iter(
            [{"type": "http.request", "body": DATA[:HALF], "more_body": True}, {"type": "http.disconnect"}]
        )

        async def receive() -> Any:
            return next(messages)

        async def send(message: Any) -> None:
            heard.append(message.get("status", 0))

        fields = {"host": "localhost", "sec-fetch-site": "same-origin", "upload-offset": "0"}
        fields |= {"tus-resumable": "1.0.0", "content-type": PIECE, "content-length": str(len(DATA))}
        scope = {
            "type": "http",
            "method": "PATCH",
            "path": url,
            "raw_path": url.encode(),
            "query_string": b"",
            "scheme": "http",
            "server": ("127.0.0.1", 80),
            "headers": [(name.encode(), value.encode()) for name, value in fields.items()],
        }
        await client.app(scope, receive, send)
        return heard

    assert client._portal.call(cut)[0] == 400
    assert head(client, url).headers["upload-offset"] == str(HALF)
    assert patch(client, url, HALF, DATA[HALF:]).status_code == 204 and blob(client, DATA) == 200


def test_a_restarted_server_goes_on(opened: Open) -> None:
    first = opened()
    url = begin(first, DATA)
    patch(first, url, 0, DATA[:HALF])
    second = opened()
    assert head(second, url).headers["upload-offset"] == str(HALF)
    assert patch(second, url, HALF, DATA[HALF:]).status_code == 204 and blob(second, DATA) == 200


def test_bytes_that_were_whole_before_a_kill_are_taken_at_the_next_question(
    client: Client, tmp_path: Path
) -> None:
    url = begin(client, DATA)
    patch(client, url, 0, DATA[:HALF])
    with (tmp_path / "data" / "uploads" / url.rpartition("/")[2]).open("ab") as file:
        file.write(DATA[HALF:])
    assert blob(client, DATA) == 404
    assert head(client, url).headers["upload-offset"] == str(len(DATA))
    assert blob(client, DATA) == 200


def test_bytes_on_the_shelf_whose_holding_was_not_committed(client: Client, tmp_path: Path) -> None:
    url = begin(client, DATA)
    name = url.rpartition("/")[2]
    shelf = tmp_path / "data" / "blobs" / ref_of(DATA)[7:9]
    shelf.mkdir()
    (tmp_path / "data" / "uploads" / name).unlink()
    (shelf / ref_of(DATA)).write_bytes(DATA)
    assert blob(client, DATA) == 404
    assert head(client, url).headers["upload-offset"] == str(len(DATA))
    assert blob(client, DATA) == 200


def test_a_note_without_any_bytes_is_no_upload(client: Client, tmp_path: Path) -> None:
    url = begin(client, DATA)
    (tmp_path / "data" / "uploads" / url.rpartition("/")[2]).unlink()
    assert head(client, url).status_code == 404


def test_one_user_neither_sees_nor_ends_the_uploads_of_another(client: Client) -> None:
    house, url = client.app.state.house, begin(client, DATA)
    name = url.rpartition("/")[2]
    for act in (house.uploads.look, house.uploads.end):
        with pytest.raises(Problem, match="no such upload"):
            client._portal.call(act, "somebody", name)
    bring(client, DATA)
    upload = client._portal.call(house.uploads.begin, "somebody", ref_of(DATA), len(DATA))
    assert upload.offset == 0
    assert client._portal.call(house.holdings.find, "somebody", ref_of(DATA)) is None


def test_one_that_nobody_goes_on_with_ends_after_a_day(client: Client, tmp_path: Path) -> None:
    uploads, url, fresh = client.app.state.house.uploads, begin(client, DATA), begin(client, DATA)
    patch(client, url, 0, DATA[:HALF])
    folder = tmp_path / "data" / "uploads"
    for name in (url.rpartition("/")[2], "0" * 32 + ".json", "1" * 32, "2" * 32 + ".tmp"):
        (folder / name).touch()
        past = os.stat(folder / name).st_mtime - LASTS - 1
        os.utime(folder / name, (past, past))
    client._portal.call(uploads.sweep)
    assert head(client, url).status_code == 404
    assert {path.stem for path in folder.iterdir()} == {fresh.rpartition("/")[2]}
