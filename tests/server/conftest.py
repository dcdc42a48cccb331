"""Encoded files, an application in this process, and servers in processes of their own."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from server.app import build
from server.settings import Settings
from tests.server.client import Client, client_of
from tests.server.encoded import encode, encode_all
from tests.server.running import Running, door, serving, shell

Open = Callable[..., Client]


@pytest.fixture(scope="session")
def encoded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every format, tagged."""
    return encode_all(tmp_path_factory.mktemp("encoded"))


@pytest.fixture(scope="session")
def wav(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A short untagged WAV."""
    return encode(tmp_path_factory.mktemp("wav") / "a.wav", seconds=1, tagged=False).read_bytes()


@pytest.fixture
def music(tmp_path: Path) -> Path:
    """An empty library folder."""
    folder = tmp_path / "music"
    folder.mkdir()
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root with a small shell."""
    return shell(tmp_path / "root")


@pytest.fixture
def opened(tmp_path: Path, root: Path, music: Path) -> Iterator[Open]:
    """Opens the application over the library folder, as often as wanted; ready when scanned and hashed."""
    with ExitStack() as stack:

        def open_app(token: str | None = None, **settings: Any) -> Client:
            data = tmp_path / "data"
            data.mkdir(exist_ok=True)
            chosen = Settings(data_dir=data, **settings)
            app = build(chosen, music, token, root)
            client = stack.enter_context(client_of(app))
            return client if token else settled(client)

        yield open_app


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory, encoded: Path) -> Path:
    """A library folder for servers in processes."""
    folder = tmp_path_factory.mktemp("library")
    for name in ("cbr.mp3", "plain.flac", "int16.wav"):
        shutil.copy(encoded / name, folder)
    return folder


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory, library: Path) -> Iterator[Running]:
    """A server on loopback without a token."""
    root = door(tmp_path_factory.mktemp("door"))
    with serving(root, str(library), "--port", "0", "--data-dir", str(root / "data")) as server:
        yield server


def settled(client: Client, seconds: float = 60) -> Client:
    """The client, once the scan is over and every digest is known."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not client.get("/api/library/scan").json()["running"]:
            items = client.get("/api/library?limit=1000").json()["items"]
            if all(item["digest"] for item in items):
                return client
        time.sleep(0.01)
    raise AssertionError("the scan did not end")


def rescanned(client: Client) -> Client:
    """The client, after another scan."""
    assert client.write("POST", "/api/library/scan").status_code == 202
    return settled(client)


def items(client: Client) -> dict[str, dict[str, Any]]:
    """The library by title."""
    return {item["title"]: item for item in client.get("/api/library?limit=1000").json()["items"]}


def problems(client: Client) -> dict[str, str]:
    """Path to reason."""
    return {item["path"]: item["reason"] for item in client.get("/api/library/problems").json()["items"]}
