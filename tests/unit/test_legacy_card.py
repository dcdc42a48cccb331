"""What a person sees of an earlier vault, and does with it."""

from __future__ import annotations

import asyncio

from app.model.vault.badge import Badge
from app.ui.screen import LegacyState, View
from tests.doubles.fake_clock import turns
from tests.doubles.tracks import music
from tests.unit.test_desk import Room


async def room(*, size: int = 9_000) -> Room:
    """A room on the vault's side; the earlier vault has one listed track and one that nobody lists."""
    at = Room()
    old = {at.assets[0].key: (music(1), "audio/mpeg"), "a tape": (music(7, size), "audio/mpeg")}
    at.larder.drivers.legacy.files = old
    await at.open()
    await at.larder.look_back()
    await at.do("go", View.VAULT)
    return at


def card(at: Room) -> LegacyState:
    state = at.screen.vault.legacy
    assert state is not None
    return state


async def brought(at: Room) -> None:
    """Press, and wait until it has ended."""
    await at.do("legacy-bring")
    while card(at).running:
        await turns()


async def test_without_an_earlier_vault_there_is_no_card() -> None:
    at = Room()
    await at.open()
    await at.larder.look_back()
    assert at.screen.vault.legacy is None


async def test_it_is_found_and_looked_at_first() -> None:
    at = await room()
    assert card(at) == LegacyState(items=2, bytes=19_000, brought=0, copied=0)
    await at.do("legacy-look")
    assert card(at).said == (
        "2 items: the server lists 1, and 1 will be only on this device. 19 KB are copied, and fit. "
        "The old copy stays until you delete it.",
    )
    at.house.quota.free = 0
    await at.do("legacy-look")
    assert "do not fit" in card(at).said[0]


async def test_it_is_brought_over_undone_and_let_go() -> None:
    at = await room()
    await brought(at)
    assert card(at) == LegacyState(items=0, bytes=0, brought=2, copied=19_000)
    assert at.screen.vault.items == 2
    assert {row.badge for row in at.screen.vault.rows.rows} == {Badge.KEPT, Badge.ONLY}
    await at.do("legacy-undo")
    assert card(at).items == 2 and at.screen.vault.items == 0
    assert at.screen.toast == "Undone: 2 items."
    await brought(at)
    await at.do("legacy-ask")
    assert at.screen.question and at.larder.drivers.legacy.files
    await at.do("answer-no")
    assert len(at.larder.drivers.legacy.files) == 2
    await at.do("legacy-ask")
    await at.do("answer-yes")
    assert at.larder.drivers.legacy.files == {} and at.screen.vault.legacy is None
    assert at.screen.vault.items == 2


async def test_what_was_removed_here_since_is_not_said_to_be_kept() -> None:
    at = await room()
    await brought(at)
    keys = list(at.larder.vault.keeps)
    for said in ("They are kept here", "1 item of them went from this device since", "2 items of them went"):
        await at.do("legacy-ask")
        assert said in at.screen.question.text
        if keys:
            await at.larder.store.release(keys.pop())
    assert "kept here" not in at.screen.question.text


async def test_what_fails_is_named_and_what_has_no_room_is_said() -> None:
    at = await room(size=0)
    await brought(at)
    assert card(at).said[0].startswith("“a tape” was not brought over. ")
    at = await room()
    at.house.quota.free = 0
    await brought(at)
    assert "the old copy has everything" in at.screen.alerts[0].text


async def test_it_can_be_stopped_on_the_way() -> None:
    at = await room(size=5_000_000)
    at.wishes.hear("legacy-bring", "", "")
    while not card(at).running:
        await asyncio.sleep(0)
    at.wishes.hear("legacy-stop", "", "")
    await turns()
    assert card(at).running is None and card(at).items > 0
    assert at.screen.alerts == ()
    assert at.house.blobs.staged == {}
