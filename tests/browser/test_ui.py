"""What the page must do, in the browsers where it must do it."""

from __future__ import annotations

import ast
import threading
from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.tree import tree
from tests.browsers import ENGINES
from tests.conftest import NewProfile

SUITES = ("ui_markup", "ui_checks", "ui_imports", "ui_room", "ui_playlists", "ui_sync")
CONTRACTS = Path(__file__).parents[1] / "contracts"


def checks(suite: str) -> list[str]:
    """Names of the suite's checks. It is read, not imported: it needs the browser's own modules."""
    tree = ast.parse((CONTRACTS / f"{suite}.py").read_text())
    return [node.name for node in tree.body if isinstance(node, ast.AsyncFunctionDef)]


@pytest.fixture(scope="module", params=ENGINES)
def page(request: pytest.FixtureRequest, profiles: NewProfile) -> Generator[Page]:
    """The document of the checks, once for each browser."""
    profile = profiles(request.param)
    with tree() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        page = profile.open()
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/tests/browser/ui.html")
        page.wait_for_function("document.documentElement.dataset.app === 'ready'")
        yield page
        profile.close()
        server.shutdown()


@pytest.mark.parametrize("name", [name for suite in SUITES for name in checks(suite)])
def test_the_page(page: Page, name: str) -> None:
    assert page.evaluate("name => runCheck(name)", name) == ""
