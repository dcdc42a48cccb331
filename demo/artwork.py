"""Covers: flat shapes, drawn by rule."""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random

from PIL import Image, ImageDraw

SIDE = 600
FINE = 2
"""Drawn larger and scaled down, because Pillow's shapes have hard edges."""
Pen = ImageDraw.ImageDraw


def cover(style: str) -> bytes:
    """The PNG of an album's cover, 600 pixels square; the same bytes every time."""
    image = Image.new("RGB", (SIDE * FINE, SIDE * FINE))
    COVERS[style](ImageDraw.Draw(image))
    small = image.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def tide(pen: Pen) -> None:
    """Rings of surf around a bay, and a sun half in the water."""
    side = SIDE * FINE
    sky(pen, "#0b3d4a", "#0f5a63")
    colours = ("#12707a", "#1f8d8f", "#4eaea6", "#8ccdbd", "#d4ead6")
    for ring in range(14):
        radius, width = side * (1.17 - 0.078 * ring), round(side * (0.036 - 0.0015 * ring))
        disc(pen, side * 0.15, side * 1.05, radius, outline=colours[ring % 5], width=width)
    disc(pen, side * 0.71, side * 0.28, side * 0.085, fill="#f2734e")
    box = [side * 0.625, side * 0.195, side * 0.795, side * 0.365]
    pen.pieslice(box, 0, 180, fill="#fbe6d0")


def orchard(pen: Pen) -> None:
    """Sixteen tiles of leaf, fruit and blossom."""
    dice, tile = Random(4), SIDE * FINE / 4
    grounds = ("#e4e6c3", "#c9d39b", "#4f7a45", "#2f5a3c")
    for place in range(16):
        x, y, ground = place % 4 * tile, place // 4 * tile, dice.choice(grounds)
        pen.rectangle([x, y, x + tile, y + tile], fill=ground)
        dice.choice((fruit, leaf, blossom))(pen, x, y, tile, dark=ground in grounds[2:])


def fruit(pen: Pen, x: float, y: float, tile: float, dark: bool) -> None:
    disc(pen, x + tile * 0.5, y + tile * 0.56, tile * 0.33, fill="#e8b84f" if dark else "#c8452f")
    ends = [x + tile * 0.5, y + tile * 0.3, x + tile * 0.6, y + tile * 0.12]
    pen.line(ends, fill="#3c2a1c", width=round(tile * 0.05))


def leaf(pen: Pen, x: float, y: float, tile: float, dark: bool) -> None:
    colour = "#9dbb62" if dark else "#4f7a45"
    pen.pieslice([x, y, x + 2 * tile, y + 2 * tile], 180, 270, fill=colour)
    vein = [x + tile * 0.2, y + tile * 0.8, x + tile * 0.75, y + tile * 0.25]
    pen.line(vein, fill="#e4e6c3" if not dark else "#2f5a3c", width=round(tile * 0.04))


def blossom(pen: Pen, x: float, y: float, tile: float, dark: bool) -> None:
    centre = x + tile / 2, y + tile / 2
    for dx, dy in ((0, -1), (0.95, -0.31), (0.59, 0.81), (-0.59, 0.81), (-0.95, -0.31)):
        petal = centre[0] + dx * tile * 0.2, centre[1] + dy * tile * 0.2
        disc(pen, *petal, tile * 0.16, fill="#f6ead9" if dark else "#d9a441")
    disc(pen, *centre, tile * 0.1, fill="#c8452f")


def post(pen: Pen) -> None:
    """A letter under the moon, over hills with a few lit windows."""
    side, dice = SIDE * FINE, Random(7)
    sky(pen, "#141b3c", "#4a3f7a")
    for _ in range(70):
        disc(pen, dice.random() * side, dice.random() * side * 0.6, dice.uniform(1, 4), fill="#e8e3ff")
    disc(pen, side * 0.74, side * 0.24, side * 0.11, fill="#f5e6b8")
    for x, y, radius in ((0.70, 0.21, 0.022), (0.77, 0.25, 0.03), (0.725, 0.285, 0.014)):
        disc(pen, side * x, side * y, side * radius, fill="#e6d29c")
    for height, colour in ((0.72, "#2c2a5a"), (0.80, "#211f48"), (0.88, "#161536")):
        disc(pen, side * dice.uniform(0.1, 0.9), side * (height + 0.9), side * 0.95, fill=colour)
    for _ in range(7):
        x, y = side * dice.uniform(0.08, 0.9), side * dice.uniform(0.83, 0.95)
        pen.rectangle([x, y, x + side * 0.016, y + side * 0.022], fill="#ffd88a")
    letter(pen, side * 0.24, side * 0.40, side * 0.36, side * 0.23)


def letter(pen: Pen, x: float, y: float, width: float, height: float) -> None:
    pen.rounded_rectangle([x, y, x + width, y + height], radius=width * 0.03, fill="#f4ece2")
    flap = [(x, y + height * 0.04), (x + width / 2, y + height * 0.6), (x + width, y + height * 0.04)]
    pen.line(flap, fill="#c9b8a4", width=round(width * 0.02), joint="curve")
    disc(pen, x + width / 2, y + height * 0.6, width * 0.07, fill="#c8452f")


def sky(pen: Pen, top: str, bottom: str) -> None:
    """A gradient from one colour to the other, in flat bands."""
    side, bands = SIDE * FINE, 48
    first, last = (tuple(bytes.fromhex(colour[1:])) for colour in (top, bottom))
    for band in range(bands):
        colour = tuple(a + (b - a) * band // bands for a, b in zip(first, last, strict=True))
        pen.rectangle([0, side * band // bands, side, side * (band + 1) // bands], fill=colour)


def disc(pen: Pen, x: float, y: float, radius: float, **look: str | int) -> None:
    pen.ellipse([x - radius, y - radius, x + radius, y + radius], **look)  # type: ignore[arg-type]


COVERS: dict[str, Callable[[Pen], None]] = {"tide": tide, "orchard": orchard, "post": post}
