"""What has begun to be written is written to its end before anybody lets go of the file."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from app.core.vault.behind import Behind
from app.core.vault.unbroken import unbroken
from app.model.chunk import Chunk, Piece
from app.model.errors import VaultFull
from app.model.ref import ref_of
from tests.doubles.house import House
from tests.doubles.tracks import offered


class Writing:
    """A staging whose write takes until `go_on`."""

    def __init__(self, error: Exception | None = None) -> None:
        self.going, self.ended = asyncio.Event(), False
        self._error = error

    async def write(self, _chunk: Chunk) -> None:
        await self.going.wait()
        self.ended = True
        if self._error is not None:
            raise self._error


async def one_chunk(staging: Writing) -> None:
    async with Behind(staging) as behind:
        await behind.write(Piece(b"x"))
    assert staging.ended


async def two_chunks(staging: Writing) -> None:
    async with Behind(staging) as behind:
        await behind.write(Piece(b"x"))
        await behind.write(Piece(b"y"))


async def a_chunk_and_a_wait(staging: Writing) -> None:
    async with Behind(staging) as behind:
        await behind.write(Piece(b"x"))
        await asyncio.sleep(1000)


async def alone(staging: Writing) -> None:
    await unbroken(staging.write(Piece(b"x")))


@pytest.mark.parametrize("error", [None, VaultFull()])
@pytest.mark.parametrize("cancels", [1, 2, 3])
@pytest.mark.parametrize("do", [one_chunk, two_chunks, a_chunk_and_a_wait, alone])
async def test_cancelled_it_waits_for_the_write(
    do: Callable[[Writing], Awaitable[None]], cancels: int, error: Exception | None
) -> None:
    staging = Writing(error)
    task = asyncio.ensure_future(do(staging))
    for _ in range(cancels):
        for _ in range(3):
            await asyncio.sleep(0)
        task.cancel()
    for _ in range(5):
        await asyncio.sleep(0)
    assert not task.done()
    staging.going.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert staging.ended


async def test_a_waveform_whose_writing_is_cancelled_is_written_before_its_file_is_left() -> None:
    house = House()
    kept = await house.larder.store.keep(offered(house.server, 1))
    real, order, going = house.larder.drivers.blobs.stage, list[str](), asyncio.Event()

    @asynccontextmanager
    async def stage(name: str):
        async with real(name) as staging:
            write = staging.write

            async def slowly(chunk: Chunk) -> None:
                await going.wait()
                await write(chunk)
                order.append("written")

            staging.write = slowly
            try:
                yield staging
            finally:
                order.append("left")

    house.larder.drivers.blobs.stage = stage
    task = asyncio.ensure_future(house.larder.store.attach_peaks(kept, b"peaks"))
    for _ in range(20):
        await asyncio.sleep(0)
    task.cancel()
    for _ in range(20):
        await asyncio.sleep(0)
    going.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert order == ["written", "left"]
    assert ref_of(b"peaks") not in house.blobs.blobs
