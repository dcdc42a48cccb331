"""What the tests share: a demo library, the real server, and real browsers."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright
from selenium.webdriver import WebKitGTK

from demo import make_demo
from tests.browsers import ENGINES, Engine, Profile
from tests.larder_server import LarderServer
from tests.sound import silence
from tests.webkit import webkit as open_webkit

LAST = {"server": 1, "browser": 2, "e2e": 3}
StartServer = Callable[..., LarderServer]
NewProfile = Callable[[Engine], Profile]


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo library; tests that change it copy it first."""
    return make_demo(tmp_path_factory.mktemp("media") / "demo")


@pytest.fixture
def larder_server(tmp_path: Path, demo_folder: Path) -> Generator[StartServer]:
    """`larder_server(media, *flags)` starts a server of its own, over the demo when no folder is given."""
    started: list[LarderServer] = []

    def start(media: Path = demo_folder, *flags: str) -> LarderServer:
        server = LarderServer(media, tmp_path / f"server-{len(started)}", *flags)
        started.append(server)
        return server.start()

    yield start
    for server in started:
        server.stop()
        print(f"--- log of the server at {server.origin}\n{server.log}")


@pytest.fixture(scope="session")
def playwright() -> Generator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def profiles(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Generator[NewProfile]:
    """`profiles("firefox")` is a new, still closed profile; whoever opens it may leave it open."""
    made: list[Profile] = []

    with silence(tmp_path_factory.mktemp("sound")) as environ:

        def make(engine: Engine) -> Profile:
            made.append(Profile(playwright, engine, tmp_path_factory.mktemp(engine), environ))
            return made[-1]

        yield make
        for profile in made:
            profile.close()


@pytest.fixture
def chromium(profiles: NewProfile) -> Generator[Profile]:
    """A new Chromium profile."""
    yield from closed(profiles("chromium"))


@pytest.fixture
def firefox(profiles: NewProfile) -> Generator[Profile]:
    """A new Firefox profile."""
    yield from closed(profiles("firefox"))


@pytest.fixture(params=ENGINES)
def profile(request: pytest.FixtureRequest, profiles: NewProfile) -> Generator[Profile]:
    """A new profile of each engine in turn."""
    yield from closed(profiles(request.param))


def closed(profile: Profile) -> Generator[Profile]:
    yield profile
    profile.close()


@pytest.fixture(scope="session")
def webkit() -> Generator[WebKitGTK]:
    """WebKitGTK, one for all tests: its start costs seconds."""
    with open_webkit() as browser:
        yield browser


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Cheap tests first; and Playwright last, because asyncio.run fails in a thread where it is running."""
    items.sort(key=lambda item: LAST.get(item.path.parent.name, 0))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything is installed, a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        reporter.write_line("\nTests were skipped where nothing may be: their reasons stand below.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
