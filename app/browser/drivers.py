"""Which driver serves each port in this browser: the best that really opens, never one that only exists."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from js import navigator, window
from pyodide.ffi import JsException

from app.browser.audio import AudioElement
from app.browser.connection import BrowserConnection
from app.browser.hints import ChannelHints
from app.browser.http import HttpRemote
from app.browser.idb_blobs import IdbBlobs
from app.browser.idb_records import IdbRecords
from app.browser.leases import CopyLeases
from app.browser.legacy import KeyvalLegacy
from app.browser.locks import WebLocks
from app.browser.opfs import OpfsBlobs
from app.browser.peaks import make
from app.browser.quota import BrowserQuota
from app.browser.tags import describe
from app.browser.tus import TusUpward
from app.core.drivers import Drivers
from app.core.health.rebuild import MARK
from app.memory import MemoryBlobs, MemoryHints, MemoryLegacy, MemoryLocks, MemoryRecords, SystemClock
from app.model.device import device
from app.model.errors import LarderError, StoreClosed

PLAIN_HTTP = (
    "Saving is off here: a browser stores media only for pages opened over https or on the machine itself. "
    "Playing works; open Larder with https to save."
)
PRIVATE = "This window is private: what you save is gone when it closes."
SHUT = (
    "This browser did not open its file system this time, so what is saved on this device is out of reach; "
    "nothing is lost. Reload the page, and if that does not help, restart the browser."
)
NOTHING = (
    "This browser lets Larder store nothing: what you save is gone when this tab closes, and the library "
    "as last seen can't be shown. Allow site data for this page, then reload."
)


@dataclass(frozen=True, slots=True)
class Choice:
    """The drivers, and what has to be said of them."""

    drivers: Drivers
    banner: str = ""
    can_save: bool = True


async def choose(closed: Callable[[], None]) -> Choice:
    """Probe the browser and take what works; `closed` is called when the records are closed under us."""
    records = await _records(closed)
    blobs, stored_in, banner = await _blobs(records)
    if not window.isSecureContext:
        banner = PLAIN_HTTP
    shut = stored_in == "OPFS" and not isinstance(blobs, OpfsBlobs)
    shell_serves = isinstance(blobs, OpfsBlobs) and bool(getattr(navigator, "serviceWorker", None))
    drivers = Drivers(
        blobs=blobs,
        leases=CopyLeases(blobs) if isinstance(blobs, MemoryBlobs) else blobs,
        records=records,
        remote=HttpRemote(),
        upward=TusUpward(),
        quota=BrowserQuota(),
        locks=WebLocks() if WebLocks.offered() else MemoryLocks(),
        hints=ChannelHints() if ChannelHints.offered() else MemoryHints(),
        connection=BrowserConnection(),
        legacy=KeyvalLegacy() if isinstance(records, IdbRecords) else MemoryLegacy(),
        clock=SystemClock(),
        sound=AudioElement(),
        make_peaks=make,
        device=device(navigator.userAgent),
        stored_in=stored_in,
        shell_serves=shell_serves and bool(navigator.serviceWorker.controller),
        shut=shut,
        describe=describe,
    )
    return Choice(drivers, banner, bool(window.isSecureContext) and not shut)


async def _records(closed: Callable[[], None]) -> IdbRecords | MemoryRecords:
    try:
        return await IdbRecords.open(closed=closed)
    except StoreClosed:
        closed()
        return MemoryRecords()
    except (LarderError, JsException):
        return MemoryRecords()


async def _blobs(records: IdbRecords | MemoryRecords) -> tuple[Any, str, str]:
    """The blob store, its name, and what to say about it: the one that has the vault, else the best."""
    if not isinstance(records, IdbRecords):
        return MemoryBlobs(), "memory", NOTHING
    home = (await records.get(MARK) or {}).get("in")
    storage = getattr(navigator, "storage", None)
    offered = bool(storage) and hasattr(storage, "getDirectory")
    opfs = None
    if offered:
        with suppress(LarderError, JsException):
            opfs = await OpfsBlobs.open()
    if opfs and home != "IndexedDB":
        return opfs, "OPFS", ""
    if home == "OPFS":
        return MemoryBlobs(), home, SHUT
    return IdbBlobs(records.database), "IndexedDB", PRIVATE if offered and not opfs else ""
