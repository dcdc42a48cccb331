"""What reaches the page, as sentences. Runs where it ships, on the real document; no pytest in here."""

from __future__ import annotations

import json
from dataclasses import replace
from string.templatelib import Interpolation, Template

from js import document

from app.model.asset import Asset
from app.model.saves.transfer import Stage, Transfer
from app.ui.html import Encoder, Listing, Part
from app.ui.page import page
from app.ui.screen import Alert, PlayerState, View
from tests.contracts.ui_bench import NASTY, PLAIN, Bench, listing, named, rows


async def a_template_crosses_once(_bench: Bench) -> None:
    encoder = Encoder()
    first, second = (json.loads(encoder.frame(page(listing(rows(3))))) for _ in range(2))
    assert first["fresh"] and not second["fresh"]
    assert first["root"] == second["root"]


async def equal_parts_are_made_once(_bench: Bench) -> None:
    made: list[int] = []

    def part(number: int) -> Template:
        made.append(number)
        return Template("<p>", Interpolation(number), "</p>")

    encoder = Encoder()
    for _ in range(3):
        encoder.frame(Listing(tuple((str(n), Part(part, (n,))) for n in range(4))))
    assert made == [0, 1, 2, 3]


async def line_breaks_of_the_views_do_not_reach_the_page(_bench: Bench) -> None:
    laid_out = Template('\n  <p\n    class="a b">\n    ', Interpolation(1), "\n    and more\n  </p>")
    assert json.loads(Encoder().frame(laid_out)) == {
        "fresh": [['<p class="a b">', " and more </p>"]],
        "root": [0, 1],
    }


async def a_format_is_carried_out(_bench: Bench) -> None:
    number = Interpolation(1234.5, "number", None, ",.2f")
    assert json.loads(Encoder().frame(Template("<p>", number, "</p>")))["root"] == [0, "1,234.50"]


async def markup_in_a_title_stays_text(bench: Bench) -> None:
    bench.show(listing((replace(rows(1)[0], asset=Asset(key="k1", title=NASTY, artist=NASTY)),)))
    assert not document.querySelector(".nasty")
    assert document.querySelector(".track .title").textContent == NASTY
    assert document.querySelector(".track").getAttribute("aria-label") == NASTY


async def the_still_of_such_a_title_is_text_too(bench: Bench) -> None:
    bench.show(listing((replace(rows(1)[0], asset=Asset(key="k1", title=NASTY)),)))
    copy = document.createElement("div")
    copy.innerHTML = bench.face.snapshot()
    assert not copy.querySelector(".nasty")
    assert copy.querySelector(".track .title").textContent == NASTY


async def the_still_holds_nothing_of_the_moment(bench: Bench) -> None:
    running = Transfer("k1", "Track 1", 5, 10, Stage.RUNNING)
    listed = (replace(rows(1)[0], transfer=running, current=True, at=0.5), *rows(30)[1:])
    bench.show(replace(listing(listed), toast="Saved.", alerts=(Alert("a", "Not saved."),)))
    markup = bench.face.snapshot()
    copy = document.createElement("div")
    copy.innerHTML = markup
    assert copy.querySelectorAll(".track").length == 16
    assert not copy.querySelector("dialog, [style], [role=alert], progress, .is-current")
    assert not copy.querySelector("[aria-label=Connection]").textContent.strip()
    assert "Saved." not in markup and "Saving" not in markup


async def a_save_that_failed_is_told_in_its_row(bench: Bench) -> None:
    failed = Transfer("k1", "Track 1", stage=Stage.FAILED, reason="The server refused this.")
    bench.show(listing((replace(rows(1)[0], transfer=failed), *rows(2)[1:])))
    first, second = document.querySelectorAll(".track .state")
    assert "Streams" in first.textContent and "Not saved" in first.textContent
    assert "Not saved" not in second.textContent
    assert document.querySelector(".track .jarbtn").getAttribute("aria-label") == "Save Track 1 offline"


async def a_searched_or_scrolled_list_is_no_still(bench: Bench) -> None:
    bench.show(listing(rows(3)))
    before = bench.face.snapshot()
    bench.show(replace(listing(rows(1, "Other {}")), query="other"))
    bench.show(listing(rows(2, "Later {}"), first=5, total=99))
    bench.show(replace(PLAIN, view=View.VAULT))
    assert bench.face.snapshot() == before


async def no_peaks_no_waveform(bench: Bench) -> None:
    listed = rows(2)
    bench.show(listing((replace(listed[0], wave="M1.5 29V20"), listed[1])))
    assert document.querySelectorAll('.track [role="img"]').length == 1
    assert document.querySelector('.track [role="img"]').getAttribute("aria-label") == "Waveform of Track 1"


async def a_position_is_set_without_an_inline_style_in_the_markup(bench: Bench) -> None:
    playing = PlayerState(asset=rows(1)[0].asset, position=63, duration=252, wave="M1.5 39V20")
    bench.show(replace(listing(rows(1)), player=playing))
    frame = document.querySelector(".player .scrub")
    assert frame.style.getPropertyValue("--at") == "0.2500"
    assert 'style="' not in Encoder().frame(page(replace(listing(rows(1)), player=playing)))
    assert float(named("Position", "input").value) == 63


CHECKS = {
    check.__name__: check
    for check in (
        a_template_crosses_once,
        equal_parts_are_made_once,
        line_breaks_of_the_views_do_not_reach_the_page,
        a_format_is_carried_out,
        markup_in_a_title_stays_text,
        the_still_of_such_a_title_is_text_too,
        the_still_holds_nothing_of_the_moment,
        a_save_that_failed_is_told_in_its_row,
        a_searched_or_scrolled_list_is_no_still,
        no_peaks_no_waveform,
        a_position_is_set_without_an_inline_style_in_the_markup,
    )
}
