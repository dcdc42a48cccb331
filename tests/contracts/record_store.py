"""What every record store must do, as sentences. Run for each driver where it ships; no pytest in here."""

from __future__ import annotations

import asyncio

from app.model.batch import Batch
from app.model.errors import Conflict
from app.ports import RecordStore


async def what_is_put_reads_back(store: RecordStore) -> None:
    deep = {"list": [1, None, True, "x"]}
    record = {"title": "Åpent hav \N{WATER WAVE}", "n": 1.5, "deep": deep, "big": 2**52}
    await store.apply(Batch(put={"keep/a": record}))
    assert await store.get("keep/a") == record


async def a_missing_record_is_none(store: RecordStore) -> None:
    assert await store.get("keep/never") is None
    assert list(await store.scan("keep/")) == []


async def many_are_read_at_once_and_what_is_missing_is_none(store: RecordStore) -> None:
    await store.apply(Batch(put={"keep/a": {"n": 1, "title": "Åpent hav"}, "later/b": {"n": 2}}))
    keys = ["later/b", "keep/never", "keep/a", "keep/a"]
    found = await store.get_many(keys)
    assert found == {"later/b": {"n": 2}, "keep/never": None, "keep/a": {"n": 1, "title": "Åpent hav"}}
    assert await store.get_many([]) == {}


async def many_are_read_as_they_were_at_one_moment(store: RecordStore) -> None:
    keys = [f"keep/{number}" for number in range(40)]
    await store.apply(Batch(put={key: {"n": 0} for key in keys}))

    async def change() -> None:
        for number in range(1, 6):
            await store.apply(Batch(put={key: {"n": number} for key in keys}))

    changes = asyncio.create_task(change())
    while not changes.done():
        found = await store.get_many(keys)
        assert len({record["n"] for record in found.values() if record}) == 1
        await asyncio.sleep(0)
    await changes


async def putting_again_replaces(store: RecordStore) -> None:
    await store.apply(Batch(put={"keep/a": {"n": 1, "old": True}}))
    await store.apply(Batch(put={"keep/a": {"n": 2}}))
    assert await store.get("keep/a") == {"n": 2}


async def a_scan_gives_its_kind_alone_and_in_order(store: RecordStore) -> None:
    keys = ["keep/b", "keep/a", "keep/a/deeper", "keeper/x", "kee", "keep", "keep0", "later/a", "keep/\uffee"]
    await store.apply(Batch(put={key: {"key": key} for key in keys}))
    found = await store.scan("keep/")
    assert [key for key, _ in found] == ["keep/a", "keep/a/deeper", "keep/b", "keep/\uffee"]
    assert all(record == {"key": key} for key, record in found)


async def a_batch_deletes_and_puts_together(store: RecordStore) -> None:
    await store.apply(Batch(put={"keep/a": {"n": 1}, "keep/b": {"n": 2}}))
    await store.apply(Batch(put={"keep/c": {"n": 3}}, delete=("keep/a", "keep/never")))
    assert [key for key, _ in await store.scan("keep/")] == ["keep/b", "keep/c"]


async def an_unmet_expectation_changes_nothing(store: RecordStore) -> None:
    await store.apply(Batch(put={"keep/a": {"n": 1}}))
    for expect in ({"keep/a": {"n": 2}}, {"keep/a": None}, {"keep/b": {"n": 1}}):
        try:
            await store.apply(Batch(put={"keep/a": {"n": 9}}, delete=("keep/a",), expect=expect))
        except Conflict:
            assert await store.get("keep/a") == {"n": 1}
            continue
        raise AssertionError(f"went through although {expect}")


async def a_met_expectation_goes_through(store: RecordStore) -> None:
    await store.apply(Batch(put={"keep/a": {"n": 1, "b": [1, 2]}}, expect={"keep/a": None}))
    expect = {"keep/a": {"b": [1, 2], "n": 1}, "keep/z": None}
    await store.apply(Batch(put={"keep/a": {"n": 2}}, expect=expect))
    assert await store.get("keep/a") == {"n": 2}


async def a_batch_that_cannot_be_written_changes_nothing(store: RecordStore) -> None:
    try:
        await store.apply(Batch(put={"keep/a": {"n": 1}, "keep/b": {"no": {1, 2}}}))
    except TypeError:
        assert list(await store.scan("keep/")) == []
        return
    raise AssertionError("a set was stored as JSON")


async def of_two_that_expect_the_same_one_wins(store: RecordStore) -> None:
    await store.apply(Batch(put={"epoch/now": {"n": 0}}))

    async def bump() -> bool:
        try:
            await store.apply(Batch(put={"epoch/now": {"n": 1}}, expect={"epoch/now": {"n": 0}}))
        except Conflict:
            return False
        return True

    assert sorted(await asyncio.gather(bump(), bump(), bump())) == [False, False, True]


async def what_was_read_can_be_changed_without_changing_the_store(store: RecordStore) -> None:
    await store.apply(Batch(put={"keep/a": {"list": [1]}}))
    record = await store.get("keep/a")
    assert record is not None
    record["list"].append(2)
    assert await store.get("keep/a") == {"list": [1]}


async def a_thousand_records_come_and_go(store: RecordStore) -> None:
    await store.apply(Batch(put={f"page/{n:04}": {"n": n, "text": "x" * 200} for n in range(1000)}))
    found = await store.scan("page/")
    assert [record["n"] for _, record in found] == list(range(1000))
    await store.apply(Batch(delete=tuple(key for key, _ in found)))
    assert list(await store.scan("page/")) == []


CHECKS = {
    check.__name__: check
    for check in (
        what_is_put_reads_back,
        a_missing_record_is_none,
        many_are_read_at_once_and_what_is_missing_is_none,
        many_are_read_as_they_were_at_one_moment,
        putting_again_replaces,
        a_scan_gives_its_kind_alone_and_in_order,
        a_batch_deletes_and_puts_together,
        an_unmet_expectation_changes_nothing,
        a_met_expectation_goes_through,
        a_batch_that_cannot_be_written_changes_nothing,
        of_two_that_expect_the_same_one_wins,
        what_was_read_can_be_changed_without_changing_the_store,
        a_thousand_records_come_and_go,
    )
}
