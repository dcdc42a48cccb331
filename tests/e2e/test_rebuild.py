"""The browser threw something away: the bytes, the records, or both while the page was open."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error, expect

from tests.e2e.patience import until
from tests.e2e.test_damage import DAMAGE
from tests.e2e.visitor import Visitor
from tests.larder_server import LarderServer

TRACKS = ("Return to Sender", "Buoys")
STRAY = """async () => {
    const root = await navigator.storage.getDirectory();
    const blobs = await root.getDirectoryHandle("blobs");
    const file = await blobs.getFileHandle("sha256-" + "5".repeat(64), { create: true });
    const out = await file.createWritable();
    await out.write(new Uint8Array(2_000_000));
    await out.close();
}"""
chromium_only = pytest.mark.parametrize("visitor", ["chromium"], indirect=True)


def cleared(visitor: Visitor, what: str) -> None:
    """The browser forgets this kind of storage of our origin, as it does when it evicts."""
    chrome = visitor.profile.context.new_cdp_session(visitor.page)
    origin = {"origin": visitor.url.rstrip("/"), "storageTypes": what}
    chrome.send("Storage.clearDataForOrigin", origin)


def both_kept(visitor: Visitor) -> None:
    visitor.arrive()
    for title in TRACKS:
        visitor.keep(title)
        expect(visitor.waveform(title)).to_be_visible()


def away(visitor: Visitor) -> None:
    """Nothing of ours is open any more; the browser stays."""
    visitor.page.goto(visitor.url + "healthz")


def back(visitor: Visitor) -> None:
    visitor.page.goto(visitor.url)
    visitor.ready()


def opened_anew(visitor: Visitor) -> bool:
    """Whether the page is ready, over stores in which nothing is kept, and lists the library again."""
    try:
        return visitor.app() == "ready" and visitor.check()["items"] == 0 and len(visitor.states()) > 2
    except Error:
        return False


@chromium_only
def test_the_bytes_are_gone(visitor: Visitor, server: LarderServer) -> None:
    both_kept(visitor)
    away(visitor)
    cleared(visitor, "file_systems")
    back(visitor)
    for title in TRACKS:
        expect(visitor.item(title)).to_contain_text("Missing")
    visitor.go("Vault")
    visitor.button("Fetch 2 missing again").click()
    for title in TRACKS:
        visitor.kept(title)
    expect(visitor.button("Fetch 2 missing again")).to_have_count(0)
    found = visitor.check()
    assert found["clean"] and all(found["promises"].values()), found


@chromium_only
def test_the_records_are_gone(visitor: Visitor, server: LarderServer) -> None:
    both_kept(visitor)
    before = {name for name in visitor.files() if name.startswith("blobs/")}
    visitor.page.evaluate(STRAY)
    away(visitor)
    cleared(visitor, "indexeddb")
    back(visitor)
    assert "2 tracks recognised and kept as before" in visitor.alert()
    for title in TRACKS:
        visitor.kept(title)
        expect(visitor.waveform(title)).to_be_visible()
    until(lambda: visitor.check()["unclaimed"] == 1, "covers and waveforms are claimed too")
    assert before < set(visitor.files())
    assert visitor.check()["clean"]
    visitor.go("Vault")
    expect(visitor.page.get_by_role("main")).to_contain_text("2.0 MB here belong to nothing in the library")
    visitor.button("Clear unclaimed").click()
    visitor.button("Clear them").click()
    until(lambda: {name for name in visitor.files() if name.startswith("blobs/")} == before, "it is gone")
    visitor.reload()
    found = visitor.check()
    assert found["clean"] and found["items"] == 2 and all(found["promises"].values()), found


@chromium_only
def test_the_records_are_gone_and_a_blob_is_damaged(visitor: Visitor, server: LarderServer) -> None:
    both_kept(visitor)
    away(visitor)
    cleared(visitor, "indexeddb")
    visitor.page.evaluate(DAMAGE, "flipped")
    back(visitor)
    for title in TRACKS:
        visitor.kept(title)
    found = visitor.check()
    assert found["items"] == 2 and not found["damaged"] and not found["missing"], found


@chromium_only
def test_everything_is_gone_while_it_is_open(visitor: Visitor, server: LarderServer) -> None:
    both_kept(visitor)
    cleared(visitor, "all")
    until(lambda: opened_anew(visitor), "the page opens anew")
    visitor.keep(TRACKS[0])
    found = visitor.check()
    assert found["clean"] and found["items"] == 1 and all(found["promises"].values()), found
