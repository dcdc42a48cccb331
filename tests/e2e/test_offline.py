"""Saved, server killed, browser restarted: it still plays."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.visitor import Visitor
from tests.larder_server import LarderServer

TRACK = "Return to Sender"


def test_a_kept_track_survives_server_and_browser(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    titles = set(visitor.states())
    visitor.keep(TRACK)
    expect(visitor.waveform(TRACK)).to_be_visible()
    server.kill()
    visitor.profile.kill()

    visitor.arrive()
    visitor.connection("Offline")
    assert set(visitor.states()) == titles
    visitor.play(TRACK)
    expect(visitor.player).to_contain_text("Playing from this device")
    expect(visitor.waveform(TRACK)).to_be_visible()
    size = next(server.media.glob(f"*/*{TRACK}*")).stat().st_size
    found = visitor.check()
    assert found["clean"] and (found["items"], found["bytes"]) == (1, size)

    visitor.button(f"Remove {TRACK} from this device").click()
    expect(visitor.item(TRACK)).to_contain_text("Streams")
    assert visitor.states()[TRACK] == "Streams"


def test_what_is_not_kept_says_so_offline(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    server.kill()
    visitor.reload()
    visitor.connection("Offline")
    expect(visitor.item("Buoys")).to_contain_text("Not while offline")
    expect(visitor.button("Save Buoys offline")).to_have_count(0)
    visitor.item("Buoys").get_by_role("button", name="Play Buoys").click(force=True)
    assert "not on this device and the server can't be reached" in visitor.alert()
