"""The app's icons as PNG, drawn by a browser from the mark in `static/icons.svg`."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

STATIC = Path(__file__).parents[1] / "static"
DAMSON, LIGHT = "#7c2555", "#fbf3f5"

ICONS = {
    "icon-192.png": (192, 0.22, 0.64),
    "icon-512.png": (512, 0.22, 0.64),
    "icon-maskable-512.png": (512, 0.0, 0.5),
    "apple-touch-icon.png": (180, 0.0, 0.6),
}
"""File name: side in px, radius of the corners and side of the mark as parts of it.

A maskable icon keeps the mark inside the middle 80 %: https://www.w3.org/TR/appmanifest/#icon-masks
"""


def mark() -> str:
    """The jar with its bars, in its 32 x 32 box."""
    sprite = (STATIC / "icons.svg").read_text()
    found = re.search(r'<symbol id="mark"[^>]*>(.*?)</symbol>', sprite, re.DOTALL)
    assert found, "the sprite holds no mark"
    return found[1]


def drawing(side: int, corner: float, part: float) -> str:
    """The icon as SVG: a damson tile with the mark in its middle."""
    scale = side * part / 32
    edge = side * (1 - part) / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}">'
        f'<rect width="{side}" height="{side}" rx="{side * corner}" fill="{DAMSON}"/>'
        f'<g transform="translate({edge} {edge}) scale({scale})" fill="{LIGHT}" stroke="{DAMSON}">'
        f"{mark()}</g></svg>"
    )


def draw(page: Page, name: str) -> None:
    """Writes one icon."""
    side, corner, part = ICONS[name]
    page.set_viewport_size({"width": side, "height": side})
    page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{drawing(side, corner, part)}")
    page.screenshot(path=STATIC / name, omit_background=True)


def main() -> None:
    """Draws them all."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        for name in ICONS:
            draw(page, name)
        browser.close()


if __name__ == "__main__":
    main()
