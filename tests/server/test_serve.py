"""The front door: what it prints, what it refuses, how it leaves."""

from __future__ import annotations

import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.server.running import Running, command, door, environment, refused, serving


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A root that can be started, with an empty ./media."""
    root = door(tmp_path / "house")
    (root / "media").mkdir()
    return root


def test_it_prints_one_line_and_leaves_when_told(house: Path) -> None:
    for told in (signal.SIGINT, signal.SIGTERM):
        with serving(house, "--port", "0") as server:
            assert httpx.get(server.url).status_code == 200
            server.process.send_signal(told)
            out, err = server.process.communicate(timeout=10)
            assert (server.process.returncode, out, err) == (0, "", "")


def test_it_leaves_although_a_player_is_paused(house: Path, wav: bytes) -> None:
    with (house / "media" / "long.wav").open("wb") as file:
        file.write(wav)
        file.truncate(50 * 1024 * 1024)
    with serving(house, "--port", "0") as server:
        key = first_key(server)
        with server.connect() as player:
            player.sendall(f"GET /api/audio/{key} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            assert player.recv(100)
            server.process.terminate()
            assert server.process.wait(10) == 0


def first_key(server: Running) -> str:
    while not (items := httpx.get(f"{server.base}/api/library").json()["items"]):
        time.sleep(0.05)
    return items[0]["key"]


def test_a_port_that_was_asked_for_and_is_taken_is_refused(house: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"Port {port} on 127.0.0.1 is taken" in refused(house, "--port", str(port))


def test_the_next_port_is_taken_when_none_was_asked_for(house: Path) -> None:
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(("127.0.0.1", 8484))
        taken.listen()
    except OSError:
        pass  # somebody else has it: as good
    with taken, serving(house) as server:
        port = int(server.base.rsplit(":", 1)[1])
        assert 8484 < port < 8504
        server.process.terminate()
        _, err = server.process.communicate(timeout=10)
        assert err == f"Port 8484 is taken; Larder uses {port}.\n"


def test_without_the_browser_runtime_it_says_how_to_get_it(house: Path) -> None:
    (house / "vendor" / "pyodide" / "pyodide.mjs").unlink()
    assert "make run" in refused(house)


def test_an_index_held_by_another_program_is_one_sentence(house: Path) -> None:
    with serving(house, "--port", "0"):
        pass
    other = sqlite3.connect(house / "data" / "larder.db", isolation_level=None)
    other.execute("PRAGMA user_version=0")
    other.execute("BEGIN EXCLUSIVE")
    assert "Your music is untouched" in refused(house)
    other.close()


def test_without_its_packages_it_says_so(house: Path) -> None:
    bare = [sys.executable, "-S", *command(house)[1:]]
    ended = subprocess.run(bare, cwd=house, env=environment(), capture_output=True, text=True, timeout=30)
    assert ended.returncode == 2 and "make run" in ended.stderr and "Traceback" not in ended.stderr


def test_a_folder_that_is_not_there_is_one_sentence(house: Path) -> None:
    line = refused(house, "nowhere")
    assert line == f"There is no folder {house / 'nowhere'}; name the folder your music is in."


def test_a_newcomer_hears_something(tmp_path: Path) -> None:
    root = door(tmp_path / "house")
    with serving(root, "--port", "0") as server:
        first_key(server)
        assert (root / "data" / "demo").is_dir()
        assert httpx.get(f"{server.base}/api/library/problems").json()["total"] == 0
