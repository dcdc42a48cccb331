"""The README's pictures: the real program over its demo library, in a headless browser.

Run in the test environment: `.venv/bin/python -m scripts.make_screenshots`.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from demo import make_demo
from tests.browsers import Profile
from tests.larder_server import LarderServer

IMAGES = Path(__file__).parent.parent / "docs" / "images"
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
PATIENCE = 60.0


def until(true: Callable[[], bool]) -> None:
    """Wait for something to become true. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError("the page did not get there")
        time.sleep(0.05)


def prepare(page: Page, url: str) -> None:
    """A library in use: most of it kept, one track playing."""
    page.goto(url)
    until(lambda: page.evaluate("document.documentElement.dataset.app") == "ready")
    page.get_by_role("button", name="Save all offline").click()
    drawn, sleeves = page.get_by_role("img", name="Waveform of"), 3
    until(lambda: drawn.count() == page.get_by_role("listitem").count() - sleeves)
    page.get_by_role("button", name="Remove Longshore Drift from this device").click()
    page.get_by_role("button", name="Play Windfall").click()
    page.get_by_role("slider", name="Position").fill("14")
    until(lambda: page.evaluate("document.getElementById('audio').currentTime") > 14)
    time.sleep(5)


def shoot(page: Page, name: str, size: dict[str, int], scheme: str) -> None:
    """One picture."""
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    page.evaluate("scrollTo(0, 0)")
    time.sleep(0.6)
    page.screenshot(path=IMAGES / f"{name}.png")


def main() -> None:
    """Make them all."""
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = Path(scratch)
        server = LarderServer(make_demo(folder / "demo"), folder / "data").start()
        profile = Profile(playwright, "chromium", folder / "profile", {})
        page = profile.open(viewport=DESK)
        try:
            prepare(page, server.url)
            shoot(page, "library-desk-light", DESK, "light")
            page.get_by_role("button", name="Show now playing").click()
            shoot(page, "player-phone-dark", PHONE, "dark")
        finally:
            profile.close()
            server.stop()


if __name__ == "__main__":
    main()
