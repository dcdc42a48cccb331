"""A blob on its way up: whatever happens to it, the server has it whole in the end, and little goes twice."""

from __future__ import annotations

import pytest

from app.core.uploads import sending
from app.core.uploads.sending import KIND, Sending
from app.memory import MemoryBlobs, MemoryRecords
from app.model.errors import BlobMissing, Offline
from app.model.ref import ref_of
from tests.contracts.blob_store import noise
from tests.doubles.fake_clock import FakeClock
from tests.doubles.upward import MemoryUpward

PIECE = 1000
DATA = noise(10 * PIECE + 17)
REF = ref_of(DATA)


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "PIECE", PIECE)


class Bench:
    """A device with some blobs, and a server."""

    def __init__(self, *blobs: bytes) -> None:
        self.blobs, self.records, self.upward = MemoryBlobs(), MemoryRecords(), MemoryUpward()
        self.clock = FakeClock()
        self.refs = [ref_of(each) for each in blobs]
        self.blobs.blobs |= dict(zip(self.refs, blobs, strict=True))
        self.steps: list[tuple[int, int]] = []
        self.enter()

    def enter(self) -> None:
        """A new session."""
        self.sending = Sending(self.blobs, self.records, self.upward, self.clock)

    async def send(self) -> None:
        await self.sending.send(REF, lambda done, total: self.steps.append((done, total)))

async def test_it_arrives_whole_and_its_progress_is_bytes() -> None:
    bench = Bench(DATA)
    await bench.send()
    assert bench.upward.held == {REF: DATA} and bench.upward.sent == len(DATA)
    assert bench.steps[0] == (0, len(DATA)) and bench.steps[-1] == (len(DATA), len(DATA))
    assert bench.steps == sorted(bench.steps)
    assert await bench.records.scan(KIND) == []


async def test_what_the_server_holds_moves_no_byte() -> None:
    bench = Bench(DATA)
    bench.upward.held[REF] = DATA
    await bench.send()
    assert bench.upward.sent == 0 and await bench.records.scan(KIND) == []


@pytest.mark.parametrize("lost", [False, True])
@pytest.mark.parametrize("reload", [False, True])
async def test_a_cut_connection_goes_on_from_there(lost: bool, reload: bool) -> None:
    bench = Bench(DATA)
    for _ in range(4):
        bench.upward.lost, bench.upward.cut_at = lost, None if lost else 300
        with pytest.raises(Offline):
            await bench.send()
        if reload:
            bench.enter()
    await bench.send()
    assert bench.upward.held == {REF: DATA} and bench.upward.sent == len(DATA)


async def test_a_lost_last_answer_is_heard_by_asking() -> None:
    bench = Bench(DATA[:PIECE])
    bench.upward.lost = True
    with pytest.raises(Offline):
        await bench.sending.send(bench.refs[0], lambda *_: None)
    bench.upward.busy = 3
    await bench.sending.send(bench.refs[0], lambda *_: None)
    assert bench.upward.held == {bench.refs[0]: DATA[:PIECE]} and bench.upward.sent == PIECE


async def test_what_arrived_altered_is_sent_again() -> None:
    bench = Bench(DATA)
    bench.upward.flip = True
    await bench.send()
    assert bench.upward.held == {REF: DATA}


async def test_an_upload_that_the_server_has_forgotten_begins_anew() -> None:
    bench = Bench(DATA)
    bench.upward.cut_at = 10
    with pytest.raises(Offline):
        await bench.send()
    bench.upward.parts.clear()
    await bench.send()
    assert bench.upward.held == {REF: DATA}


async def test_what_is_not_here_is_said() -> None:
    with pytest.raises(BlobMissing):
        await Bench().send()


async def test_given_up_leaves_nothing() -> None:
    bench = Bench(DATA)
    bench.upward.cut_at = 10
    with pytest.raises(Offline):
        await bench.send()
    await bench.sending.give_up(REF)
    assert not bench.upward.parts and await bench.records.scan(KIND) == []
