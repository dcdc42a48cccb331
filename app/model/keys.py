"""The keyboard: which key does what, and where it must not."""

from __future__ import annotations

from enum import Enum, auto

STEP = 5
"""Seconds one press of an arrow moves."""

SHORTCUTS = (
    ("Space", "Play or pause"),
    ("←", f"Back {STEP} seconds"),
    ("→", f"Forward {STEP} seconds"),
    ("/", "Search the library"),
    ("?", "Show or hide this list"),
    ("Esc", "Close what is open"),
)
"""The list a person sees: key and effect."""


class Place(Enum):
    """Where the focus is, as far as keys care."""

    TEXT = auto()
    """A field that wants the characters itself."""
    SLIDER = auto()
    """The arrows move it."""
    BUTTON = auto()
    """Space presses it."""
    DIALOG = auto()
    """Something is asked or listed; nothing behind it moves."""
    PAGE = auto()


def shortcut(key: str, place: Place) -> tuple[str, str] | None:
    """What `key` (a DOM key name) means at `place`: a verb and its value, or None to leave it alone."""
    if place is Place.TEXT:
        return None
    if key == "?":
        return ("help", "")
    if place is Place.DIALOG:
        return None
    if key == " " and place is not Place.BUTTON:
        return ("toggle", "")
    if key == "/":
        return ("find", "")
    if place is not Place.SLIDER and key in ("ArrowLeft", "ArrowRight"):
        return ("nudge", str(STEP if key == "ArrowRight" else -STEP))
    return None


def menu_step(key: str, at: int, count: int) -> int | None:
    """Which of a menu's `count` items `key` leads to from item `at`; None to leave the key alone."""
    places = {"ArrowDown": (at + 1) % count, "ArrowUp": (at - 1) % count, "Home": 0, "End": count - 1}
    return places.get(key)
