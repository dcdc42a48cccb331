"""Cover art: any picture made into two WebP sizes, and reduced to one of the twelve art colours."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from io import BytesIO
from math import atan2, cbrt, degrees, hypot
from pathlib import Path

from PIL import Image

from server.publish import publish
from server.sniff import image_type

PIXELS = 64_000_000
"""Most pixels that are decoded; a picture of more is refused unseen."""
QUALITY = 82
HUES = (15, 42, 68, 92, 128, 155, 195, 225, 258, 285, 318, 350)
"""Degrees of OKLCH hue of the art colours, as static/css/tokens.css has them."""
GREY = 0.03
"""Mean OKLab chroma below which a cover has no colour."""
SAMPLE = 24
"""Side of the square that the colour is measured on."""


class Size(StrEnum):
    """Which cover."""

    SMALL = "small"
    LARGE = "large"

    @property
    def pixels(self) -> int:
        """Longest side."""
        return 96 if self is Size.SMALL else 480


class NotAPicture(Exception):
    """Not a JPEG, PNG, WebP or GIF, damaged, or larger than we decode."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture that is on the shelf: SHA-256 of its original bytes in hex, and its art colour."""

    digest: str
    hue: int | None


class Covers:
    """The covers of a library, in a folder of ours, named by what they were made from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, Cover] = {}

    def remember(self, known: Mapping[str, int | None]) -> None:
        """Take over what an index already knows, digest to hue."""
        self._known.update({digest: Cover(digest, hue) for digest, hue in known.items()})

    def path(self, digest: str, size: Size) -> Path:
        """Where that size is kept."""
        return self._folder / digest[:2] / f"{digest}-{size}.webp"

    def make(self, picture: bytes) -> Cover:
        """Both sizes of `picture`, made unless they are there. Blocks. Raises NotAPicture."""
        digest = sha256(picture).hexdigest()
        known = self._known.get(digest)
        if known and all(self.path(digest, size).exists() for size in Size):
            return known
        image = decoded(picture)
        for size in Size:
            publish(self.path(digest, size), webp(image, size))
        self._known[digest] = Cover(digest, hue_of(image))
        return self._known[digest]


def decoded(picture: bytes) -> Image.Image:
    """The picture as RGB or RGBA, no larger than needed. Raises NotAPicture."""
    if not image_type(picture[:16]):
        raise NotAPicture
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(BytesIO(picture), formats=["JPEG", "PNG", "WEBP", "GIF"])
            if image.width * image.height > PIXELS:
                raise NotAPicture
            image.draft("RGB", (Size.LARGE.pixels, Size.LARGE.pixels))
            image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    except Exception as error:  # decoders of damaged pictures raise whatever they stumble over
        raise NotAPicture from error
    image.thumbnail((Size.LARGE.pixels, Size.LARGE.pixels), Image.Resampling.LANCZOS)
    return image


def webp(image: Image.Image, size: Size) -> bytes:
    """The picture in that size, never enlarged."""
    smaller = image.copy()
    smaller.thumbnail((size.pixels, size.pixels), Image.Resampling.LANCZOS)
    out = BytesIO()
    smaller.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()


def hue_of(image: Image.Image) -> int | None:
    """The art colour most of the picture's chroma is nearest to; None for a grey one."""
    small = image.convert("RGB").resize((SAMPLE, SAMPLE), Image.Resampling.BOX).tobytes()
    weights = [0.0] * len(HUES)
    for red, green, blue in zip(small[::3], small[1::3], small[2::3], strict=True):
        a, b = oklab_ab(red, green, blue)
        weights[nearest(degrees(atan2(b, a)))] += hypot(a, b)
    if sum(weights) < GREY * SAMPLE * SAMPLE:
        return None
    return max(range(len(HUES)), key=weights.__getitem__)


def nearest(angle: float) -> int:
    """Index of the art colour nearest to a hue angle in degrees."""
    return min(range(len(HUES)), key=lambda i: abs((HUES[i] - angle + 180) % 360 - 180))


def oklab_ab(red: int, green: int, blue: int) -> tuple[float, float]:
    """The a and b axes of OKLab (Björn Ottosson, 2020) of an 8-bit sRGB colour."""
    r, g, b = (_linear(value / 255) for value in (red, green, blue))
    long = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
