"""Files are brought in: named, recognised, kept once, refused by name."""

from __future__ import annotations

import asyncio
import json

import pytest

from app.model.asset import Asset
from app.model.batch import Batch
from app.model.brought import KIND, as_record, brought
from app.model.errors import Unreadable
from app.model.ref import ref_of
from app.model.vault.badge import Badge
from app.model.vault.keep import By
from app.ui.desk import Desk
from tests.doubles.fake_clock import turns
from tests.doubles.files import imported, offered, sound
from tests.doubles.house import PEAKS, House
from tests.doubles.tracks import listing, track
from tests.unit.test_desk import Room


async def bring(house: House, *files: object) -> None:
    house.larder.importer.add(files)
    await imported(house.larder)


async def test_a_file_becomes_an_asset_that_every_device_hears_of() -> None:
    house = House()
    await bring(house, offered("03 Harbour - Slate.mp3", path="Tides"))
    larder = house.larder
    (keep,) = larder.vault.keeps.values()
    asset = keep.asset
    assert (asset.title, asset.artist, asset.album, asset.track) == ("Slate", "Harbour", "Tides", 3)
    assert (asset.media_type, asset.size, asset.digest) == ("audio/mpeg", len(sound()), ref_of(sound()))
    assert (keep.by, keep.original, house.blobs.blobs[keep.original]) == (By.HAND, asset.digest, sound())
    assert await house.records.get(KIND + asset.key) == as_record(asset, keep.at)
    assert await house.records.get("outbox/" + KIND + asset.key) is not None
    assert house.blobs.staged == {} and larder.store.promised.bytes == 0
    assert (larder.importer.imported, larder.importer.known, larder.importer.refused) == (1, 0, [])
    assert larder.waveforms.get(asset) == PEAKS
    assert (await larder.examine(lambda _done, _total: None)).clean


async def test_after_a_reload_with_no_server_it_is_there() -> None:
    house = House()
    await bring(house, offered())
    house.server.down = True
    larder = house.enter()
    await larder.start()
    (asset,) = larder.brought.all.values()
    assert larder.vault.kept(asset.key)
    desk = Desk(larder, lambda _: None)
    desk.relisted()
    (row,) = desk.screen().window.rows
    assert (row.asset, row.badge, row.playable) == (larder.vault.keeps[asset.key].asset, Badge.ONLY, True)


async def test_the_same_bytes_are_never_two_assets() -> None:
    house = House()
    await bring(house, offered("one.mp3"), offered("two.mp3"), offered("three.mp3", sound(3)))
    assert len(house.larder.vault.keeps) == 2
    await bring(house, offered("four.mp3"))
    importer = house.larder.importer
    assert (importer.imported, importer.known, len(house.larder.brought.all)) == (0, 1, 2)
    assert {ref_of(sound()), ref_of(sound(3))} < set(house.blobs.blobs)


async def test_what_the_server_lists_is_kept_under_its_name_and_no_byte_moves() -> None:
    house = House()
    asset = track(1, sound())
    listing(house.server, asset)
    await house.larder.refresh()
    sent = house.server.sent
    await bring(house, offered())
    assert list(house.larder.vault.keeps) == [asset.key]
    assert house.larder.vault.kept(asset.key)
    assert house.larder.vault.badge(asset.key, listed=True) is Badge.KEPT
    assert (house.larder.importer.known, dict(await house.records.scan(KIND))) == (1, {})
    assert house.server.sent == sent


async def test_what_another_device_brought_is_kept_under_its_name() -> None:
    house = House()
    asset = track(1, sound())
    await house.larder._records.apply(put(asset))
    await house.larder.brought.load()
    await bring(house, offered())
    assert list(house.larder.vault.keeps) == [asset.key]
    assert house.larder.importer.known == 1


