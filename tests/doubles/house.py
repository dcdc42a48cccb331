"""A whole Larder over memory and a loopback, which can be left and entered again."""

from __future__ import annotations

from array import array
from typing import Any

from app.core.drivers import Drivers
from app.core.health.rebuild import MARK
from app.core.larder import Larder
from app.core.vault.pen import Blobs
from app.memory import MemoryBlobs, MemoryHints, MemoryLegacy, MemoryLocks, MemoryRecords
from app.model.audio.peaks import Peaks
from app.ports import Read, RecordStore
from tests.doubles.fake_clock import FakeClock
from tests.doubles.fake_sound import FakeLeases, FakeSound
from tests.doubles.hub import MemoryHub
from tests.doubles.hub_routes import serve
from tests.doubles.loopback import Loopback
from tests.doubles.upward import MemoryUpward, lists
from tests.faults.blobs import FaultyBlobs
from tests.faults.fault import Fault
from tests.faults.records import FaultyRecords

PEAKS = Peaks(44100, 256, array("h", [-3, -200]), array("h", [5, 300]))


def marked() -> MemoryRecords:
    """Records that say they are all there."""
    records = MemoryRecords()
    records._texts[MARK] = '{"v": 1}'
    return records


class RoomQuota:
    """A quota with `free` bytes left; None says nothing."""

    def __init__(self) -> None:
        self.free: int | None = None

    async def estimate(self) -> tuple[int, int] | None:
        return None if self.free is None else (1000, 1000 + self.free)

    async def persisted(self) -> bool:
        return False

    async def persist(self) -> str:
        return "granted"


class FakeConnection:
    """A connection whose bytes cost what they are told to."""

    def __init__(self) -> None:
        self.costs = False

    def metered(self) -> bool:
        return self.costs


class House:
    """The stores and the server outlive a `Larder`; `enter` makes a new one, as a reload does."""

    def __init__(
        self,
        blobs: Blobs | None = None,
        records: RecordStore | None = None,
        *,
        wrapper: type[FaultyBlobs] = FaultyBlobs,
        faulty: type[FaultyRecords] = FaultyRecords,
    ) -> None:
        self.blobs, self.records = blobs or MemoryBlobs(), records or marked()
        self.server, self.clock, self.quota = Loopback(piece=2_500), FakeClock(), RoomQuota()
        self.connection, self.hub = FakeConnection(), MemoryHub(page=100)
        self.upward = MemoryUpward()
        serve(self.hub, self.server)
        lists(self.upward, self.server)
        self.makes: list[int] = []
        self.make_error: BaseException | None = None
        self._wrapper, self._faulty = wrapper, faulty
        self.enter()

    def enter(self, fault: Fault | None = None, *, beside: Larder | None = None) -> Larder:
        """A new session over what is stored; its stores and its server meet `fault`.

        It runs `beside` another one and shares its locks, or that one is over and has let go of them.
        """
        self.fault = self.server.fault = fault or Fault()
        blobs = self._wrapper(self.blobs, self.fault)
        self.sound, self.leases = FakeSound(), FakeLeases(self.blobs)
        self.larder = Larder(
            Drivers(
                blobs=blobs,
                leases=self.leases,
                records=self._faulty(self.records, self.fault),
                remote=self.server,
                upward=self.upward,
                quota=self.quota,
                locks=beside.drivers.locks if beside else MemoryLocks(),
                connection=self.connection,
                hints=MemoryHints(beside.drivers.hints if beside else None),
                legacy=MemoryLegacy(),
                clock=self.clock,
                sound=self.sound,
                make_peaks=self.make,
                device="Firefox on Linux",
                stored_in="memory",
                shell_serves=False,
            )
        )
        return self.larder

    async def make(self, read: Read, size: int) -> Peaks:
        """Peaks of anything."""
        self.makes.append(size)
        if self.make_error is not None:
            raise self.make_error
        return PEAKS

    async def stored(self) -> dict[str, Any]:
        """Everything that the stores hold, bytes and records."""
        records = [*await self.records.scan("keep/"), *await self.records.scan("transfer/")]
        blobs, staged = dict(self.blobs.blobs), sorted(self.blobs.staged)
        return {"blobs": blobs, "staged": staged, "records": dict(records)}
