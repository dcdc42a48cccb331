"""What Larder stands on: one driver for every port."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.imports.describe import Describe, by_name
from app.core.legacy import Legacy
from app.core.peaks.waveforms import MakePeaks
from app.core.vault.pen import Blobs
from app.ports import (
    Clock,
    Connection,
    Hints,
    Leases,
    Locks,
    Quota,
    RecordStore,
    Remote,
    Sound,
    Upward,
)


@dataclass(frozen=True, slots=True)
class Drivers:
    """One driver for every port."""

    blobs: Blobs
    leases: Leases
    records: RecordStore
    remote: Remote
    upward: Upward
    quota: Quota
    locks: Locks
    hints: Hints
    connection: Connection
    legacy: Legacy
    clock: Clock
    sound: Sound
    make_peaks: MakePeaks
    device: str
    """What a person calls this browser: `Firefox on Linux`."""
    stored_in: str
    """`OPFS`, `IndexedDB` or `memory`, as the vault shows it."""
    shell_serves: bool
    """Whether a service worker answers for what is kept."""
    shut: bool = False
    """Whether the store that has the blobs did not open: that they are not seen says nothing of them."""
    describe: Describe = by_name