async def test_what_was_only_retained_is_kept_by_hand() -> None:
    house = House()
    house.server.serve(f"/api/audio/{track(1, sound()).key}", sound(), digest=True)
    asset = track(1, sound())
    await house.larder.store.keep(asset, by=By.PLAYER)
    assert not house.larder.vault.kept(asset.key)
    await bring(house, offered())
    assert house.larder.vault.kept(asset.key)
    assert house.larder.importer.known == 1


async def test_bytes_that_were_lost_are_back() -> None:
    house = House()
    await bring(house, offered())
    (key,) = house.larder.vault.keeps
    house.blobs.blobs.clear()
    await house.enter().start()
    assert house.larder.vault.here(key) is None
    await bring(house, offered("again.mp3"))
    assert house.larder.vault.kept(key)
    assert list(house.larder.vault.keeps) == [key]


REFUSED = [
    (offered("empty.mp3", b""), "It is empty (0 bytes)"),
    (offered("notes.mp3", b"dear diary " * 50), "Its content is not audio"),
    (offered("cover.jpg", b"\xff\xd8\xff\xe0" + bytes(600)), "It holds a picture"),
    (offered("page.mp3", b"<!DOCTYPE html><html>" + bytes(600)), "It holds a web page"),
    (offered("zeros.flac", bytes(5_000)), "nothing but zeros"),
]


async def test_what_is_no_audio_is_named_and_the_rest_goes_on() -> None:
    house = House()
    await bring(house, *(each for each, _ in REFUSED), offered("good.mp3"))
    importer = house.larder.importer
    assert importer.imported == 1
    assert sorted(each.name for each in importer.refused) == sorted(each.name for each, _ in REFUSED)
    said = {each.name: each.reason for each in importer.refused}
    assert all(reason in said[each.name] for each, reason in REFUSED)
    assert len(house.blobs.blobs) == 1 + 1, "the sound and its waveform"


async def test_what_goes_while_it_is_read_leaves_nothing() -> None:
    house = House()

    class Going(type(offered())):
        async def chunks(self):
            async for chunk in super().chunks():
                yield chunk
                self.data = None

    await bring(house, Going("going.mp3", sound(), piece=5_000), offered("other.mp3", sound(2)))
    importer = house.larder.importer
    assert [(each.name, each.reason) for each in importer.refused] == [("going.mp3", str(Unreadable()))]
    assert (importer.imported, house.blobs.staged) == (1, {})


async def test_what_is_shorter_than_it_said_leaves_nothing() -> None:
    house = House()
    file = offered("short.mp3")
    file.size += 1
    await bring(house, file)
    assert house.larder.importer.refused[0].reason == str(Unreadable())
    assert (house.blobs.blobs, house.blobs.staged) == ({}, {})


async def test_a_full_disk_stops_the_rest_with_one_sentence() -> None:
    house = House()
    house.quota.free = 0
    await bring(house, *(offered(f"{number}.mp3", sound(number)) for number in range(1, 9)))
    importer = house.larder.importer
    assert importer.full.startswith("Importing stopped: “")
    assert (importer.imported, importer.refused, importer.busy) == (0, [], False)
    assert (house.blobs.blobs, house.larder.store.promised.bytes) == ({}, 0)
    house.quota.free = None
    await bring(house, offered())
    assert (importer.imported, importer.full) == (1, "")


async def test_a_thousand_come_in_and_are_counted() -> None:
    house = House()
    small = sound()[:3_000]
    await bring(house, *(offered(f"{at}.mp3", small + at.to_bytes(4, "big")) for at in range(300)))
    importer, tally = house.larder.importer, house.larder.importer.tally
    assert (importer.imported, importer.over, tally.saved, tally.done) == (300, 300, 300, tally.total)


