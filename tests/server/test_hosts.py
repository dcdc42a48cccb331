"""Only requests that call this server by its own name are answered."""

from __future__ import annotations

import socket

import pytest

from tests.server.conftest import Open
from tests.server.running import Running


def answer(server: Running, *lines: str) -> str:
    """The status line and fields that a raw request gets."""
    with server.connect() as connection:
        connection.sendall(
            "\r\n".join(("GET /healthz HTTP/1.1", *lines, "Connection: close", "", "")).encode()
        )
        return read_all(connection)


def read_all(connection: socket.socket) -> str:
    received = b""
    while piece := connection.recv(65536):
        received += piece
    return received.decode("latin-1")


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:{port}", "127.0.0.1", "127.0.0.1:{port}", "[::1]:{port}", "localhost.:1"]
)
def test_our_own_names_are_answered(running: Running, host: str) -> None:
    port = running.base.rsplit(":", 1)[1]
    assert answer(running, f"Host: {host.format(port=port)}").startswith("HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("Host:",),
        ("Host: evil.example",),
        ("Host: localhost.evil.example",),
        ("Host: evil.example:80@localhost",),
        ("Host: 192.168.1.5",),
        ("Host: 127.0.0.1.evil.example",),
        ("Host: localhost", "Host: evil.example"),
        ("Host: localhost:port",),
        ("Host: [::2]",),
        ("X-Forwarded-Host: localhost", "Host: evil.example"),
    ],
)
def test_a_missing_or_foreign_host_gets_400(running: Running, lines: tuple[str, ...]) -> None:
    reply = answer(running, *lines)
    assert reply.startswith("HTTP/1.1 400 ")
    assert "application/problem+json" in reply and "does not go by that name" in reply


def test_names_can_be_added(opened: Open) -> None:
    client = opened(allowed_hosts=("music.home",))
    assert client.get("/healthz", host="music.home:8484").status_code == 200
    assert client.get("/healthz", host="other.home").status_code == 400


def test_on_a_network_the_machine_answers_to_its_name(opened: Open) -> None:
    client = opened(host="0.0.0.0")
    assert client.get("/healthz", host=socket.gethostname()).status_code == 200
    assert client.get("/healthz", host="evil.example").status_code == 400
    assert opened().get("/healthz", host="unheard-of").status_code == 400
