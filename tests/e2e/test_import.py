"""Files of one's own: chosen, dropped or pasted; with and without a server."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.patience import LONG, until
from tests.e2e.visitor import Visitor
from tests.larder_server import LarderServer
from tests.server.encoded import encode

MANY = 60
ONLY = "Only on this device"
TAGGED = "rec-0001.mp3"
"""Its tags say Slate by Harbour, from Tides."""
OFFER = """([name, bytes]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(bytes)], name));
    const told = (kind) => document.body.dispatchEvent(
        new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    told("dragover");
    window.dropIt = () => told("drop");
}"""
PASTE = """([name, bytes]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(bytes)], name));
    const event = new ClipboardEvent("paste", { bubbles: true, cancelable: true });
    Object.defineProperty(event, "clipboardData", { value: transfer });
    document.body.dispatchEvent(event);
}"""
"""Firefox leaves `clipboardData` out of an event that a script makes."""
SLOW = """const read = Blob.prototype.arrayBuffer;
Blob.prototype.arrayBuffer = async function () {
    await new Promise((done) => setTimeout(done, 400));
    return read.call(this);
};"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two sounds in it."""
    folder = tmp_path_factory.mktemp("own")
    encode(folder / TAGGED, "-b:a", "128k", seconds=20)
    encode(folder / "Harbour - Tide Table.flac", "-ac", "1", seconds=3, tagged=False)
    return folder


def choose(visitor: Visitor, files: Sequence[Path]) -> None:
    """Press Import, and choose these."""
    with visitor.page.expect_file_chooser() as chooser:
        visitor.button("Import").click()
    assert chooser.value.is_multiple()
    chooser.value.set_files(files)


def notice(visitor: Visitor, text: str) -> None:
    """Wait until it is said in passing."""
    expect(visitor.page.get_by_role("status", name="Notice")).to_contain_text(text)


def here(visitor: Visitor, title: str, badge: str = "On this device") -> None:
    """It is listed, kept and drawn; with a server there it has gone up by itself."""
    expect(visitor.item(title)).to_contain_text(badge, timeout=1000 * LONG)
    expect(visitor.waveform(title)).to_be_visible()
    assert visitor.states()[title] == badge


def test_two_files_come_in_with_no_server_and_stay(
    visitor: Visitor, server: LarderServer, files: Path
) -> None:
    visitor.arrive()
    server.kill()
    visitor.reload()
    visitor.connection("Offline")
    choose(visitor, sorted(files.iterdir()))
    notice(visitor, "2 files imported.")
    for title in ("Slate", "Tide Table"):
        here(visitor, title, ONLY)
    for word in ("Harbour", "Tides", "0:20"):
        expect(visitor.item("Slate")).to_contain_text(word)
    visitor.reload()
    for title in ("Slate", "Tide Table"):
        here(visitor, title, ONLY)
    visitor.play("Slate")
    expect(visitor.player).to_contain_text("Playing from this device")
    found = visitor.check()
    size = sum(each.stat().st_size for each in files.iterdir())
    assert found["clean"] and (found["items"], found["bytes"]) == (2, size), found
    visitor.button("Remove Tide Table from this device").click()
    expect(visitor.page.get_by_role("alertdialog")).to_contain_text("This is the only copy.")
    visitor.button("Remove the only copy").click()
    expect(visitor.item("Tide Table")).to_have_count(0)
    visitor.reload()
    expect(visitor.item("Slate")).to_be_visible()
    assert "Tide Table" not in visitor.states()


def test_the_same_bytes_are_recognised(visitor: Visitor, server: LarderServer, files: Path) -> None:
    visitor.arrive()
    titles = len(visitor.states())
    choose(visitor, [next(server.media.glob("*/*Buoys*"))])
    notice(visitor, "1 was already here.")
    expect(visitor.item("Buoys")).to_contain_text("On this device")
    assert len(visitor.states()) == titles
    slate = files / TAGGED
    choose(visitor, [slate])
    notice(visitor, "1 file imported.")
    choose(visitor, [slate])
    notice(visitor, "1 was already here.")
    assert len(visitor.states()) == titles + 1
    assert visitor.check()["clean"]


def test_what_is_no_audio_is_named(
    visitor: Visitor, server: LarderServer, files: Path, tmp_path: Path
) -> None:
    visitor.arrive()
    (tmp_path / "diary.mp3").write_text("Dear diary, today nothing sounded. " * 40)
    (tmp_path / "empty.flac").write_bytes(b"")
    choose(visitor, [tmp_path / "diary.mp3", tmp_path / "empty.flac", files / TAGGED])
    left_out = visitor.page.get_by_role("list", name="Not imported").get_by_role("listitem")
    expect(left_out).to_have_count(2)
    expect(left_out.filter(has_text="diary.mp3")).to_contain_text("Its content is not audio")
    expect(left_out.filter(has_text="empty.flac")).to_contain_text("It is empty (0 bytes)")
    here(visitor, "Slate")
    visitor.button("Dismiss the import").click()
    expect(visitor.page.get_by_role("region", name="Import")).to_be_hidden()
    assert visitor.check()["clean"]


