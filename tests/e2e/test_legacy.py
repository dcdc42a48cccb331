"""The vault of an earlier system, in every shape that it wrote, is brought over, undone and let go."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.e2e.patience import until
from tests.e2e.visitor import Visitor
from tests.larder_server import LarderServer

LISTED, OTHER = "Return to Sender", "Buoys"
WRITE = """async ([listed, other]) => {
    const fetched = async (key) => (await fetch(`/api/audio/${key}`)).arrayBuffer();
    const [one, two] = [await fetched(listed), await fetched(other)];
    const mimeType = "audio/flac";
    const values = {
        [listed]: { bytes: one, mimeType },
        "tapes/Åse – live?.flac": { bytes: new Uint8Array(two), mimeType },
        "third": { blob: new Blob([two, two], { type: mimeType }), mimeType },
        "fourth": new Blob([one, one], { type: mimeType }),
        "draft": "not audio, and not ours",
    };
    const asked = indexedDB.open("keyval-store");
    asked.onupgradeneeded = () => asked.result.createObjectStore("keyval");
    await new Promise((resolve) => { asked.onsuccess = resolve; });
    const tx = asked.result.transaction("keyval", "readwrite");
    for (const [key, value] of Object.entries(values)) tx.objectStore("keyval").put(value, key);
    await new Promise((resolve) => { tx.oncomplete = resolve; });
    asked.result.close();
    return 3 * (one.byteLength + two.byteLength);
}"""
KEYS = """async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === "keyval-store")) return null;
    const asked = indexedDB.open("keyval-store");
    await new Promise((resolve) => { asked.onsuccess = resolve; });
    const keys = asked.result.transaction("keyval").objectStore("keyval").getAllKeys();
    await new Promise((resolve) => { keys.onsuccess = resolve; });
    asked.result.close();
    return keys.result;
}"""
CLEAR = """async () => {
    const asked = indexedDB.open("keyval-store");
    await new Promise((resolve) => { asked.onsuccess = resolve; });
    const tx = asked.result.transaction("keyval", "readwrite");
    tx.objectStore("keyval").delete("draft");
    await new Promise((resolve) => { tx.oncomplete = resolve; });
    asked.result.close();
}"""


def written(visitor: Visitor) -> int:
    """The bytes of an earlier vault that is found at the next start."""
    visitor.arrive()
    keys = {item["title"]: item["key"] for item in visitor.page.evaluate("larder.items()")}
    size = visitor.page.evaluate(WRITE, [keys[LISTED], keys[OTHER]])
    visitor.reload()
    visitor.go("Vault")
    return size


def card(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("status", name="Earlier library")


def test_it_is_looked_at_brought_over_undone_and_let_go(visitor: Visitor, server: LarderServer) -> None:
    size = written(visitor)
    expect(card(visitor)).to_contain_text("An earlier offline library was found: 4 items")
    visitor.button("Look at it first").click()
    expect(card(visitor)).to_contain_text("the server lists 1, and 3 will be only on this device")
    assert visitor.check()["items"] == 0 and not visitor.files()

    visitor.button("Bring it over").click()
    expect(card(visitor)).to_contain_text("The earlier offline library was brought over")
    found = visitor.check()
    assert found["clean"] and found["items"] == 4 and found["bytes"] == size, found
    for title, badge in ((LISTED, "On this device"), ("tapes/Åse – live?.flac", "Only on this device")):
        expect(visitor.item(title)).to_contain_text(badge)
    visitor.play("tapes/Åse – live?.flac")
    expect(visitor.player).to_contain_text("Playing from this device")
    visitor.player.get_by_role("button", name="Pause").click()

    visitor.button("Undo").click()
    expect(card(visitor)).to_contain_text("An earlier offline library was found: 4 items")
    assert visitor.check()["items"] == 0
    visitor.reload()
    visitor.button("Bring it over").click()
    visitor.button("Delete the old copy").click()
    visitor.page.get_by_role("alertdialog").get_by_role("button", name="Delete the old copy").click()
    expect(card(visitor)).to_have_count(0)
    assert visitor.page.evaluate(KEYS) == ["draft"]
    visitor.reload()
    assert visitor.check()["items"] == 4 and visitor.check()["clean"]


def test_killed_on_the_way_it_goes_on(visitor: Visitor, server: LarderServer) -> None:
    written(visitor)
    visitor.page.evaluate(CLEAR)
    visitor.button("Bring it over").click()
    until(lambda: visitor.check()["items"] > 0, "the first is here")
    visitor.profile.kill()
    visitor.arrive("#/vault")
    expect(card(visitor)).to_be_visible()
    if visitor.button("Bring it over").count():
        visitor.button("Bring it over").click()
    expect(card(visitor)).to_contain_text("The earlier offline library was brought over")
    visitor.button("Delete the old copy").click()
    visitor.page.get_by_role("alertdialog").get_by_role("button", name="Delete the old copy").click()
    expect(card(visitor)).to_have_count(0)
    assert visitor.page.evaluate(KEYS) is None
    found = visitor.check()
    assert found["clean"] and found["items"] == 4, found


def test_where_there_is_none_nothing_is_said_and_nothing_made(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive("#/vault")
    until(lambda: visitor.page.get_by_role("button", name="Check the vault").count(), "the vault is shown")
    assert card(visitor).count() == 0
    assert visitor.page.evaluate(KEYS) is None
