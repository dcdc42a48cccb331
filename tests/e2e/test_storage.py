"""Browsers that store less, or nothing, or promise nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.visitor import Visitor
from tests.larder_server import LarderServer

TRACK = "Buoys"
NO_DATABASE = """const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (name, ...version) {
    if (name === "larder") throw new DOMException("not here", "UnknownError");
    return open.call(this, name, ...version);
}"""
NO_DATABASES = "IDBFactory.prototype.open = () => { throw new DOMException('not here', 'UnknownError'); }"
NOTHING_AT_ALL = NO_DATABASE + """
const refused = () => { throw new DOMException("The operation is insecure.", "SecurityError"); };
Object.defineProperty(window, "localStorage", { get: refused });
StorageManager.prototype.getDirectory = async () => refused();
"""
SHUT = """StorageManager.prototype.getDirectory = async () => {
    throw new DOMException("not now", "UnknownError");
}"""
NO_FILE_SYSTEM = "delete StorageManager.prototype.getDirectory"
DENIED = "StorageManager.prototype.persist = async () => false"
UNANSWERED = "StorageManager.prototype.persist = () => new Promise(() => {})"


def vault_says(visitor: Visitor, text: str) -> None:
    """The Vault view contains it."""
    visitor.go("Vault")
    expect(visitor.page.get_by_role("region", name="Offline vault")).to_contain_text(text)
    visitor.go("Library")


def saves_and_plays(visitor: Visitor) -> None:
    visitor.keep(TRACK)
    expect(visitor.waveform(TRACK)).to_be_visible()
    visitor.play(TRACK)
    expect(visitor.player).to_contain_text("Playing from this device")


def test_a_refusal_to_persist_is_told(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive(script=DENIED)
    vault_says(visitor, "Persistent storage: not asked yet")
    saves_and_plays(visitor)
    vault_says(visitor, "Persistent storage: not granted")


def test_a_question_left_open_holds_nothing_up(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive(script=UNANSWERED)
    saves_and_plays(visitor)
    vault_says(visitor, "Persistent storage: not")


@pytest.mark.parametrize("visitor", ["firefox"], indirect=True)
def test_a_private_window_keeps_in_indexeddb_and_says_so(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive(prefs={"browser.privatebrowsing.autostart": True})
    expect(visitor.page.get_by_text("This window is private")).to_be_visible()
    saves_and_plays(visitor)
    vault_says(visitor, "Stored in: IndexedDB")
    visitor.reload()
    expect(visitor.page.get_by_text("This window is private")).to_be_visible()
    visitor.kept(TRACK)
    assert visitor.check()["clean"]
    visitor.button(f"Remove {TRACK} from this device").click()
    expect(visitor.item(TRACK)).to_contain_text("Streams")


def test_a_file_system_that_does_not_open_once_loses_nothing(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    saves_and_plays(visitor)
    visitor.arrive(script=SHUT)
    expect(visitor.page.get_by_text("did not open its file system this time")).to_be_visible()
    expect(visitor.tracks).to_have_count(8)
    expect(visitor.button("Save Return to Sender offline")).to_have_count(0)
    visitor.play(TRACK)
    expect(visitor.player).to_contain_text("Streaming")
    visitor.go("Vault")
    visitor.button("Check the vault").click()
    assert "out of reach" in visitor.alert()
    visitor.arrive()
    visitor.kept(TRACK)
    found = visitor.check()
    assert found["clean"] and found["items"] == 1, found


def test_a_vault_stays_where_it_began(visitor: Visitor, server: LarderServer) -> None:
    visitor.begun_in_a_database()
    visitor.arrive(script=NO_FILE_SYSTEM)
    saves_and_plays(visitor)
    visitor.arrive()
    vault_says(visitor, "Stored in: IndexedDB")
    visitor.kept(TRACK)
    visitor.play(TRACK)
    expect(visitor.player).to_contain_text("Playing from this device")
    assert visitor.check()["clean"]


def test_without_any_storage_it_says_so_and_plays(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive(script=NO_DATABASE)
    expect(visitor.page.get_by_text("This browser lets Larder store nothing")).to_be_visible()
    expect(visitor.tracks).to_have_count(8)
    saves_and_plays(visitor)
    vault_says(visitor, "Stored in: memory")


def test_where_site_data_is_blocked_it_starts_and_plays(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive(script=NOTHING_AT_ALL)
    expect(visitor.page.get_by_text("This browser lets Larder store nothing")).to_be_visible()
    expect(visitor.tracks).to_have_count(8)
    visitor.play(TRACK)
    expect(visitor.player).to_contain_text("Streaming")


def test_a_store_that_does_not_open_is_no_empty_library(visitor: Visitor, server: LarderServer) -> None:
    visitor.start(script=NO_DATABASE)
    server.kill()
    visitor.page.goto(visitor.url)
    visitor.ready()
    expect(visitor.page.get_by_role("heading", name="The server can’t be reached")).to_be_visible()
    expect(visitor.page.get_by_text("This browser lets Larder store nothing")).to_be_visible()
    assert not visitor.page.get_by_text("The shelves are empty").count()


def test_a_browser_without_databases_shows_no_empty_library(visitor: Visitor, server: LarderServer) -> None:
    """PyScript keeps notes of its own in one, and does not start without."""
    visitor.start(script=NO_DATABASES)
    visitor.page.goto(visitor.url)
    expect(visitor.page.get_by_role("heading", name="Larder could not start")).to_be_visible()
    assert "what you kept is untouched" in visitor.alert()
    assert not visitor.page.get_by_text("The shelves are empty").count()
    assert set(visitor.complaints) == {"not here"}
    visitor.complaints.clear()
