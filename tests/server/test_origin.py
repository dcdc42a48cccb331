"""Who may write."""

from __future__ import annotations

import pytest

from tests.server.conftest import Open

SCAN = "/api/library/scan"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec_fetch_site": "same-origin"}, 202),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "none"}, 403),
        ({"sec_fetch_site": ""}, 403),
        ({"sec_fetch_site": "cross-site", "origin": "http://localhost"}, 403),
        ({"origin": "http://localhost"}, 202),
        ({"origin": "http://localhost:1"}, 403),
        ({"origin": "https://localhost"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({}, 403),
        ({"authorization": "Bearer anything"}, 403),
    ],
)
def test_writes_come_from_our_own_page(opened: Open, headers: dict[str, str], status: int) -> None:
    client = opened()
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    reply = client.request("POST", SCAN, headers=given)
    assert reply.status_code == status
    if status == 403:
        assert "nothing was changed" in reply.json()["detail"]


def test_a_script_with_the_token_may_write(opened: Open) -> None:
    client = opened(token="t" * 43)
    bearer = {"Authorization": "Bearer " + "t" * 43}
    assert client.request("POST", SCAN, headers=bearer).status_code == 202
    assert client.request("POST", SCAN, headers=bearer | {"Sec-Fetch-Site": "cross-site"}).status_code == 403
    client.get("/?token=" + "t" * 43)
    assert client.request("POST", SCAN).status_code == 403


def test_reading_needs_no_origin(opened: Open) -> None:
    assert opened().get("/api/library", sec_fetch_site="cross-site").status_code == 200