@pytest.mark.parametrize("all_of_them", [True, False])
async def test_cancelled_what_waits_and_runs_is_gone_and_what_is_in_stays(all_of_them: bool) -> None:
    house = House()
    importer = house.larder.importer
    importer.add([offered(f"{number}.mp3", sound(number)) for number in range(1, 6)])
    first = next(iter(importer.all))
    while not importer.imported:
        await asyncio.sleep(0)
    await importer.cancel(*(() if all_of_them else tuple(importer.all)))
    await imported(house.larder)
    await turns()
    assert not importer.busy and importer.refused == []
    assert first in house.larder.vault.keeps
    assert len(house.larder.vault.keeps) == importer.imported < 5
    assert house.blobs.staged == {}
    assert (await house.larder.examine(lambda _done, _total: None)).clean


async def test_removing_the_last_copy_takes_the_record_with_it() -> None:
    house = House()
    await bring(house, offered())
    (key,) = house.larder.vault.keeps
    await house.larder.brought.remove(key)
    assert (house.blobs.blobs, house.larder.vault.keeps, house.larder.brought.all) == ({}, {}, {})
    assert await house.records.get(KIND + key) is None
    await bring(house, offered())
    assert house.larder.importer.imported == 1
    assert house.larder.brought.all.keys() == house.larder.vault.keeps.keys()


async def test_what_another_device_brought_says_where_it_is() -> None:
    at = Room()
    await at.open()
    asset = track(9, sound())
    await at.larder._records.apply(put(asset))
    await at.larder.brought.follow((KIND + asset.key,))
    row = next(row for row in at.screen.window.rows if row.asset.key == asset.key)
    assert (row.badge, row.playable, row.badge.value) == (Badge.ELSEWHERE, False, "On another device")
    assert at.screen.unsaved == (3, 30_000)
    assert asset not in at.desk.listed.missing()
    await at.do("play", asset.key)
    assert "is on another device" in at.screen.alerts[-1].text
    assert at.larder.playback.queue.current is None
    await at.larder._records.apply(gone(asset))
    await at.larder.brought.follow((KIND + asset.key,))
    assert len(at.screen.window.rows) == 3


async def test_imports_are_listed_in_the_librarys_order_and_found() -> None:
    at = Room()
    await at.open()
    at.larder.importer.add([offered("Somebody - Aaa.mp3"), offered("Anybody - Zzz.mp3", sound(2))])
    await imported(at.larder)
    titles = [row.asset.title for row in at.screen.window.rows]
    assert titles == ["Zzz", "Aaa", "Track 1", "Track 2", "Track 3"]
    at.desk.listed.search("some aaa")
    assert [asset.title for asset in at.desk.listed.assets] == ["Aaa"]
    assert at.screen.toast == "2 files imported."


async def test_removing_an_import_asks_and_says_what_it_means() -> None:
    at = Room()
    await at.open()
    at.larder.importer.add([offered()])
    await imported(at.larder)
    (key,) = at.larder.brought.all
    await at.do("remove", key)
    assert at.screen.question and "on your other devices too" in at.screen.question.text
    await at.do("answer-yes")
    assert at.larder.brought.all == {} and key not in at.larder.vault.keeps


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": None},
        {"ref": "nothing"},
        {"ref": None},
        {"artist": 7},
        {"track": "3"},
        {"size": -1},
        {"duration": "long"},
        {"duration": float("nan")},
    ],
)
async def test_a_record_of_another_shape_is_left_alone(wrong: dict[str, object]) -> None:
    house = House()
    record = dict(as_record(track(1, sound()), 7.0))
    assert brought("1", record | {"mood": "calm"}).title == "Track 1"
    await house.records.apply(put(track(2, sound())))
    house.records._texts[KIND + "1"] = json.dumps(record | wrong)
    await house.larder.brought.load()
    assert list(house.larder.brought.all) == [track(2, sound()).key]


def put(asset: Asset) -> Batch:
    return Batch(put={KIND + asset.key: as_record(asset, 1.0)})


def gone(asset: Asset) -> Batch:
    return Batch(delete=(KIND + asset.key,))
