"""What importing shows and hears, as sentences. Runs where it ships, on the real document."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from js import document

from app.core.imports.importer import Refused
from app.model.saves.transfer import Stage, Transfer
from app.model.vault.badge import Badge
from app.ui.imports.state import Imports
from app.ui.screen import Phase, Screen
from tests.contracts.ui_bench import NASTY, PLAIN, Bench, listing, named, rows

FERRY = Transfer("k1", "04 Night ferry.flac", 18_200_000, 31_000_000, Stage.RUNNING)
GOING = Imports(
    over=412,
    files=1000,
    done=2_900_000_000,
    total=7_100_000_000,
    seconds_left=180.0,
    running=(FERRY, replace(FERRY, key="k2", title=NASTY)),
    imported=409,
    known=3,
)


def importing(imports: Imports, **how: Any) -> Screen:
    """A library into which these come."""
    return replace(PLAIN, imports=imports, **how)


async def a_press_opens_the_chooser_even_of_an_empty_library(bench: Bench) -> None:
    for phase in Phase:
        bench.show(replace(PLAIN, phase=phase))
        document.querySelector(".btn.import").click()
        assert bench.heard == [("choose-files", "", "")], phase
    bench.show(replace(PLAIN, can_save=False))
    assert not document.querySelector(".btn.import")


async def each_file_on_its_way_has_its_progress_and_its_cancel(bench: Bench) -> None:
    bench.show(importing(GOING))
    whole = named("Importing 1,000 files", "progress")
    one = named("Importing 04 Night ferry.flac", "progress")
    assert (whole.value, whole.max) == (2_900_000_000, 7_100_000_000)
    assert (one.value, one.max) == (18_200_000, 31_000_000)
    text = named("Import", "section").textContent
    assert "412 of 1,000 · 2.90 of 7.10 GB · 3 were already here" in text
    assert "18.2 of 31.0 MB" in text and "3 min left" in text
    assert not document.querySelector(".nasty")
    named("Cancel importing 04 Night ferry.flac").click()
    named("Cancel the import").click()
    assert bench.heard == [("cancel-import", "k1", ""), ("cancel-imports", "", "")]


async def what_was_left_out_is_named_with_its_reason(bench: Bench) -> None:
    refused = (Refused("notes.mp3", "It is no audio."), Refused(NASTY, "It is empty."))
    bench.show(importing(Imports(over=5, files=5, imported=3, refused=refused, failed=2)))
    text = named("Import", "section").textContent
    assert "3 files imported · 2 left out" in text
    assert "notes.mp3" in text and "It is no audio." in text
    assert not document.querySelector(".nasty") and not named("Cancel the import")
    named("Dismiss the import").click()
    assert bench.heard == [("dismiss-imports", "", "")]


async def what_went_well_leaves_nothing_behind(bench: Bench) -> None:
    bench.show(importing(Imports(over=3, files=3, imported=3)))
    assert not named("Import", "section")


async def it_is_said_without_numbers_that_change_all_the_time(bench: Bench) -> None:
    bench.show(importing(GOING))
    said = named("Import", "p").textContent
    bench.show(importing(replace(GOING, over=413, done=3_000_000_000)))
    assert named("Import", "p").textContent == said == "Importing 1,000 files."


async def files_held_over_the_page_may_be_dropped(bench: Bench) -> None:
    bench.show(importing(Imports(), dropping=True))
    assert document.querySelector(".drop").textContent.strip() == "Drop to import"
    bench.show(PLAIN)
    assert not document.querySelector(".drop")


async def what_is_on_another_device_says_so_and_offers_nothing(bench: Bench) -> None:
    bench.show(listing((replace(rows(1)[0], badge=Badge.ELSEWHERE, playable=False),)))
    row = named("Track 1", "li")
    assert "On another device" in row.textContent and "offline" not in row.textContent
    assert not row.querySelector(".jarbtn")
    assert named("Play Track 1").getAttribute("aria-disabled") == "true"


CHECKS = {
    check.__name__: check
    for check in (
        a_press_opens_the_chooser_even_of_an_empty_library,
        each_file_on_its_way_has_its_progress_and_its_cancel,
        what_was_left_out_is_named_with_its_reason,
        what_went_well_leaves_nothing_behind,
        it_is_said_without_numbers_that_change_all_the_time,
        files_held_over_the_page_may_be_dropped,
        what_is_on_another_device_says_so_and_offers_nothing,
    )
}
