"""Slow, large, many and malformed: raw sockets against real connections."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from struct import pack
from typing import Any

import httpx
import pytest
import uvicorn

from server import connection
from server.app import build
from server.limits import REQUESTS, STREAMS, UPLOADS, Limits
from server.listener import listener
from server.settings import Settings
from server.start import configured
from tests.server.running import Running, door, serving

HOST = b"Host: localhost\r\n"


def exchange(connected: socket.socket, request: bytes) -> bytes:
    """Everything that comes back until the connection ends."""
    connected.sendall(request)
    received = b""
    while piece := connected.recv(65536):
        received += piece
    return received


def seconds_until_closed(connected: socket.socket, drip: bytes = b"") -> float:
    """How long the server puts up with a byte every now and then."""
    began = time.monotonic()
    connected.settimeout(0.1)
    for byte in drip.ljust(400, b"x"):
        try:
            if drip:
                connected.send(bytes([byte]))
            if not connected.recv(65536):
                break
        except TimeoutError:
            continue
        except OSError:
            break
    return time.monotonic() - began


@contextmanager
def thread(tmp_path: Path, root: Path, music: Path) -> Iterator[Callable[[], socket.socket]]:
    """The server in a thread, so that its clocks can be set faster; yields a way to connect."""
    (tmp_path / "data").mkdir()
    app = build(Settings(data_dir=tmp_path / "data"), music, root=root)
    opened = listener("127.0.0.1", 0)
    server = uvicorn.Server(configured(app))
    running = threading.Thread(target=server.run, args=([opened],))
    running.start()
    while not server.started:
        time.sleep(0.01)
    yield lambda: socket.create_connection(opened.getsockname(), timeout=10)
    server.should_exit = True
    running.join()


@pytest.fixture
def connect(
    tmp_path: Path, root: Path, music: Path, wav: bytes, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], socket.socket]]:
    (music / "a.wav").write_bytes(wav)
    monkeypatch.setattr(connection, "HEAD_SECONDS", 1.0)
    monkeypatch.setattr(connection, "IDLE_SECONDS", 1.5)
    with thread(tmp_path, root, music) as connecting:
        yield connecting


def test_the_clocks_are_those_we_promise() -> None:
    assert (connection.HEAD_SECONDS, connection.IDLE_SECONDS) == (10.0, 30.0)


def test_a_slow_header_is_closed_after_ten_seconds(running: Running) -> None:
    with running.connect() as silent, running.connect() as dripping:
        dripping.sendall(b"GET / HTTP/1.1\r\n" + HOST)
        began = time.monotonic()
        seconds_until_closed(dripping, b"X-Slow: " + b"a" * 300)
        seconds_until_closed(silent)
        assert 9 < time.monotonic() - began < 12


@pytest.mark.parametrize("begin", [b"", b"\r\n", b"GET / HTTP/1.1\r\n" + HOST])
def test_a_dripping_header_is_closed(connect: Callable[[], socket.socket], begin: bytes) -> None:
    with connect() as connected:
        connected.sendall(begin)
        drip = b"X-Slow: a" if begin.startswith(b"GET") else b"\r\n" * 200
        assert 0.5 < seconds_until_closed(connected, drip) < 3


def test_a_second_request_has_its_own_ten_seconds(connect: Callable[[], socket.socket]) -> None:
    with connect() as connected:
        for _ in range(3):
            connected.sendall(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
            assert connected.recv(65536).startswith(b"HTTP/1.1 200")
            time.sleep(0.6)
        connected.sendall(b"GET /healthz HTTP/1.1\r\n")
        assert 0.5 < seconds_until_closed(connected, b"X-Slow: a") < 3


def test_a_body_that_stops_is_closed(connect: Callable[[], socket.socket]) -> None:
    with connect() as connected:
        connected.sendall(b"PUT /api/audio/x/peaks HTTP/1.1\r\n" + HOST)
        connected.sendall(b"Sec-Fetch-Site: same-origin\r\nContent-Length: 100\r\n\r\nabc")
        assert seconds_until_closed(connected) < 4


def test_a_body_nobody_asked_for_can_not_be_dripped_for_ever(connect: Callable[[], socket.socket]) -> None:
    with connect() as connected:
        connected.sendall(b"GET /healthz HTTP/1.1\r\n" + HOST + b"Content-Length: 100000\r\n\r\n")
        assert connected.recv(65536).startswith(b"HTTP/1.1 200")
        assert seconds_until_closed(connected, b"x" * 100) < 3


def test_more_connections_than_we_hold_are_cut(
    connect: Callable[[], socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "CONNECTIONS", 3)
    with ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(connect()).sendall(b"GET")
        assert seconds_until_closed(stack.enter_context(connect())) < 0.5


@pytest.mark.parametrize(
    "lines",
    [
        b"X-Long: " + b"a" * 40_000 + b"\r\n",
        b"".join(b"X-%d: b\r\n" % number for number in range(4000)),
        b"X-Endless: " + b"a" * 200_000,
        b"X-Long: " + b"a" * 40_000 + b"\r\n\r\n",
    ],
)
def test_a_header_over_32_kib_is_refused(running: Running, lines: bytes) -> None:
    with running.connect() as connected:
        reply = exchange(connected, b"GET / HTTP/1.1\r\n" + HOST + lines[:60_000])
        assert reply.startswith(b"HTTP/1.1 431 ") and b"nothing was changed" in reply
        assert b"x-content-type-options: nosniff" in reply.lower()


def test_a_header_of_30_kib_is_not(running: Running) -> None:
    with running.connect() as connected:
        fields = HOST + b"Connection: close\r\nX-Long: " + b"a" * 30_000
        assert exchange(connected, b"GET / HTTP/1.1\r\n" + fields + b"\r\n\r\n").startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b"X-Folded: a\r\n b\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        b"GET / HTTP/1.1\r\n" + HOST + b"Bad Name: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_what_http_does_not_allow_gets_400(running: Running, request_bytes: bytes) -> None:
    with running.connect() as connected:
        reply = exchange(connected, request_bytes)
        assert reply.startswith(b"HTTP/1.1 400 ") and b"application/problem+json" in reply


def test_a_body_is_not_a_header(running: Running) -> None:
    key, _ = key_and_size(running)
    waveform = pack("<iIiiI", 1, 1, 44100, 1, 132300) + b"\x80\x7f" * 132300
    with httpx.Client(base_url=running.base, headers={"Sec-Fetch-Site": "same-origin"}) as client:
        for _ in range(3):
            assert client.put(f"/api/audio/{key}/peaks", content=waveform).status_code == 204
            assert client.get(f"/api/audio/{key}/peaks").content == waveform


def key_and_size(running: Running) -> tuple[str, int]:
    item = httpx.get(f"{running.base}/api/library").json()["items"][0]
    return item["key"], item["size"]


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("bytes=0-," * 500 + "0-", 200),
        ("bytes=0-0,0-0,0-0", 200),
        ("bytes=9-5", 200),
        ("bytes=99999999999-", 416),
        ("bytes=" + "9" * 1000 + "-", 200),
    ],
)
def test_range_abuse_never_costs_more_than_one_pass(running: Running, value: str, status: int) -> None:
    key, size = key_and_size(running)
    with running.connect() as connected:
        head = (
            f"GET /api/audio/{key} HTTP/1.1\r\nHost: localhost\r\nRange: {value}\r\nConnection: close\r\n\r\n"
        )
        reply = exchange(connected, head.encode())
    assert reply.startswith(f"HTTP/1.1 {status} ".encode())
    assert len(reply.partition(b"\r\n\r\n")[2]) == size if status == 200 else len(reply) < 2000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, wav: bytes) -> Iterator[Running]:
    """A server with one large track."""
    root = door(tmp_path_factory.mktemp("large"))
    (root / "media").mkdir()
    with (root / "media" / "long.wav").open("wb") as file:
        file.write(wav)
        file.truncate(200 * 1024 * 1024)
    with serving(root, "--port", "0", "--data-dir", str(root / "data")) as server:
        while not httpx.get(f"{server.base}/api/library").json()["items"]:
            time.sleep(0.05)
        yield server


def held(server: Running) -> int:
    """How often the server has the large track open."""
    links = Path(f"/proc/{server.process.pid}/fd").iterdir()
    return sum(os.path.lexists(link) and os.readlink(link).endswith("long.wav") for link in links)


def test_a_listener_who_leaves_lets_go_of_the_file(large: Running) -> None:
    until = time.monotonic() + 20
    while held(large) and time.monotonic() < until:
        time.sleep(0.1)
    key, _ = key_and_size(large)
    with large.connect() as connected:
        connected.sendall(f"GET /api/audio/{key} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert connected.recv(1000).startswith(b"HTTP/1.1 200 ")
        assert held(large) == 1
    until = time.monotonic() + 5
    while held(large) and time.monotonic() < until:
        time.sleep(0.05)
    assert held(large) == 0


def test_paused_players_starve_nobody(large: Running) -> None:
    key, _ = key_and_size(large)
    request = f"GET /api/audio/{key} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    with ExitStack() as stack:
        for _ in range(REQUESTS + 20):
            paused = stack.enter_context(large.connect())
            paused.sendall(request)
            assert paused.recv(1000).startswith(b"HTTP/1.1 200 ")
        assert httpx.get(f"{large.base}/api/library").status_code == 200
        assert httpx.get(f"{large.base}/api/audio/{key}", headers={"Range": "bytes=0-9"}).status_code == 206


def test_memory_does_not_grow_with_the_file(large: Running) -> None:
    key, size = key_and_size(large)
    before = resident(large)
    got = 0
    with httpx.stream("GET", f"{large.base}/api/audio/{key}") as reply:
        for piece in reply.iter_raw():
            got += len(piece)
    assert got == size
    assert resident(large) - before < 30 * 1024 * 1024


def resident(server: Running) -> int:
    """Bytes of memory the process has had at most."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


@pytest.mark.parametrize(
    ("method", "path", "room"),
    [
        ("GET", "/api/library", REQUESTS),
        ("GET", "/api/audio/x", STREAMS),
        ("GET", "/api/blobs/x", STREAMS),
        ("PATCH", "/api/uploads/x", UPLOADS),
        ("HEAD", "/api/uploads/x", REQUESTS),
    ],
)
def test_one_request_too_many_is_told_to_wait(method: str, path: str, room: int) -> None:
    assert asyncio.run(_crowded(method, path, room)) == [503]


async def _crowded(method: str, path: str, room: int) -> list[int]:
    leave, statuses = asyncio.Event(), list[int]()

    async def busy(scope: Any, receive: Any, send: Any) -> None:
        await leave.wait()

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    limits = Limits(busy)
    scope = {"type": "http", "path": path, "method": method, "headers": []}
    tasks = [asyncio.create_task(limits(scope, receive, send)) for _ in range(room)]
    await asyncio.sleep(0)
    assert statuses == []
    await limits(scope, receive, send)
    leave.set()
    await asyncio.gather(*tasks)
    await limits(scope, receive, send)
    return statuses
