"""Every check of every contract, for every driver, in every engine that ships it: a test each."""

from __future__ import annotations

import os
import random
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
    offered,
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
    ("offered", offered.CHECKS, ("dropped", "stored_file")),
    ("locks", locks.CHECKS, ("memory_locks", "web_locks")),
    ("decoder", decoder.CHECKS, DECODERS),
    ("fuse", fuse.CHECKS, ("local_storage",)),
    ("no_thread", no_thread.CHECKS, ("no_thread",)),
)
CASES = [(suite, driver, name) for suite, checks, drivers in SUITES for driver in drivers for name in checks]
NOT_THERE = ("opfs", "packets", "keyval", "stored", "no_thread")
WEBKIT = [case for case in CASES if not case[1].startswith(NOT_THERE)]
"""WebKitGTK has no private file system here, its AudioDecoder is kept out by a fuse, and writing Blobs to
IndexedDB, as an earlier system did, never ends."""
READY = "document.documentElement.dataset.app === 'ready'"
BOOT = 180.0
WALK = int(os.environ.get("WALK", "150"))
"""Steps over the vault on every kind of store; SEED takes them again."""
LONGEST = 500
"""Steps in one go: a page in WebKitGTK has to answer within two minutes."""
SEED = int(os.environ.get("SEED", random.randrange(2**31)))
Call = Callable[..., str]
"""A function of the page, by its name, with these arguments."""


@pytest.fixture(scope="module")
def url() -> Generator[str]:
    """The page that runs checks."""
    with tree(Origin) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/tests/browser/contract.html"
        server.shutdown()


@pytest.fixture(scope="module", params=ENGINES)
def call(request: pytest.FixtureRequest, profiles: NewProfile, url: str) -> Generator[Call]:
    """Calls the page in one engine; it is loaded once for all checks."""
    profile = profiles(request.param)
    page = profile.open()
    unhandled: list[str] = []
    page.on("pageerror", lambda error: unhandled.append(str(error)))
    page.goto(url)
    until(lambda: page.evaluate(READY))
    yield lambda name, *given: page.evaluate("([name, given]) => window[name](...given)", [name, given])
    profile.close()
    assert unhandled == []


@pytest.fixture(scope="module")
def call_webkit(webkit: WebKitGTK, url: str) -> Call:
    """The same in WebKitGTK, as it is after its AudioDecoder took a page down, this session with it."""
    webkit.get(url)
    webkit.execute_script("localStorage.setItem('larder-fuse-webcodecs', '1')")
    webkit.set_script_timeout(BOOT)
    until(lambda: webkit.execute_script(f"return {READY}"))
    script = "const [name, given, done] = arguments; window[name](...given).then(done)"
    return lambda name, *given: webkit.execute_async_script(script, name, given)


def until(ready: Callable[[], Any]) -> None:
    deadline = time.monotonic() + BOOT
    while not ready():
        assert time.monotonic() < deadline, "the page did not become ready"
        time.sleep(0.05)


def walk(call: Call, driver: str) -> None:
    """Take WALK steps of the model of the vault on such stores, new ones and another seed after every few."""
    for seed, begun in enumerate(range(0, WALK, LONGEST), SEED):
        if told := call("runWalk", driver, seed, min(LONGEST, WALK - begun)):
            pytest.fail(told, pytrace=False)


def named(cases: list[tuple[str, str, str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=["-".join(case[1:]) for case in cases])


@named(CASES)
def test_contract(call: Call, case: tuple[str, str, str]) -> None:
    assert call("runCheck", *case) == ""


@named(WEBKIT)
def test_contract_in_webkitgtk(call_webkit: Call, case: tuple[str, str, str]) -> None:
    assert call_webkit("runCheck", *case) == ""


@pytest.mark.parametrize("driver", BLOBS[1:])
def test_the_vault_keeps_its_promises(call: Call, driver: str) -> None:
    walk(call, driver)


def test_the_vault_keeps_its_promises_in_webkitgtk(call_webkit: Call) -> None:
    walk(call_webkit, "idb")


def test_webkitgtk_has_no_file_system_to_check(webkit: WebKitGTK, url: str) -> None:
    """Should it get one, this fails, and the drivers for it join the checks above."""
    webkit.get(url)
    assert webkit.execute_script("return navigator.storage === undefined")
