"""Every check of every contract, for every driver, in every engine that ships it: a test each."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from typing import Any

import pytest
from selenium.webdriver import WebKitGTK

from tests.browser.origin import Origin
from tests.browser.tree import tree
from tests.browsers import ENGINES
from tests.conftest import NewProfile
from tests.contracts import (
    blob_store,
    decoder,
    fuse,
    hints,
    leftovers,
    legacy,
    locks,
    no_thread,
    record_store,
    remote,
)

BLOBS = ("memory", "opfs", "opfs_streams", "idb")
RECORDS = ("memory_records", "idb_records")
DECODERS = ("pcm", "mp3", "whole_file", "packets")
SUITES = (
    ("blob_store", blob_store.CHECKS, BLOBS),
    ("leftovers", leftovers.CHECKS, BLOBS),
    ("record_store", record_store.CHECKS, RECORDS),
    ("remote", remote.CHECKS, ("http",)),
    ("hints", hints.CHECKS, ("memory_hints", "channel_hints")),
    ("legacy", legacy.CHECKS, ("keyval",)),
    ("locks", locks.CHECKS, ("memory_locks", "web_locks")),
    ("decoder", decoder.CHECKS, DECODERS),
    ("fuse", fuse.CHECKS, ("local_storage",)),
    ("no_thread", no_thread.CHECKS, ("no_thread",)),
)
CASES = [(suite, driver, name) for suite, checks, drivers in SUITES for driver in drivers for name in checks]
WEBKIT = [case for case in CASES if not case[1].startswith(("opfs", "packets", "keyval", "no_thread"))]
"""WebKitGTK has no private file system here, its AudioDecoder is kept out by a fuse, and writing Blobs to
IndexedDB, as an earlier system did, never ends."""
READY = "document.documentElement.dataset.app === 'ready'"
BOOT = 180.0
Run = Callable[[str, str, str], str]


@pytest.fixture(scope="module")
def url() -> Generator[str]:
    """The page that runs checks."""
    with tree(Origin) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/tests/browser/contract.html"
        server.shutdown()


@pytest.fixture(scope="module", params=ENGINES)
def run(request: pytest.FixtureRequest, profiles: NewProfile, url: str) -> Generator[Run]:
    """Runs one check in one engine; the page is loaded once for all of them."""
    profile = profiles(request.param)
    page = profile.open()
    unhandled: list[str] = []
    page.on("pageerror", lambda error: unhandled.append(str(error)))
    page.goto(url)
    until(lambda: page.evaluate(READY))
    yield lambda *case: page.evaluate("check => runCheck(...check)", list(case))
    profile.close()
    assert unhandled == []


@pytest.fixture(scope="module")
def run_in_webkit(webkit: WebKitGTK, url: str) -> Run:
    """The same in WebKitGTK, as it is after its AudioDecoder took a page down, this session with it."""
    webkit.get(url)
    webkit.execute_script("localStorage.setItem('larder-fuse-webcodecs', '1')")
    webkit.set_script_timeout(BOOT)
    until(lambda: webkit.execute_script(f"return {READY}"))
    script = "const done = arguments[3]; runCheck(...[...arguments].slice(0, 3)).then(done)"
    return lambda *case: webkit.execute_async_script(script, *case)


def until(ready: Callable[[], Any]) -> None:
    deadline = time.monotonic() + BOOT
    while not ready():
        assert time.monotonic() < deadline, "the page did not become ready"
        time.sleep(0.05)


def named(cases: list[tuple[str, str, str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=["-".join(case[1:]) for case in cases])


@named(CASES)
def test_contract(run: Run, case: tuple[str, str, str]) -> None:
    assert run(*case) == ""


@named(WEBKIT)
def test_contract_in_webkitgtk(run_in_webkit: Run, case: tuple[str, str, str]) -> None:
    assert run_in_webkit(*case) == ""


def test_webkitgtk_has_no_file_system_to_check(webkit: WebKitGTK, url: str) -> None:
    """Should it get one, this fails, and the drivers for it join the checks above."""
    webkit.get(url)
    assert webkit.execute_script("return navigator.storage === undefined")