@pytest.fixture
def pebbles(files: Path, tmp_path: Path) -> list[Path]:
    """Many small sounds, each of its own bytes."""
    sound = (files / "Harbour - Tide Table.flac").read_bytes()
    for number in range(MANY):
        (tmp_path / f"Pebble {number:02}x.flac").write_bytes(sound + number.to_bytes(4, "big"))
    return sorted(tmp_path.glob("Pebble*"))


def test_many_at_once_with_progress(visitor: Visitor, server: LarderServer, pebbles: list[Path]) -> None:
    visitor.arrive()
    titles = len(visitor.states())
    choose(visitor, pebbles)
    expect(visitor.page.get_by_role("progressbar", name=f"Importing {MANY} files")).to_be_visible()
    expect(visitor.page.get_by_role("progressbar", name="Importing Pebble").first).to_be_visible()
    notice(visitor, f"{MANY} files imported.")
    assert len(visitor.states()) == titles + MANY
    found = visitor.check()
    assert found["clean"] and found["items"] == MANY, found


def begin(visitor: Visitor, pebbles: list[Path]) -> None:
    """An import of which some files are in, and most are not."""
    visitor.arrive(script=SLOW)
    choose(visitor, pebbles)
    expect(visitor.page.get_by_role("region", name="Import")).to_contain_text(
        re.compile(rf"\D[4-9] of {MANY}\b"), timeout=1000 * LONG
    )


def goes_on(visitor: Visitor, pebbles: list[Path]) -> None:
    """What was in is sound; chosen again, the rest comes in and nothing is there twice."""
    until(lambda: visitor.check()["clean"], "nothing is left over")
    titles, kept = len(visitor.page.evaluate("larder.items()")), visitor.check()["items"]
    assert 4 <= kept < MANY
    choose(visitor, pebbles)
    notice(visitor, f"{MANY - kept} files imported · {kept} were already here.")
    assert len(visitor.page.evaluate("larder.items()")) == titles + MANY - kept
    found = visitor.check()
    assert found["clean"] and found["items"] == MANY, found


def test_a_killed_browser_brings_the_rest_in_when_asked_again(
    visitor: Visitor, server: LarderServer, pebbles: list[Path]
) -> None:
    begin(visitor, pebbles)
    visitor.profile.kill()
    visitor.arrive()
    goes_on(visitor, pebbles)


@pytest.mark.parametrize("visitor", ["chromium"], indirect=True)
def test_a_killed_renderer_brings_the_rest_in_when_asked_again(
    visitor: Visitor, server: LarderServer, pebbles: list[Path]
) -> None:
    begin(visitor, pebbles)
    with visitor.page.expect_event("crash"):
        visitor.profile.kill_pages()
    visitor.profile.close()
    visitor.arrive()
    goes_on(visitor, pebbles)


def test_cancelled_it_leaves_the_vault_as_it_was(
    visitor: Visitor, server: LarderServer, tmp_path: Path, files: Path
) -> None:
    large = tmp_path / "large.mp3"
    large.write_bytes((files / TAGGED).read_bytes() * 40)
    visitor.start(script=SLOW)
    visitor.page.goto(visitor.url)
    visitor.ready()
    before = visitor.files()
    choose(visitor, [large, files / TAGGED])
    expect(visitor.page.get_by_role("progressbar", name="Importing large.mp3")).to_be_visible()
    visitor.page.wait_for_timeout(300)
    visitor.button("Cancel the import").click()
    expect(visitor.page.get_by_role("region", name="Import")).to_be_hidden()
    until(lambda: visitor.files() == before, "the files are as before")
    assert visitor.check()["clean"] and visitor.check()["items"] == 0


def test_files_may_be_dropped_anywhere_and_pasted(
    visitor: Visitor, server: LarderServer, files: Path
) -> None:
    visitor.arrive("#/vault")
    bytes_of = {path.name: list(path.read_bytes()) for path in files.iterdir()}
    visitor.page.evaluate(OFFER, ["Harbour - Tide Table.flac", bytes_of["Harbour - Tide Table.flac"]])
    expect(visitor.page.get_by_text("Drop to import")).to_be_visible()
    visitor.page.evaluate("dropIt()")
    expect(visitor.page.get_by_text("Drop to import")).to_be_hidden()
    expect(visitor.item("Tide Table")).to_be_visible()
    visitor.page.evaluate(PASTE, [TAGGED, bytes_of[TAGGED]])
    visitor.go("Library")
    here(visitor, "Slate")
