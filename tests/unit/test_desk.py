"""What a person sees and asks for, over a whole Larder."""

from __future__ import annotations

import asyncio
import gc

import pytest

from app.core.vault.media_store import original
from app.model.errors import LarderError, StoreClosed
from app.model.ref import ref_of
from app.model.saves.transfer import Stage
from app.model.vault.badge import Badge
from app.ui.desk import Desk
from app.ui.screen import Phase, Screen, View
from app.ui.wishes.wishes import Wishes
from tests.doubles.fake_clock import FakeClock, turns
from tests.doubles.house import House
from tests.doubles.loopback import Trouble
from tests.doubles.tracks import listing, music, offered
from tests.unit.test_transfers import ended


class Room:
    """A house with a desk in it; `screens` is all that was shown."""

    def __init__(self, count: int = 3) -> None:
        self.house = House()
        self.assets = [offered(self.house.server, number) for number in range(1, count + 1)]
        listing(self.house.server, *self.assets)
        self.house.clock = FakeClock(held=True)
        self.screens: list[Screen] = []
        self.larder = self.house.enter()
        self.desk = Desk(self.larder, self.screens.append)
        self.wishes = Wishes(self.desk, lambda: None)

    async def open(self) -> None:
        await self.larder.start()
        await self.larder.refresh()

    async def do(self, verb: str, key: str = "", value: str = "") -> None:
        self.wishes.hear(verb, key, value)
        await turns()
        await ended(self.larder.transfers)
        await turns()

    @property
    def screen(self) -> Screen:
        return self.desk.screen()

    def badges(self) -> list[Badge]:
        return [row.badge for row in self.screen.window.rows]


async def room(count: int = 3) -> Room:
    made = Room(count)
    await made.open()
    return made


async def test_saving_and_removing_are_seen() -> None:
    at = await room()
    await at.do("keep", at.assets[0].key)
    assert at.badges() == [Badge.KEPT, Badge.STREAMS, Badge.STREAMS]
    assert at.screen.unsaved == (2, 20_000)
    assert at.screen.vault.bytes > 10_000
    await at.do("remove", at.assets[0].key)
    assert at.badges() == [Badge.STREAMS] * 3
    assert at.screen.toast == "Removed “Track 1” from this device."
    assert (await at.house.stored())["blobs"] == {}


async def test_what_the_system_asks_of_the_player_is_what_it_does() -> None:
    at = await room()
    sound = at.house.sound
    for verb in ("go-on", "pause"):
        await at.do(verb)
    assert sound.loads == []
    await at.do("play", at.assets[0].key)
    for verb, playing in (("go-on", True), ("pause", False), ("pause", False), ("go-on", True)):
        await at.do(verb)
        assert sound.playing is playing
    assert len(sound.loads) == 1


async def test_many_saves_are_counted_as_one() -> None:
    at = await room(5)
    at.wishes.hear("keep-all", "", "")
    seen: list[tuple[int, int]] = []
    for _ in range(2000):
        await asyncio.sleep(0)
        if (bulk := at.screen.saves).going:
            seen.append((bulk.saved, bulk.items))
            assert bulk.done <= bulk.total == 50_000
    assert seen[0] == (0, 5)
    assert {items for _, items in seen} == {5}
    assert max(saved for saved, _ in seen) >= 3
    assert seen == sorted(seen)
    assert at.badges() == [Badge.KEPT] * 5
    assert not at.screen.saves.going


async def test_a_save_that_fails_is_said_once_and_by_name() -> None:
    at = await room()
    for _ in range(2):
        at.house.server.wrong(original(at.assets[1]).path, Trouble("page"))
        await at.do("keep", at.assets[1].key)
    assert [alert.strong for alert in at.screen.alerts] == ["“Track 2” was not saved."]
    assert at.badges() == [Badge.STREAMS] * 3
    stages = [row.transfer.stage if row.transfer else None for row in at.screen.window.rows]
    assert stages == [None, Stage.FAILED, None]
    await at.do("keep", at.assets[1].key)
    assert at.badges() == [Badge.STREAMS, Badge.KEPT, Badge.STREAMS]
    assert at.screen.window.rows[1].transfer is None


async def test_damage_is_found_said_and_mended() -> None:
    at = await room()
    for asset in at.assets:
        await at.do("keep", asset.key)
    at.house.blobs.blobs[ref_of(music(2))] = b"damage"
    await at.do("check")
    checkup = at.screen.vault.checkup
    assert (checkup.running, checkup.sound) == (False, False)
    said = "2 of 3 items are intact. What the server has of the rest can be fetched again."
    assert checkup.verdict == said
    assert at.badges() == [Badge.KEPT, Badge.MISSING, Badge.KEPT]
    await at.do("refetch", at.assets[1].key)
    assert at.badges() == [Badge.KEPT] * 3
    await at.do("check")
    assert at.screen.vault.checkup.verdict == "All 3 items are intact."


async def test_a_check_that_cannot_go_on_says_so_and_is_over() -> None:
    at = await room()
    await at.do("keep", at.assets[0].key)

    async def refs() -> None:
        raise StoreClosed

    at.larder.drivers.blobs.refs = refs
    await at.do("check")
    assert not at.screen.vault.checkup.running
    assert [alert.text for alert in at.screen.alerts] == [StoreClosed.sentence]


