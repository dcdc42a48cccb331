"""The library as it may be shown again before Python is up: nothing in it is only true at this moment."""

from __future__ import annotations

from dataclasses import replace

from app.model.vault.badge import Badge
from app.ui.imports.state import Imports
from app.ui.saves import Saves
from app.ui.screen import Net, Phase, PlayerState, Row, Screen, View, Window
from app.ui.sync.state import SyncState

ROWS = 16
"""A screenful on most screens: more would only make the first paint later."""


def keepable(screen: Screen) -> bool:
    """Whether it shows the library from its top, unsearched."""
    plain = screen.view is View.LIBRARY and screen.phase is Phase.READY and not screen.query
    return plain and not screen.window.first


def still(screen: Screen) -> Screen:
    """`screen` at rest: nothing plays, nothing is on its way, nothing is said or asked."""
    return replace(
        screen,
        net=Net.ONLINE,
        window=Window(tuple(resting(row) for row in screen.window.rows[:ROWS]), 0, screen.window.total),
        shelf=tuple(replace(sleeve, cover=lasting(sleeve.cover)) for sleeve in screen.shelf),
        saves=Saves(),
        imports=Imports(),
        dropping=False,
        sync=SyncState(),
        player=PlayerState(volume=screen.player.volume),
        alerts=(),
        toast="",
        question=None,
        banner="",
        banner_action=None,
        help=False,
    )


def resting(row: Row) -> Row:
    """A row without its moment."""
    calm = replace(row, transfer=None, current=False, playing=False, at=0.0, cover=lasting(row.cover))
    return replace(calm, playable=row.badge is not Badge.ELSEWHERE)


def lasting(url: str) -> str:
    """The URL, unless it ends with this page."""
    return "" if url.startswith("blob:") else url
