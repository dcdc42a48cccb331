"""Killed between two steps of a save or a removal: the next start puts it right."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.patience import until
from tests.e2e.visitor import Visitor
from tests.e2e.wire import Wire

TRACK = "Buoys"
AUDIO = r"^/api/audio/[0-9a-f]+$"
BEFORE_MOVE = """FileSystemFileHandle.prototype.move = () => {
    window.reached = true;
    return new Promise(() => {});
}"""
AFTER_MOVE = """const move = FileSystemFileHandle.prototype.move;
FileSystemFileHandle.prototype.move = async function (...to) {
    await move.apply(this, to);
    window.reached = true;
    return new Promise(() => {});
}"""
BEFORE_BLOB_GOES = """const removeEntry = FileSystemDirectoryHandle.prototype.removeEntry;
FileSystemDirectoryHandle.prototype.removeEntry = function (name) {
    if (!name.startsWith("sha256-")) return removeEntry.call(this, name);
    window.reached = true;
    return new Promise(() => {});
}"""


def killed_there(visitor: Visitor) -> None:
    """Kill the browser at the point where the script waits."""
    until(lambda: visitor.page.evaluate("window.reached === true"), "the failpoint is reached")
    visitor.profile.kill()


def whole(name: str, size: int) -> bool:
    """Whether a file is a blob; the waveform that follows a save is on its way for a moment."""
    return name.startswith("blobs/sha256-") and size > 0


def goes_on(visitor: Visitor, wire: Wire) -> None:
    """After the next start the save completes, and its bytes do not cross the wire again."""
    before = sum(one.bytes for one in wire.passed(AUDIO))
    visitor.arrive()
    visitor.kept(TRACK)
    assert visitor.check()["clean"]
    until(lambda: all(whole(*file) for file in visitor.files().items()), "no part of it is left")
    assert sum(one.bytes for one in wire.passed(AUDIO)) - before < 100_000


def test_between_close_and_move(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive(script=BEFORE_MOVE)
    visitor.button(f"Save {TRACK} offline").click()
    killed_there(visitor)
    goes_on(visitor, wire)


def test_between_move_and_record(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive(script=AFTER_MOVE)
    visitor.button(f"Save {TRACK} offline").click()
    killed_there(visitor)
    goes_on(visitor, wire)


def test_between_record_and_blob_of_a_removal(visitor: Visitor, wire: Wire) -> None:
    visitor.arrive(script=BEFORE_BLOB_GOES)
    visitor.keep(TRACK)
    visitor.button(f"Remove {TRACK} from this device").click()
    killed_there(visitor)
    visitor.arrive()
    expect(visitor.item(TRACK)).to_contain_text("Streams")
    until(lambda: not visitor.files(), "the blob is swept")
    assert visitor.check()["clean"]
