"""What every blob store must say about interrupted work."""

from __future__ import annotations

from app.model.chunk import Piece
from app.model.errors import StoreClosed
from app.model.ref import ref_of
from tests.contracts.blob_store import MIB, Bench, noise, put


async def a_paused_staging_is_listed_until_it_is_discarded(bench: Bench) -> None:
    before = await bench.raw_names()
    async with bench.store.stage("left") as staging:
        await staging.write(Piece(noise(MIB + 3)))
        await staging.pause()
    stagings = await bench.store.stagings()
    assert list(stagings) == ["left"]
    assert stagings["left"].size == MIB + 3
    assert stagings["left"].at > 1_600_000_000
    await bench.store.discard("left")
    assert await bench.store.stagings() == {}
    assert await bench.raw_names() == before


async def a_committed_staging_is_no_leftover(bench: Bench) -> None:
    await put(bench.store, noise(2000), "done")
    assert await bench.store.stagings() == {}


async def discarding_what_is_not_there_is_no_error(bench: Bench) -> None:
    await bench.store.discard("never")


async def discarding_leaves_blobs_alone(bench: Bench) -> None:
    data = noise(5000)
    await put(bench.store, data, "same")
    await bench.store.discard("same")
    assert await bench.store.read(ref_of(data)) == data


async def a_store_that_was_closed_says_so(bench: Bench) -> None:
    if bench.close is None:
        return
    ref = await put(bench.store, noise(2000), "done")
    bench.close()
    for work in (bench.store.discard("left"), bench.store.delete(ref), bench.store.size(ref)):
        try:
            await work
        except StoreClosed:
            continue
        raise AssertionError("it was not refused")


CHECKS = {
    check.__name__: check
    for check in (
        a_paused_staging_is_listed_until_it_is_discarded,
        a_committed_staging_is_no_leftover,
        discarding_what_is_not_there_is_no_error,
        discarding_leaves_blobs_alone,
        a_store_that_was_closed_says_so,
    )
}
