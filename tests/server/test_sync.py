"""`/api/sync`: the contract of every hub over the real routes, and what they refuse."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.core.sync.server_hub import PULL, PUSH, ServerHub
from app.model.batch import Record
from app.model.reply import Reply
from app.model.sync.exchanged import Commit, Refusal
from tests.contracts import hub
from tests.contracts.hub import made
from tests.server.client import Client
from tests.server.conftest import Open


class ClientRemote:
    """The two questions that a hub asks, over the client."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def ask(self, path: str, etag: str = "") -> Reply | None:
        answer = self._client.get(path)
        assert answer.status_code == 200, answer.text
        return Reply(answer.json(), "")

    async def tell(self, path: str, body: Record) -> Any:
        said = json.dumps(body).encode()
        answer = self._client.write("POST", path, said, content_type="application/json")
        assert answer.status_code == 200, answer.text
        return answer.json()


def over_http(client: Client) -> ServerHub:
    return ServerHub(ClientRemote(client))  # type: ignore[arg-type]


@pytest.mark.parametrize("check", hub.CHECKS.values())
async def test_the_contract(opened: Open, check) -> None:
    await check(over_http(opened()))


async def test_what_was_told_is_there_after_a_restart(opened: Open) -> None:
    first = opened()
    pushed = await over_http(first).push([made("op1", n=1)], Commit())
    again = over_http(opened())
    assert [now.body for _, now in (await again.pull(0, pushed.head)).items] == [{"n": 1}]


async def test_what_is_too_large_for_a_record_is_refused_and_the_rest_taken(opened: Open) -> None:
    far = over_http(opened())
    pushed = await far.push([made("op1", text="x" * 300_000), made("op2", "playlist/b", n=1)], Commit())
    assert isinstance(pushed.answers[0], Refusal) and pushed.answers[1].taken


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"ops": [{}]}',
        b'{"ops": [{"id": "a", "key": "playlist/a", "body": 1}]}',
        b'{"ops": [{"id": "a", "key": "playlist/a", "body": {}, "at": 1e999}]}',
        b'{"ops": [], "more": 1}',
        json.dumps({"ops": [{"id": "a", "key": "playlist/a", "body": None}] * 101}).encode(),
    ],
)
def test_nonsense_is_refused_with_a_sentence(opened: Open, body: bytes) -> None:
    answer = opened().write("POST", PUSH, body, content_type="application/json")
    assert answer.status_code == 422 and answer.json()["detail"].endswith(".")


@pytest.mark.parametrize("text", [r'"\ud800"', "NaN", "1e999", "[" * 500 + "]" * 500])
def test_what_no_other_device_could_read_is_refused_and_the_rest_taken(opened: Open, text: str) -> None:
    client = opened()
    odd = f'{{"id": "op1", "key": "playlist/a", "body": {{"x": {text}}}}}'
    plain = '{"id": "op2", "key": "playlist/b", "body": {}}'
    body = f'{{"ops": [{odd}, {plain}]}}'.encode()
    answer = client.write("POST", PUSH, body, content_type="application/json")
    assert answer.status_code == 200, answer.text
    assert [each["answer"] for each in answer.json()["answers"]] == ["refused", "taken"]
    assert [item["key"] for item in client.get(PULL).json()["items"]] == ["playlist/b"]


def test_another_site_tells_nothing(opened: Open) -> None:
    client = opened()
    answer = client.write("POST", PUSH, b'{"ops": []}', sec_fetch_site="cross-site")
    assert answer.status_code == 403
    assert client.get(f"{PULL}?after=-1").status_code == 422
