"""A server that is killed at any moment of an upload: what it acknowledged is there, the rest goes on."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.model.ref import ref_of
from server.blobs.shelf import Shelf
from server.check import report, taken
from server.sync.audit import audit
from tests.larder_server import LarderServer
from tests.server.running import door
from tests.server.sending import PIECE, UPLOADS, metadata

KILLS = int(os.environ.get("KILLS", "4"))
SIZE = 24 * 1024 * 1024
STEP = 2 * 1024 * 1024
OWN = {"Tus-Resumable": "1.0.0", "Sec-Fetch-Site": "same-origin"}
STRACE = shutil.which("strace")


@pytest.fixture
def server(tmp_path: Path, music: Path) -> Generator[LarderServer]:
    server = LarderServer(music, tmp_path / "data", root=door(tmp_path / "door"))
    yield server.start()
    server.stop()
    print(server.log)


def checked(server: LarderServer) -> dict[str, Any]:
    """What a check says of the server's data, which it must find sound."""
    books = audit(server.data / "records.db")
    found = report(books, taken(Shelf(server.data / "blobs")), books)
    assert found["holds"], found
    return found


def begin(server: LarderServer, data: bytes) -> str:
    fields = {"Upload-Length": str(len(data)), "Upload-Metadata": metadata(ref_of(data))}
    return httpx.post(server.origin + UPLOADS, headers=OWN | fields).headers["location"]


def offset(server: LarderServer, url: str) -> int:
    answer = httpx.head(server.origin + url, headers=OWN)
    assert answer.status_code == 200, answer
    return int(answer.headers["upload-offset"])


def send(server: LarderServer, url: str, data: bytes, at: int) -> int:
    """The offset after one piece, as the server acknowledged it."""
    fields = {"Upload-Offset": str(at), "Content-Type": PIECE}
    piece = data[at : at + STEP]
    answer = httpx.patch(server.origin + url, content=piece, headers=OWN | fields, timeout=20)
    assert answer.status_code == 204, answer.text
    return int(answer.headers["upload-offset"])


def held(server: LarderServer, data: bytes) -> bool:
    answer = httpx.get(f"{server.origin}/api/blobs/{ref_of(data)}")
    assert answer.status_code == 404 or answer.content == data
    return answer.status_code == 200


def random_bytes(seed: int, size: int = SIZE) -> bytes:
    return random.Random(seed).randbytes(size)


def test_killed_at_random_moments_it_goes_on_each_time(server: LarderServer) -> None:
    dice = random.Random(seed := int(os.environ.get("SEED", time.time_ns())))
    print("SEED", seed)
    data = random_bytes(seed)
    url, at, kills = begin(server, data), 0, 0
    while at < len(data):
        killer = threading.Timer(dice.uniform(0, 0.5), server.kill) if kills < KILLS else None
        if killer:
            killer.start()
        try:
            while at < len(data):
                at = send(server, url, data, at)
        except httpx.TransportError:
            kills += 1
        if killer:
            killer.join()
            assert checked(server)["counts"]["blobs"] <= 1
            server.start()
        known, at = at, offset(server, url)
        assert at >= known
        assert held(server, data) == (at == len(data))
    assert held(server, data) and offset(server, url) == len(data)
    assert checked(server)["orphaned"] == [] and sum(1 for _ in server.data.glob("uploads/*")) == 1


@contextmanager
def injected(server: LarderServer, *what: str) -> Iterator[None]:
    """What the system does to the server meanwhile."""
    line = [str(STRACE), "-f", "-p", str(server.pid), "-o", "/dev/null"]
    tracer = subprocess.Popen(
        [*line, *(word for each in what for word in ("-e", each))], stderr=subprocess.PIPE, text=True
    )
    assert tracer.stderr
    try:
        assert "attached" in tracer.stderr.readline()
        yield
    finally:
        tracer.terminate()
        try:
            tracer.wait(2)
        except subprocess.TimeoutExpired:  # it waits for threads that were killed with the process, for ever
            tracer.kill()
            tracer.wait(10)
        tracer.stderr.close()


@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
@pytest.mark.parametrize("call", ["fsync", "fdatasync", "rename", "pwrite64"])
def test_killed_at_each_step_of_the_last_piece(server: LarderServer, call: str) -> None:
    for number in range(1, 30):
        data = random_bytes(number, 100_000)
        url = begin(server, data)
        killed = False
        with injected(server, f"trace={call}", f"inject={call}:signal=KILL:when={number}"):
            try:
                send(server, url, data, 0)
            except httpx.TransportError:
                killed = True
        if not killed:
            assert number > 1, "it was never killed"
            assert held(server, data)
            break
        server.kill()
        checked(server)
        server.start()
        at = offset(server, url)
        while at < len(data):
            at = send(server, url, data, at)
        assert held(server, data)
        assert checked(server)["orphaned"] == []
    else:
        raise AssertionError("it never got through")


@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
def test_a_disk_that_flushes_nothing_acknowledges_nothing(server: LarderServer) -> None:
    data = random_bytes(1, 100_000)
    url = begin(server, data)
    with injected(server, "trace=fsync", "inject=fsync:error=EIO"):
        fields = {"Upload-Offset": "0", "Content-Type": PIECE}
        answer = httpx.patch(server.origin + url, content=data, headers=OWN | fields, timeout=20)
        assert answer.status_code == 500 and "nothing was kept" in answer.json()["detail"]
    assert not held(server, data) and checked(server)["counts"]["blobs"] == 0
    url = begin(server, data)
    assert send(server, url, data, 0) == len(data) and held(server, data)
