"""axe-core finds nothing serious, in either theme, on a phone and on a desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.patience import until
from tests.e2e.visitor import Visitor
from tests.larder_server import LarderServer

AXE = Path(__file__).parents[2] / "vendor-test/axe/axe.min.js"
RUN = """axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations
    .filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))]))"""
NO_SOUND = "nothing but words, and a name as long as the sleeve notes of a box set " * 2 + ".mp3"
WIDTHS = {"phone": 360, "desk": 1280}


@pytest.fixture
def busy(visitor: Visitor, server: LarderServer) -> Visitor:
    """A page with a kept track that plays, and axe in it."""
    if not AXE.exists():
        pytest.skip("no axe-core on this machine: python -m runtime --group test")
    visitor.arrive()
    visitor.keep("Return to Sender")
    expect(visitor.waveform("Return to Sender")).to_be_visible()
    visitor.play("Return to Sender")
    visitor.page.evaluate(AXE.read_text())
    return visitor


def found(visitor: Visitor, theme: str, width: int) -> list[Any]:
    """What axe calls serious or critical."""
    visitor.page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
    visitor.page.set_viewport_size({"width": width, "height": 800})
    until(lambda: not visitor.page.evaluate("document.getAnimations().length"), "the colours have changed")
    return visitor.page.evaluate(RUN)


@pytest.mark.parametrize("visitor", ["chromium"], indirect=True)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious(busy: Visitor, theme: str) -> None:
    problems = {}
    busy.button("Add Buoys to a playlist").click()
    problems["menu", "desk"] = found(busy, theme, WIDTHS["desk"])
    busy.page.get_by_role("menuitem", name="New playlist").click()
    busy.page.get_by_role("textbox", name="Playlist name").fill("Sunday, late")
    problems["name", "phone"] = found(busy, theme, WIDTHS["phone"])
    busy.button("Create").click()
    expect(busy.page.get_by_role("status", name="Notice")).to_contain_text("“Buoys” is in Sunday, late.")
    with busy.page.expect_file_chooser() as chooser:
        busy.button("Import").click()
    chooser.value.set_files([{"name": NO_SOUND, "mimeType": "audio/mpeg", "buffer": b"words " * 200}])
    expect(busy.page.get_by_role("list", name="Not imported")).to_contain_text("nothing but words")
    for view in ("Library", "Playlists", "Sunday, late", "Vault"):
        if view == "Sunday, late":
            busy.page.get_by_role("link", name=view).click()
        else:
            busy.go(view)
        for device, width in WIDTHS.items():
            problems[view, device] = found(busy, theme, width)
            fits = busy.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert fits, f"{view} scrolls sideways at {width} px"
    for name, close in (("Show now playing", "Close now playing"),):
        busy.button(name).click()
        problems[name, "desk"] = found(busy, theme, WIDTHS["desk"])
        busy.button(close).click()
    assert not any(problems.values()), problems
