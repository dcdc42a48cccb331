"""The stream of events: it tells of a push at once, shows that it lives, ends with the server."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import httpx
import pytest

from server.sync.bell import SIGN_OF_LIFE
from tests.conftest import StartServer
from tests.larder_server import LarderServer
from tests.server.test_headers import JSON

OWN = {"Sec-Fetch-Site": "same-origin"}
SOON = 1.0


@pytest.fixture
def server(larder_server: StartServer) -> LarderServer:
    return larder_server()


@contextmanager
def listening(server: LarderServer) -> Generator[Iterator[str]]:
    """The lines that come, the first of which has come."""
    patience = httpx.Timeout(2 * SIGN_OF_LIFE)
    with httpx.stream("GET", f"{server.origin}/api/sync/events", timeout=patience) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        assert all(answer.headers[name] == value for name, value in JSON.items())
        lines = (line for line in answer.iter_lines() if line)
        assert next(lines) == ": here"
        yield lines


def push(server: LarderServer, op: str, n: int) -> None:
    """Somebody changes something."""
    told = {"ops": [{"id": op, "key": f"playlist/{op}", "body": {"n": n}}]}
    httpx.post(f"{server.origin}/api/sync/push", json=told, headers=OWN).raise_for_status()


def test_everybody_who_listens_hears_of_a_push_at_once(server: LarderServer) -> None:
    with listening(server) as one, listening(server) as two:
        began = time.monotonic()
        push(server, "op1", 1)
        assert (next(one), next(two)) == ("data: 1", "data: 1")
        assert time.monotonic() - began < SOON


def test_what_was_heard_before_rings_no_bell(server: LarderServer) -> None:
    push(server, "op1", 1)
    with listening(server) as lines:
        push(server, "op1", 1)
        push(server, "op2", 2)
        assert next(lines) == "data: 2"


def test_it_shows_that_it_lives(server: LarderServer) -> None:
    with listening(server) as lines:
        assert next(lines) == ": here"


def test_a_server_that_is_told_to_end_does_not_wait_for_listeners(server: LarderServer) -> None:
    with listening(server) as lines:
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < SOON
        assert list(lines) == []
