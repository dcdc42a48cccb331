"""No room: refused before or while a byte is written, with the vault as it was."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.patience import until
from tests.e2e.visitor import Visitor
from tests.e2e.wire import Wire

AUDIO = r"^/api/audio/[0-9a-f]+$"
SMALL, LARGE = "Buoys", "Windfall"
NO_FILE_SYSTEM = "delete StorageManager.prototype.getDirectory"
NO_KEEPS = """const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (value, ...key) {
    if (String(key).startsWith("keep/")) throw new DOMException("full", "QuotaExceededError");
    return put.call(this, value, ...key);
}"""
FULL = "StorageManager.prototype.estimate = async () => ({ usage: 90_000_000, quota: 95_000_000 })"
ROWS = """() => new Promise(done => {
    indexedDB.open("larder").onsuccess = ({ target: { result: db } }) => {
        const chunks = db.transaction("chunks").objectStore("chunks").getAllKeys();
        chunks.onsuccess = () => { db.close(); done(chunks.result.length); };
    };
})"""
GROUP_SHARE = 5
"""Firefox gives one site a fifth of its limit."""
chromium_only = pytest.mark.parametrize("visitor", ["chromium"], indirect=True)


def small_kept(visitor: Visitor) -> dict[str, int]:
    """All files once one track is kept with its waveform."""
    visitor.keep(SMALL)
    expect(visitor.waveform(SMALL)).to_be_visible()
    return visitor.files()


def used(visitor: Visitor) -> int:
    """Bytes that the browser counts."""
    return visitor.page.evaluate("navigator.storage.estimate().then(figures => figures.usage)")


def allow(visitor: Visitor, more: int) -> None:
    """Let Chromium store `more` bytes than it does; its estimate stays what it was."""
    chrome = visitor.profile.context.new_cdp_session(visitor.page)
    limit = {"origin": visitor.url.rstrip("/"), "quotaSize": used(visitor) + more}
    chrome.send("Storage.overrideQuotaForOrigin", limit)


def nothing_new(visitor: Visitor, before: dict[str, int]) -> None:
    """The vault and the files are as they were, and what did not fit only waits."""
    visitor.cancel(LARGE)
    until(lambda: visitor.files() == before, "the files are as before")
    found = visitor.check()
    assert found["clean"] and found["items"] == 1, found
    expect(visitor.item(LARGE)).to_contain_text("Streams")
    visitor.play(SMALL)
    expect(visitor.player).to_contain_text("Playing from this device")


def test_what_does_not_fit_is_not_begun(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive()
    before, asked = small_kept(visitor), len(wire.passed(AUDIO))
    visitor.page.evaluate(f"() => {{ {FULL} }}")
    visitor.button(f"Save {LARGE} offline").click()
    said = visitor.alert()
    assert "was not saved" in said and "6.7 MB" in said and "already kept is safe" in said
    assert len(wire.passed(AUDIO)) == asked
    nothing_new(visitor, before)


@chromium_only
def test_a_disk_that_fills_up_meanwhile(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive()
    before = small_kept(visitor)
    allow(visitor, 3_000_000)
    visitor.button(f"Save {LARGE} offline").click()
    said = visitor.alert()
    assert "was not saved" in said and "already kept is safe" in said
    nothing_new(visitor, before)
    expect(visitor.page.get_by_role("alert")).to_have_count(1)


@chromium_only
def test_a_database_that_fills_up_meanwhile(visitor: Visitor, wire: Wire) -> None:
    visitor.begun_in_a_database()
    visitor.start(script=NO_FILE_SYSTEM)
    visitor.page.goto(visitor.url + "healthz")
    allow(visitor, 3_000_000)  # Chromium measures before the first write, and then not for a while
    visitor.page.goto(visitor.url)
    visitor.ready()
    visitor.button(f"Save {LARGE} offline").click()
    said = visitor.alert()
    assert "was not saved" in said and "already kept is safe" in said
    until(lambda: not visitor.page.evaluate(ROWS), "no chunk is left")
    found = visitor.check()
    assert found["clean"] and not found["items"]


def test_no_room_for_the_record(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive()
    before = small_kept(visitor)
    visitor.page.evaluate(f"() => {{ {NO_KEEPS} }}")
    visitor.button(f"Save {LARGE} offline").click()
    assert "already kept is safe" in visitor.alert()
    expect(visitor.item(LARGE)).to_contain_text("Waiting to save")
    visitor.reload()
    nothing_new(visitor, before)


@pytest.mark.parametrize("visitor", ["firefox"], indirect=True)
def test_firefox_says_no(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive()
    limit = GROUP_SHARE * (used(visitor) + 3_000_000) // 1024
    visitor.arrive(prefs={"dom.quotaManager.temporaryStorage.fixedLimit": limit})
    visitor.button(f"Save {LARGE} offline").click()
    assert "already kept is safe" in visitor.alert()
    expect(visitor.item(LARGE)).to_contain_text("Waiting to save")
    assert not visitor.files()
    assert visitor.check()["items"] == 0
