"""Kept bytes that are not what they were: found, set aside, fetched again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.patience import until
from tests.e2e.visitor import Visitor
from tests.larder_server import LarderServer

TRACK = "Return to Sender"
DAMAGE = """async how => {
    const blobs = await (await navigator.storage.getDirectory()).getDirectoryHandle("blobs");
    for await (const handle of blobs.values()) {
        const file = await handle.getFile();
        if (file.size < 1_000_000) continue;
        const middle = file.size >> 1;
        const out = await handle.createWritable({ keepExistingData: true });
        const byte = new Uint8Array(await file.slice(middle, middle + 1).arrayBuffer());
        byte[0] ^= 1;
        if (how === "flipped") await out.write({ type: "write", position: middle, data: byte });
        else await out.truncate(how === "truncated" ? middle : 0);
        return await out.close();
    }
}"""


def kept_and_damaged(visitor: Visitor, how: str) -> None:
    visitor.arrive()
    visitor.keep(TRACK)
    expect(visitor.waveform(TRACK)).to_be_visible()
    visitor.page.evaluate(DAMAGE, how)


def heals(visitor: Visitor) -> None:
    """The badge says it, one press puts it right."""
    expect(visitor.item(TRACK)).to_contain_text("Missing")
    assert visitor.states()[TRACK] == "Missing"
    visitor.button(f"Fetch {TRACK} again").click()
    visitor.kept(TRACK)
    assert visitor.check()["clean"]
    visitor.play(TRACK)
    expect(visitor.player).to_contain_text("Playing from this device")


@pytest.mark.parametrize("how", ["flipped", "truncated"])
def test_a_check_finds_it(visitor: Visitor, server: LarderServer, how: str) -> None:
    kept_and_damaged(visitor, how)
    found = visitor.check()
    assert not found["clean"] and len(found["damaged"]) == 1
    visitor.go("Vault")
    visitor.button("Check the vault").click()
    said = visitor.page.get_by_role("status", name="Vault check")
    expect(said).to_contain_text("0 of 1 item are intact. What the server has of the rest")
    visitor.go("Library")
    heals(visitor)


@pytest.mark.parametrize("how", ["truncated", "emptied"])
def test_the_next_start_finds_it(visitor: Visitor, server: LarderServer, how: str) -> None:
    kept_and_damaged(visitor, how)
    visitor.reload()
    heals(visitor)


def test_an_intact_vault_is_said_to_be(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    visitor.keep(TRACK)
    visitor.go("Vault")
    visitor.button("Check the vault").click()
    said = visitor.page.get_by_role("status", name="Vault check")
    expect(said).to_contain_text("The one item is intact.")


@pytest.mark.parametrize("online", [True, False])
def test_playing_finds_it(visitor: Visitor, server: LarderServer, online: bool) -> None:
    kept_and_damaged(visitor, "flipped")
    visitor.reload()
    if not online:
        server.stop()
    visitor.button(f"Play {TRACK}").first.click()
    if online:
        assert "The local copy is damaged; now streaming" in visitor.alert()
        visitor.kept(TRACK)
        visitor.hear()
    else:
        assert "is damaged, and the server can't be reached" in visitor.alert()
        until(lambda: visitor.sound()["paused"], "it stops")
        expect(visitor.item(TRACK)).to_contain_text("Held at 0 %")
        server.start()
        visitor.kept(TRACK)
    assert visitor.check()["clean"]


def test_an_idle_moment_finds_it(visitor: Visitor, server: LarderServer) -> None:
    kept_and_damaged(visitor, "flipped")
    visitor.reload()
    assert f"“{TRACK}” was damaged on this device" in visitor.alert()
    visitor.kept(TRACK)
    assert visitor.check()["clean"]
    visitor.go("Vault")
    expect(visitor.page.get_by_role("main")).to_contain_text("Read again in an idle moment")
