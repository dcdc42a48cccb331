"""What every blob store must do, as sentences. Run for each driver where it ships; no pytest in here."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from hashlib import sha256

from app.model.chunk import Piece
from app.model.errors import BlobMissing
from app.model.ref import Ref, ref_of
from app.model.span import Span
from app.ports import BlobStore

MIB = 1024 * 1024


class Bench:
    """A fresh store, and a look past its driver at every name that it left behind."""

    def __init__(
        self,
        store: BlobStore,
        raw_names: Callable[[], Awaitable[list[str]]],
        close: Callable[[], object] | None = None,
    ) -> None:
        self.store, self.raw_names = store, raw_names
        self.close = close
        """Closes what the store is in under it, as another tab's upgrade does; None where nothing can."""


def noise(size: int, seed: int = 7) -> bytes:
    """`size` bytes that do not compress and do not repeat."""
    return random.Random(seed).randbytes(size)


async def put(store: BlobStore, data: bytes, name: str = "one", step: int = 65536) -> Ref:
    """Stage and commit `data` in pieces of `step` bytes."""
    ref = ref_of(data)
    async with store.stage(name) as staging:
        for at in range(0, len(data), step):
            await staging.write(Piece(data[at : at + step]))
        await staging.commit(ref)
    return ref


async def what_is_committed_reads_back_at_any_size(bench: Bench) -> None:
    for size in (1, MIB - 1, MIB, MIB + 1, 3 * MIB + 17):
        data = noise(size, size)
        ref = await put(bench.store, data, f"s{size}")
        assert await bench.store.size(ref) == size
        assert sha256(await bench.store.read(ref)).hexdigest() == ref[7:]


async def any_span_reads_as_the_whole_does(bench: Bench) -> None:
    data = noise(2 * MIB + 333)
    ref, pick = await put(bench.store, data), random.Random(1)
    for _ in range(25):
        start = pick.randrange(len(data))
        end = pick.randrange(start, len(data) + 100)
        assert await bench.store.read(ref, Span(start, end)) == data[start:end]
    assert await bench.store.read(ref, Span(len(data) - 5)) == data[-5:]
    assert await bench.store.read(ref, Span(len(data) + 5)) == b""


async def nothing_shows_before_commit(bench: Bench) -> None:
    data = noise(1000)
    async with bench.store.stage("early") as staging:
        await staging.write(Piece(data))
        assert await bench.store.size(ref_of(data)) is None
        assert await bench.store.refs() == {}


async def an_abandoned_staging_leaves_nothing(bench: Bench) -> None:
    before = await bench.raw_names()
    async with bench.store.stage("gone") as staging:
        await staging.write(Piece(noise(MIB + 5)))
    assert await bench.raw_names() == before


async def a_staging_that_fails_leaves_nothing(bench: Bench) -> None:
    before = await bench.raw_names()
    try:
        async with bench.store.stage("broken") as staging:
            await staging.write(Piece(noise(MIB + 5)))
            raise RuntimeError("on purpose")
    except RuntimeError:
        pass
    assert await bench.raw_names() == before


async def a_paused_staging_goes_on_where_it_stopped(bench: Bench) -> None:
    data = noise(3 * MIB + 9)
    async with bench.store.stage("later") as staging:
        assert staging.size == 0
        await staging.write(Piece(data[: 2 * MIB - 3]))
        await staging.pause()
    assert await bench.store.refs() == {}
    async with bench.store.stage("later") as staging:
        assert staging.size == 2 * MIB - 3
        assert await staging.read() == data[: 2 * MIB - 3]
        assert await staging.read(Span(MIB - 2, MIB + 2)) == data[MIB - 2 : MIB + 2]
        await staging.write(Piece(data[2 * MIB - 3 :]))
        await staging.commit(ref_of(data))
    assert await bench.store.read(ref_of(data)) == data


async def a_paused_staging_commits_without_another_write(bench: Bench) -> None:
    data = noise(MIB + 1)
    async with bench.store.stage("ready") as staging:
        await staging.write(Piece(data))
        await staging.pause()
    async with bench.store.stage("ready") as staging:
        await staging.commit(ref_of(data))
    assert await bench.store.read(ref_of(data)) == data
    async with bench.store.stage("ready") as staging:
        assert staging.size == 0


async def a_resumed_staging_that_is_abandoned_leaves_nothing(bench: Bench) -> None:
    before = await bench.raw_names()
    async with bench.store.stage("twice") as staging:
        await staging.write(Piece(noise(MIB + 5)))
        await staging.pause()
    async with bench.store.stage("twice") as staging:
        assert staging.size == MIB + 5
    assert await bench.raw_names() == before


async def committing_the_same_bytes_twice_is_committing_them_once(bench: Bench) -> None:
    data = noise(MIB + 77)
    ref = await put(bench.store, data, "first")
    names = await bench.raw_names()
    assert await put(bench.store, data, "second") == ref
    assert await bench.store.refs() == {ref: len(data)}
    assert await bench.raw_names() == names
    assert await bench.store.read(ref) == data


