"""`serve.py` as a process: it comes back on its port after any end, and holds its breath when frozen."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.conftest import StartServer
from tests.larder_server import LarderServer


def answers(server: LarderServer) -> bool:
    try:
        return httpx.get(f"{server.origin}/healthz", timeout=2).is_success
    except httpx.TransportError:
        return False


def test_a_server_answers_where_it_says(larder_server: StartServer) -> None:
    assert answers(larder_server())


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_a_server_comes_back_on_its_port(larder_server: StartServer, end: str) -> None:
    server = larder_server()
    url = server.url
    getattr(server, end)()
    assert not answers(server)
    assert answers(server.start())
    assert server.url == url


def test_a_frozen_server_answers_after_it_is_thawed(larder_server: StartServer) -> None:
    server = larder_server()
    server.freeze()
    assert not answers(server)
    server.thaw()
    assert answers(server)


def test_a_server_that_can_not_start_says_why(larder_server: StartServer, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="did not start\n(.*\n)*.*absent"):
        larder_server(tmp_path / "absent")
