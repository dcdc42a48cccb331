"""Browsers that have been here before, and the wire between them and the server."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path
from random import randrange

import pytest

from demo.albums import TRACKS
from tests.browsers import ENGINES, Engine
from tests.conftest import NewProfile, StartServer
from tests.e2e.listing import all_listed
from tests.e2e.visitor import Visitor
from tests.e2e.wire import Wire
from tests.larder_server import LarderServer

LOCKS = shutil.ignore_patterns("Singleton*", "lock", ".parentlock")
Seasoned = Callable[[Engine], Path]


@pytest.fixture(scope="session")
def port() -> int:
    """Of the one origin that all tests visit: what a browser has installed there serves them all."""
    while True:
        # Below those that the system gives away to others between two tests.
        chosen = randrange(20_000, 30_000)
        with socket.socket() as trial, suppress(OSError):
            trial.bind(("127.0.0.1", chosen))
            return chosen


@pytest.fixture(scope="session")
def seasoned(
    profiles: NewProfile, demo_folder: Path, port: int, tmp_path_factory: pytest.TempPathFactory
) -> Seasoned:
    """The profile of an engine that has visited the page once: worker installed, Python compiled."""
    made: dict[Engine, Path] = {}

    def season(engine: Engine) -> Path:
        if engine not in made:
            data = tmp_path_factory.mktemp("seasoning") / "data"
            server = LarderServer(demo_folder, data, "--port", str(port))
            visitor = Visitor(profiles(engine), server.start().url)
            visitor.arrive()
            visitor.installed()
            visitor.profile.close()
            server.stop()
            made[engine] = visitor.profile.path
        return made[engine]

    return season


Visit = Callable[[Engine], AbstractContextManager[Visitor]]


@pytest.fixture
def visit(profiles: NewProfile, seasoned: Seasoned, port: int) -> Visit:
    """Makes somebody who was here before, browser still closed. Complaints of the console fail the test."""
    return partial(visiting, profiles, seasoned, port)


@contextmanager
def visiting(profiles: NewProfile, seasoned: Seasoned, port: int, engine: Engine) -> Generator[Visitor]:
    """Somebody who was here before, until they are gone."""
    before = seasoned(engine)
    profile = profiles(engine)
    shutil.copytree(before, profile.path, ignore=LOCKS, dirs_exist_ok=True, symlinks=True)
    visitor = Visitor(profile, f"http://127.0.0.1:{port}/")
    yield visitor
    # A page that is torn down with its server may say what it likes; one that crashed could not end its test.
    complaints = () if visitor.crashed else tuple(visitor.complaints)
    profile.close()
    shutil.rmtree(profile.path, ignore_errors=True)
    assert not complaints, "\n".join(complaints)


@pytest.fixture(params=ENGINES)
def visitor(request: pytest.FixtureRequest, visit: Visit) -> Generator[Visitor]:
    """Somebody in front of each browser."""
    with visit(request.param) as visitor:
        yield visitor


@pytest.fixture
def server(larder_server: StartServer, demo_folder: Path, port: int) -> LarderServer:
    """The real server over the demo, at the visited origin."""
    return all_listed(larder_server(demo_folder, "--port", str(port)), len(TRACKS))


@pytest.fixture
def wire(larder_server: StartServer, port: int) -> Generator[Wire]:
    """The visited origin, with the real server over the demo behind it."""
    server = all_listed(larder_server(), len(TRACKS))
    with Wire(port, int(server.origin.rsplit(":")[-1]), server.media) as wire:
        yield wire
        wire.shutdown()