async def refs_lists_every_blob_with_its_size(bench: Bench) -> None:
    expected: dict[Ref, int] = {}
    for size in (10, 2000, MIB + 3):
        expected[await put(bench.store, noise(size, size), f"n{size}")] = size
    assert await bench.store.refs() == expected


async def a_deleted_blob_is_gone_and_the_rest_stay(bench: Bench) -> None:
    gone, stays = await put(bench.store, noise(MIB + 9, 1), "a"), await put(bench.store, noise(999, 2), "b")
    await bench.store.delete(gone)
    assert await bench.store.refs() == {stays: 999}
    assert await bench.store.size(gone) is None
    assert await bench.store.read(stays) == noise(999, 2)


async def a_blob_deleted_under_a_reader_is_read_whole_or_missing(bench: Bench) -> None:
    data = noise(2 * MIB)
    for turns in range(40):
        ref = await put(bench.store, data, step=MIB)
        reading = asyncio.create_task(bench.store.read(ref))
        for _ in range(turns):
            await asyncio.sleep(0)
        await bench.store.delete(ref)
        try:
            assert await reading == data
        except BlobMissing:
            continue


async def deleting_what_is_not_there_is_no_error(bench: Bench) -> None:
    await bench.store.delete(ref_of(b"never"))
    assert await bench.store.refs() == {}


async def deleting_the_last_blob_leaves_nothing_behind(bench: Bench) -> None:
    before = await bench.raw_names()
    await bench.store.delete(await put(bench.store, noise(2 * MIB)))
    assert await bench.raw_names() == before


async def a_missing_blob_says_so(bench: Bench) -> None:
    assert await bench.store.size(ref_of(b"never")) is None
    for span in (Span(), Span(0, 5)):
        try:
            await bench.store.read(ref_of(b"never"), span)
        except BlobMissing:
            continue
        raise AssertionError("a missing blob was read")


async def a_hostile_name_is_refused(bench: Bench) -> None:
    before = await bench.raw_names()
    for name in ("../evil", "a/b", "", ".", "..", "x" * 65, "nul\0", "back\\slash"):
        try:
            async with bench.store.stage(name) as staging:
                await staging.write(Piece(b"x"))
                await staging.pause()
        except ValueError:
            continue
        raise AssertionError(f"a staging was called {name!r}")
    assert await bench.raw_names() == before


async def an_empty_staging_is_never_published(bench: Bench) -> None:
    before = await bench.raw_names()
    try:
        async with bench.store.stage("empty") as staging:
            await staging.commit(ref_of(b""))
    except ValueError:
        assert await bench.raw_names() == before
        return
    raise AssertionError("an empty blob was published")


async def a_cancelled_staging_lets_go_of_its_name(bench: Bench) -> None:
    before = await bench.raw_names()
    for turns in range(12):
        task = asyncio.ensure_future(put(bench.store, noise(5000)))
        for _ in range(turns):
            await asyncio.sleep(0.001)
        task.cancel()
        await asyncio.wait([task])
        await put(bench.store, noise(5000, turns), "one")
        for ref in await bench.store.refs():
            await bench.store.delete(ref)
    assert await bench.raw_names() == before


async def stagings_run_side_by_side(bench: Bench) -> None:
    one, two = noise(MIB + 1, 1), noise(MIB + 2, 2)
    async with bench.store.stage("left") as left, bench.store.stage("right") as right:
        for at in range(0, MIB + 2, 100_000):
            await left.write(Piece(one[at : at + 100_000]))
            await right.write(Piece(two[at : at + 100_000]))
        await right.commit(ref_of(two))
        await left.commit(ref_of(one))
    assert await bench.store.read(ref_of(one)) == one
    assert await bench.store.read(ref_of(two)) == two


CHECKS = {
    check.__name__: check
    for check in (
        what_is_committed_reads_back_at_any_size,
        any_span_reads_as_the_whole_does,
        nothing_shows_before_commit,
        an_abandoned_staging_leaves_nothing,
        a_staging_that_fails_leaves_nothing,
        a_paused_staging_goes_on_where_it_stopped,
        a_paused_staging_commits_without_another_write,
        a_resumed_staging_that_is_abandoned_leaves_nothing,
        committing_the_same_bytes_twice_is_committing_them_once,
        refs_lists_every_blob_with_its_size,
        a_deleted_blob_is_gone_and_the_rest_stay,
        a_blob_deleted_under_a_reader_is_read_whole_or_missing,
        deleting_what_is_not_there_is_no_error,
        deleting_the_last_blob_leaves_nothing_behind,
        a_missing_blob_says_so,
        a_hostile_name_is_refused,
        an_empty_staging_is_never_published,
        a_cancelled_staging_lets_go_of_its_name,
        stagings_run_side_by_side,
    )
}
