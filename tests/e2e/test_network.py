"""A server that can't be reached, freezes, or has somebody else answer in its place."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.patience import until
from tests.e2e.treatments import cut, flip, hang_up, in_turn, sign_in
from tests.e2e.visitor import Visitor
from tests.e2e.wire import Wire
from tests.larder_server import LarderServer

TRACK = "Return to Sender"
AUDIO = r"^/api/audio/[0-9a-f]+$"
HINT = "dispatchEvent(new Event('online'))"
"""What a browser says when the network has changed somehow."""


def refused(visitor: Visitor) -> str:
    """Try to save it; the sentence that says why not, with nothing left behind."""
    visitor.button(f"Save {TRACK} offline").click()
    said = visitor.alert()
    assert f"“{TRACK}” was not saved." in said
    expect(visitor.item(TRACK)).to_contain_text("Streams")
    until(lambda: not visitor.files(), "nothing is left")
    assert visitor.check()["items"] == 0
    return said


def test_altered_bytes_are_refused(visitor: Visitor, wire: Wire) -> None:
    wire.treat(AUDIO, flip(1_500_000))
    visitor.arrive()
    assert "not the file the server described" in refused(visitor)
    wire.heal()
    visitor.keep(TRACK)


def test_a_sign_in_page_is_no_music(visitor: Visitor, wire: Wire) -> None:
    wire.treat(AUDIO, sign_in)
    visitor.arrive()
    assert "answered in the server's place" in refused(visitor)


def test_a_sign_in_page_is_no_server(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive()
    visitor.keep(TRACK)
    titles = set(visitor.states())
    wire.treat("^/api/", sign_in)
    visitor.reload()
    visitor.connection("Offline")
    assert set(visitor.states()) == titles
    visitor.play(TRACK)
    expect(visitor.player).to_contain_text("Playing from this device")
    wire.heal()
    visitor.page.evaluate(HINT)
    visitor.connection("Online")


def test_a_server_out_of_reach_is_noticed(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive()
    wire.treat("", hang_up)
    visitor.page.evaluate(HINT)
    visitor.connection("Offline")
    assert visitor.page.evaluate("navigator.onLine")
    wire.heal()
    visitor.connection("Online")


def test_a_save_waits_for_the_server_and_goes_on(visitor: Visitor, wire: Wire) -> None:
    wire.treat(AUDIO, hang_up)
    visitor.arrive()
    visitor.button(f"Save {TRACK} offline").click()
    expect(visitor.item(TRACK)).to_contain_text("Held at 0 %")
    wire.heal()
    visitor.page.evaluate(HINT)
    visitor.kept(TRACK)
    assert visitor.check()["clean"]


def test_bytes_that_end_early_are_never_kept(visitor: Visitor, wire: Wire) -> None:
    wire.treat(AUDIO, in_turn(cut(500_000), hang_up))
    visitor.arrive()
    visitor.button(f"Save {TRACK} offline").click()
    expect(visitor.item(TRACK)).to_contain_text("Held at")
    assert visitor.states()[TRACK] == "Streams"
    assert visitor.check()["items"] == 0


def test_a_frozen_server_leaves_the_page_alive(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    visitor.keep(TRACK)
    server.freeze()
    visitor.page.evaluate(HINT)
    search = visitor.page.get_by_role("searchbox", name="Search the library")
    search.fill("return")
    expect(visitor.tracks).to_have_count(1, timeout=5_000)
    visitor.connection("Offline", seconds=20)
    visitor.play(TRACK)
    expect(visitor.player).to_contain_text("Playing from this device")
    server.thaw()
    visitor.connection("Online")


@pytest.mark.parametrize("visitor", ["chromium"], indirect=True)
def test_without_a_network_what_is_kept_plays(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    visitor.keep(TRACK)
    visitor.profile.context.set_offline(True)
    visitor.connection("Offline")
    visitor.play(TRACK)
    expect(visitor.player).to_contain_text("Playing from this device")
    visitor.profile.context.set_offline(False)
    visitor.connection("Online")
