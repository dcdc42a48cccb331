"""The library as it may be shown before Python is up."""

from __future__ import annotations

from dataclasses import replace

from app.model.asset import Asset
from app.model.saves.transfer import Stage, Transfer
from app.model.vault.badge import Badge
from app.ui.screen import Net, Phase, PlayerState, Row, Screen, Sleeve, View, Window
from app.ui.still import ROWS, keepable, still

ASSET = Asset(key="k", title="Slate")
ROW = Row(ASSET, Badge.KEPT, Transfer("k", "Slate", 1, 2, Stage.RUNNING), current=True, playing=True, at=0.4)
SCREEN = Screen(phase=Phase.READY, window=Window((ROW,) * 30, 0, 99), net=Net.OFFLINE, toast="Saved.")


def test_only_the_library_from_its_top_may_be_kept() -> None:
    assert keepable(SCREEN)
    assert not keepable(replace(SCREEN, view=View.VAULT))
    assert not keepable(replace(SCREEN, query="slate"))
    assert not keepable(replace(SCREEN, phase=Phase.UNREACHED))
    assert not keepable(replace(SCREEN, window=replace(SCREEN.window, first=1)))


def test_nothing_in_it_is_only_true_at_this_moment() -> None:
    calm = still(replace(SCREEN, player=PlayerState(asset=ASSET, playing=True, volume=0.3)))
    assert calm.window.rows == (Row(ASSET, Badge.KEPT),) * ROWS
    assert calm.player == PlayerState(volume=0.3)
    assert calm.net is Net.ONLINE and not calm.toast


def test_what_is_on_another_device_is_not_offered_to_be_played() -> None:
    calm = still(replace(SCREEN, window=Window((replace(ROW, badge=Badge.ELSEWHERE, playable=False),), 0, 1)))
    assert not calm.window.rows[0].playable


def test_a_url_that_ends_with_the_page_is_left_out() -> None:
    sleeve = Sleeve("Quarry Songs", "Bergit Aune", "k", 2, 1, 10, "blob:http://x/1")
    lasting = replace(ROW, cover="/api/audio/k/cover?size=small")
    calm = still(
        replace(SCREEN, shelf=(sleeve,), window=Window((replace(ROW, cover="blob:x"), lasting), 0, 2))
    )
    assert [row.cover for row in calm.window.rows] == ["", "/api/audio/k/cover?size=small"]
    assert calm.shelf[0].cover == ""
