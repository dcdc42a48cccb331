"""What the Sync view shows and hears, as sentences. Runs where it ships, on the real document."""

from __future__ import annotations

from dataclasses import replace

from js import document

from app.core.uploads.uploads import Refused, Upload
from app.model.asset import Asset
from app.ui.screen import Net, Screen, View
from app.ui.sync.state import ConflictCard, OpLine, Outgoing, Side, SyncState
from tests.contracts.ui_bench import NASTY, PLAIN, Bench

KETTLE = Asset("k", "Kettle in D", size=4_300_000)
GOING = Upload(KETTLE, 1_600_000, 4_300_000, 71_000.0)


def of(sync: SyncState, net: Net = Net.ONLINE) -> Screen:
    """The view of it."""
    return replace(PLAIN, view=View.SYNC, sync=sync, net=net)


def text(selector: str) -> str:
    """What is read there, in one line."""
    return " ".join(document.querySelector(selector).textContent.split())


async def what_goes_up_says_how_far_it_is_and_can_be_paused(bench: Bench) -> None:
    bench.show(of(SyncState(out=Outgoing(GOING, ahead=2))))
    assert "Files to send 3" in text("#sending") and "1.6 of 4.3 MB sent · 38 s left" in text(".moving")
    bar = document.querySelector('[aria-label="Sending Kettle in D"]')
    assert (bar.value, bar.max) == (1_600_000, 4_300_000)
    assert "2 files wait" in text(".goes") and text(".conn") == "Online · sending 3 files"
    document.querySelector('[data-do="hold-files"]').click()
    assert bench.heard == [("hold-files", "", "")]


async def paused_it_says_so_and_goes_on_at_a_press(bench: Bench) -> None:
    bench.show(of(SyncState(out=Outgoing(None, ahead=3, paused=True))))
    assert "Sending is paused." in text(".goes") and text(".conn") == "Online"
    assert not document.querySelector(".goes progress")
    document.querySelector('[data-do="send-files"]').click()
    assert bench.heard == [("send-files", "", "")]


async def what_the_server_does_not_take_says_why_and_what_is_safe(bench: Bench) -> None:
    nasty = Refused(replace(KETTLE, title=NASTY), "At most 4 GB fit into one upload.")
    bench.show(of(SyncState(out=Outgoing(refused=(nasty,)))))
    assert NASTY in text(".needs h3") and "It is still on this device" in text(".needs")
    assert text(".conn") == "Problem: 1 file not taken"
    document.querySelector('.needs [data-do="send-files"]').click()
    assert bench.heard == [("send-files", "", "")]


async def a_full_server_is_said_where_it_counts(bench: Bench) -> None:
    bench.show(of(SyncState(out=Outgoing(ahead=3, full="The server has no room for this."))))
    assert "no room" in text(".goes") and text(".conn") == "Problem: the server is full"


async def offline_it_says_what_waits(bench: Bench) -> None:
    ops = (OpLine("favourite/a", NASTY, "Favourite", "Today, 08:40"),)
    bench.show(of(SyncState(waiting=101, ops=ops, out=Outgoing(ahead=1)), Net.OFFLINE))
    assert text(".conn") == "Offline · 101 changes and 1 file waiting"
    assert "And 100 changes more." in text(".goes") and NASTY in text(".ops")


async def both_sides_of_a_conflict_are_shown_and_differences_said(bench: Bench) -> None:
    mine = (Side("Name", NASTY, True), Side("On it", "2 tracks", False))
    theirs = (Side("Name", "Ferry", True), Side("On it", "2 tracks", False))
    card = ConflictCard("playlist/c", "Ferry", "Today, 07:58", "Firefox on Linux", mine, theirs)
    bench.show(of(SyncState(torn=1, conflicts=(card,))))
    assert text(".conflict h3") == "“Ferry” was changed in two places"
    assert text(".conn") == "Online · 1 change to look at"
    assert "Firefox on Linux · Today, 07:58" in text(".ver.mine")
    assert text(".ver.mine .diff dd") == NASTY and text(".ver.theirs .diff dd") == "Ferry"
    assert len(document.querySelectorAll(".ver .diff")) == 2 and "(differs)" in text(".ver.mine .diff dt")
    for verb in ("keep-both", "use-mine", "use-theirs"):
        document.querySelector(f'[data-do="{verb}"]').click()
    assert bench.heard == [(verb, "playlist/c", "") for verb in ("keep-both", "use-mine", "use-theirs")]


async def with_nothing_to_send_it_says_that_all_is_there(bench: Bench) -> None:
    bench.show(of(SyncState(last="2 minutes")))
    assert "Everything has reached the server" in text(".goes") and not document.querySelector(".needs *")


CHECKS = {
    check.__name__: check
    for check in (
        what_goes_up_says_how_far_it_is_and_can_be_paused,
        paused_it_says_so_and_goes_on_at_a_press,
        what_the_server_does_not_take_says_why_and_what_is_safe,
        a_full_server_is_said_where_it_counts,
        offline_it_says_what_waits,
        both_sides_of_a_conflict_are_shown_and_differences_said,
        with_nothing_to_send_it_says_that_all_is_there,
    )
}