async def test_a_press_that_fails_as_nobody_foresaw_is_said_and_seen() -> None:
    at = await room()
    seen: list[BaseException | None] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, what: seen.append(what.get("exception")))

    async def refs() -> None:
        raise RuntimeError

    at.larder.drivers.blobs.refs = refs
    await at.do("check")
    gc.collect()
    await turns()
    assert [alert.text for alert in at.screen.alerts] == [LarderError.sentence]
    assert [type(error) for error in seen] == [RuntimeError]


async def test_what_the_server_no_longer_lists_is_found_kept_and_never_cleared_unasked() -> None:
    at = await room()
    for asset in at.assets[:2]:
        await at.do("keep", asset.key)
    listing(at.house.server, *at.assets[1:])
    await at.larder.refresh()
    await at.do("search", value="track 1")
    assert [(row.asset.title, row.badge) for row in at.screen.window.rows] == [("Track 1", Badge.ONLY)]
    await at.do("remove", at.assets[0].key)
    assert at.screen.question.verb == "remove-only"
    await at.do("answer-no")
    await at.do("clear-kind", "audio")
    assert at.screen.question.text.startswith("1 item, 10 KB, go")
    assert "1 track that only this device has will stay" in at.screen.question.text
    await at.do("answer-yes")
    assert set(at.larder.vault.keeps) == {at.assets[0].key}
    assert at.screen.toast == "Cleared: 1 item."


async def test_the_damaged_bytes_of_an_only_copy_are_not_cleared() -> None:
    at = await room()
    await at.do("keep", at.assets[0].key)
    listing(at.house.server, *at.assets[1:])
    await at.larder.refresh()
    at.house.blobs.blobs[ref_of(music(1))] = b"damage"
    await at.do("check")
    await at.do("clear-kind", "audio")
    assert "1 track that only this device has will stay" in at.screen.question.text
    await at.do("answer-yes")
    assert at.house.blobs.blobs[ref_of(music(1))] == b"damage"


async def test_what_is_cleared_is_what_was_asked_about() -> None:
    at = await room(2)
    for asset in at.assets:
        kept = await at.larder.store.keep(asset)
        await at.larder.store.attach_peaks(kept, asset.title.encode() * 500)
    listing(at.house.server, *at.assets[1:])
    await at.larder.refresh()
    only = at.larder.vault.keeps[at.assets[0].key]
    for kind, said in (("derived", "4 KB go"), ("audio", "1 item, 10 KB, go")):
        await at.do("clear-kind", kind)
        assert said in at.screen.question.text
        await at.do("answer-yes")
    assert set(at.house.blobs.blobs) == {only.original, only.peaks}
    assert at.larder.vault.keeps == {at.assets[0].key: only}


@pytest.mark.parametrize("view", ["library", "vault"])
async def test_anything_that_is_seen_can_be_played(view: str) -> None:
    at = await room()
    await at.do("keep", at.assets[0].key)
    at.desk.view = View(view)
    await at.do("play", at.assets[0].key)
    assert at.screen.player.source == "Playing from this device"
    await at.do("search", value="track 1")
    await at.do("play", at.assets[2].key)
    assert (at.screen.player.asset, at.screen.player.source) == (at.assets[2], "Streaming")
    await at.do("play", "nothing like it")
    assert at.screen.player.asset == at.assets[2]


async def test_nothing_seen_yet_is_never_shown_as_an_empty_library() -> None:
    at = Room()
    assert at.screen.phase is Phase.LOADING
    at.house.server.down = True
    await at.larder.start()
    await at.larder.refresh()
    await at.larder.reachability.ask()
    assert at.screen.phase is Phase.UNREACHED
    at.house.server.down = False
    await at.larder.refresh()
    assert at.screen.phase is Phase.READY
    listing(at.house.server)
    await at.larder.refresh()
    assert at.screen.phase is Phase.EMPTY
    assert at.screen.view is View.LIBRARY


async def test_a_window_past_the_end_shows_the_end() -> None:
    at = await room(5)
    await at.do("window", value="400,10")
    window = at.screen.window
    assert ([row.asset for row in window.rows], window.first, window.total) == ([at.assets[4]], 4, 5)


async def test_what_the_vault_holds_is_summed_up_when_it_changes_not_for_every_screen() -> None:
    at = await room()
    await at.do("keep", at.assets[0].key)
    sums: list[str] = []
    originals, estimate = at.larder.vault.originals, at.house.quota.estimate

    def summed() -> object:
        sums.append("sum")
        return originals()

    async def asked() -> object:
        sums.append("quota")
        return await estimate()

    at.larder.vault.originals, at.house.quota.estimate = summed, asked
    for view in View:
        at.desk.view = view
        assert len({at.screen.vault.bytes for _ in range(20)}) == 1
    assert len(sums) <= 1
    at.desk.view = View.VAULT
    await at.do("keep", at.assets[1].key)
    assert [row.asset for row in at.screen.vault.rows.rows] == at.assets[:2]
    for _ in range(30):
        at.larder.vault.changed()
    await turns()
    assert sums.count("quota") <= 2


async def test_the_vault_lists_what_became_the_only_copy() -> None:
    at = await room()
    await at.do("keep", at.assets[0].key)
    at.desk.view = View.VAULT
    assert [row.badge for row in at.screen.vault.rows.rows] == [Badge.KEPT]
    listing(at.house.server, *at.assets[1:])
    await at.larder.refresh()
    assert [row.badge for row in at.screen.vault.rows.rows] == [Badge.ONLY]
