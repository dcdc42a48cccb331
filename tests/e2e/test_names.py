"""The names that people hear and tests rely on."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.treatments import slow
from tests.e2e.visitor import Visitor
from tests.e2e.wire import Wire

TRACK = "Windfall"
AUDIO = r"^/api/audio/[0-9a-f]+$"


def test_the_library(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive()
    page = visitor.page
    expect(page).to_have_title("Larder")
    main = page.get_by_role("navigation", name="Main")
    for view in ("Library", "Playlists", "Vault"):
        expect(main.get_by_role("link", name=view)).to_be_visible()
    visitor.connection("Online")
    expect(page.get_by_role("searchbox", name="Search the library")).to_be_visible()
    expect(visitor.tracks).to_have_count(8)
    for name in (f"Play {TRACK}", f"Save {TRACK} offline", f"Add {TRACK} to a playlist", "Save all offline"):
        expect(visitor.button(name)).to_be_visible()
    for name in ("Play", "Previous", "Next"):
        expect(visitor.player.get_by_role("button", name=name, exact=True)).to_be_visible()
    for name in ("Position", "Volume"):
        expect(visitor.player.get_by_role("slider", name=name)).to_be_visible()


def test_a_save_from_begin_to_end(visitor: Visitor, wire: Wire) -> None:
    wire.treat(AUDIO, slow(1_500_000))
    visitor.arrive()
    visitor.button(f"Save {TRACK} offline").click()
    bar = visitor.page.get_by_role("progressbar", name=f"Saving {TRACK}")
    expect(bar).to_be_visible()
    expect(visitor.button(f"Cancel saving {TRACK}")).to_be_visible()
    expect(visitor.item(TRACK)).to_contain_text("s left")
    visitor.kept(TRACK)
    expect(bar).to_have_count(0)
    expect(visitor.waveform(TRACK)).to_be_visible()


def test_the_vault(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive("#/vault")
    page = visitor.page
    vault = page.get_by_role("region", name="Offline vault")
    expect(vault).to_contain_text("0 items · 0 B")
    visitor.go("Library")
    visitor.keep("Buoys")
    expect(visitor.waveform("Buoys")).to_be_visible()
    visitor.go("Vault")
    for text in ("1 item · 1.4", "Browser estimate:", "Persistent storage:", "Stored in: OPFS"):
        expect(vault).to_contain_text(text)
    for kind in ("Audio", "Waveforms and covers"):
        expect(vault.get_by_role("row", name=kind)).to_be_visible()
        expect(visitor.button(f"Clear {kind}")).to_be_visible()
    expect(visitor.button("Check the vault")).to_be_visible()
    expect(vault.get_by_role("spinbutton", name="Budget in MB")).to_have_value("500")
    expect(vault.get_by_role("switch", name="Make room automatically")).to_be_checked()
    expect(vault.get_by_role("switch", name="Only on unmetered connections")).not_to_be_checked()
    expect(vault.get_by_role("log", name="What was removed and why")).to_be_visible()


def test_clearing_asks_first(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive()
    visitor.keep("Buoys")
    visitor.go("Vault")
    visitor.button("Clear Audio").click()
    question = visitor.page.get_by_role("alertdialog", name="Clear Audio?")
    question.get_by_role("button", name="Leave it").click()
    expect(question).to_be_hidden()
    assert visitor.check()["items"] == 1
    visitor.button("Clear Audio").click()
    question.get_by_role("button", name="Clear Audio").click()
    expect(visitor.page.get_by_role("heading", name="Nothing is kept yet")).to_be_visible()
    assert not visitor.files()


def test_what_a_script_may_ask(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive()
    assert set(visitor.states().values()) == {"Streams"}
    assert visitor.page.evaluate("larder.items().then(items => Object.keys(items[0]).sort())") == [
        "key",
        "state",
        "title",
    ]
    assert isinstance(visitor.page.evaluate("larder.version()"), str)
