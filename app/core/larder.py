"""The verbs of Larder, wired to each other. Views and scripts hold this and nothing below it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import uuid4

from app.core.brought import Brought
from app.core.catalog import Catalog
from app.core.covers import Covers
from app.core.drivers import Drivers
from app.core.favourites import KIND as FAVOURITES
from app.core.favourites import Favourites
from app.core.health.check import Check, Progress
from app.core.health.first_play import FirstPlay
from app.core.health.proofs import Proofs
from app.core.health.quarantine import Quarantine
from app.core.health.rebuild import Rebuild, Rebuilt
from app.core.health.scrub import Scrub
from app.core.hearing import Hearing
from app.core.imports.importer import Importer
from app.core.imports.intake import Intake
from app.core.legacy import LegacyVault
from app.core.peaks.waveforms import Waveforms
from app.core.play.playback import Playback
from app.core.play.plays import COUNTS, Plays
from app.core.play.positions import Positions
from app.core.playlists import Playlists
from app.core.reachability import Reachability
from app.core.room.evictor import Evictor
from app.core.room.log import Log
from app.core.room.retention import Retention
from app.core.saves.journal import PAUSE
from app.core.saves.transfers import Transfers
from app.core.scan import Scan
from app.core.served import Served
from app.core.sync.post import Post
from app.core.uploads.held import KIND as HELD
from app.core.uploads.held import Held
from app.core.uploads.sending import Sending
from app.core.uploads.uploads import PAUSE as SENDING
from app.core.uploads.uploads import Uploads
from app.core.vault.media_store import MediaStore
from app.core.vault.start import repair
from app.core.vault.vault import QUARANTINE, UNCLAIMED, Vault
from app.model.asset import Asset
from app.model.batch import Batch
from app.model.brought import KIND as BROUGHT
from app.model.errors import LarderError, Offline, StorageDenied
from app.model.playlist import KIND as PLAYLISTS
from app.model.saves.ticket import KIND as TICKETS
from app.model.vault.checked import KEY as CHECKED
from app.model.vault.checked import Checked, checked, summary
from app.model.vault.keep import KIND as KEEPS
from app.model.vault.keep import Keep
from app.model.vault.legacy import KIND as LEGACY
from app.model.vault.limits import KEY as LIMITS
from app.model.vault.removal import KIND as REMOVALS
from app.model.vault.report import Report

FIRST_PRESS = 3.0
"""Seconds from a start until missing waveforms are made: loading numpy would delay what plays first."""


class Larder:
    """Catalog, vault, transfers, playback and waveforms over one set of drivers."""

    def __init__(self, drivers: Drivers) -> None:
        self.drivers = drivers
        d = drivers
        self.post = Post(d.records, d.remote, d.locks, d.hints, d.clock, d.device)
        d = replace(d, records=self.post.outbox)
        self._records = d.records
        self.catalog = Catalog(d.records, d.remote)
        self.vault = Vault(d.blobs, d.records)
        self.store = MediaStore(self.vault, d.blobs, d.records, d.remote, d.quota, d.locks, d.clock)
        self.brought = Brought(self.store, d.records)
        intake = Intake(self.store, d.blobs, self.catalog, self.brought, d.describe, d.clock)
        self.importer = Importer(intake, self.vault, d.clock, lambda: uuid4().hex)
        self.held = Held(d.records, d.remote)
        self.served = Served(self.catalog, self.brought, self.held)
        sending = Sending(d.blobs, d.records, d.upward, d.clock)
        self.uploads = Uploads(
            sending, self.brought, self.held, self.vault, d.records, d.locks, d.clock
        )
        self.transfers = Transfers(self.store, d.records, d.clock)
        self.reachability = Reachability(d.remote, d.clock)
        self.scan = Scan(d.remote, d.clock, self.refresh)
        positions = Positions(d.records, d.clock)
        self.playback = Playback(self.store, d.leases, d.sound, positions, d.clock, self.reachability)
        self.waveforms = Waveforms(self.store, d.blobs, d.remote, d.locks, d.make_peaks)
        self.covers = Covers(self.vault, d.leases, shell_serves=d.shell_serves)
        self.log = Log(d.records)
        self.favourites = Favourites(d.records, d.clock)
        self.playlists = Playlists(d.records, d.clock, lambda: uuid4().hex)
        evictor = self._evictor = Evictor(
            self.store, self.served, self.favourites, d.records, self.log, d.clock
        )
        self.retention = Retention(
            self.store, evictor, self.served, d.records, self.reachability, d.connection
        )
        self.plays = Plays(self.playback, d.records, d.clock)
        proofs = self.proofs = Proofs(self.vault, d.blobs, d.records, d.clock)
        self.rebuild = Rebuild(self.store, d.records, proofs, d.stored_in)
        self.rebuild.on_kept = lambda keep: self.spawn(self.waveforms.ensure(keep))
        self.quarantine = Quarantine(
            self.store, self.playback, self.served, self.transfers, self.reachability
        )
        self.scrub = Scrub(self.vault, proofs, self.quarantine, d.locks, d.clock)
        self.first_play = FirstPlay(self.playback, proofs, self.quarantine, d.clock)
        self.hearing = Hearing(d.hints, d.clock)
        self.post.pass_on(self.hearing)
        self.hearing.listen(KEEPS, self.vault.follow)
        self.hearing.listen(QUARANTINE, self.vault.follow_others)
        self.hearing.listen(UNCLAIMED, self.vault.follow_others)
        self.hearing.listen(FAVOURITES, self.favourites.load)
        self.hearing.listen(PLAYLISTS, self.playlists.load)
        self.hearing.listen(BROUGHT, self.brought.follow)
        self.hearing.listen(HELD, self.held.load)
        self.hearing.listen(SENDING, self.uploads.load)
        self.hearing.listen(LIMITS, self.retention.load)
        self.hearing.listen(REMOVALS, self.log.load)
        self.hearing.listen(COUNTS, self.plays.load)
        self.hearing.listen(PAUSE, self.transfers.load)
        if not d.shut:
            self.hearing.listen(TICKETS, self.transfers.follow)
        self.store.promised.make_room = self.retention.make_room
        self.retention.on_kept = lambda keep: self.spawn(self.waveforms.ensure(keep))
        self.plays.on_listened = self._listened
        self.legacy = LegacyVault(
            d.legacy, self.store, d.blobs, d.records, d.quota, d.locks, d.clock, lambda: self.served
        )
        self.hearing.listen(LEGACY, self.legacy.follow)
        self.legacy.on_kept = lambda keep: self.spawn(self.waveforms.ensure(keep))
        self.catalog.on_change = lambda: self.on_listed()
        self.playback.streams = self.streams
        self.waveforms.lists = lambda key: not self.catalog.seen or key in self.catalog.by_key
        self.brought.on_change = self.held.on_change = lambda: self.on_listed()
        self.post.courier.on_exchanged = self._exchanged
        self.post.sync.on_restored = self.held.doubt
        self.transfers.on_kept, self.importer.on_kept = self._kept, self._came_in
        self.reachability.on_change = self._reached
        self.reachability.on_answer = self._answered
        self.on_reached: Callable[[bool], None] = lambda _: None
        self.on_listed: Callable[[], None] = lambda: None
        self.on_kept: Callable[[Keep], None] = lambda _: None
        self.on_rebuilt: Callable[[Rebuilt], None] = lambda _: None
        self.checked: Checked | None = None
        """The last check, in whichever session it was."""
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Show what was last seen; what was left half done is for `settle`."""
        lists = (self.favourites, self.playlists, self.brought, self.held, self.log, self.plays)
        queues = (self.post.unsent, self.post.conflicts, self.uploads, self.transfers)
        loads = (self.catalog, self.vault, self.retention, *lists, *queues)
        await asyncio.gather(self._recall(), *(each.load() for each in loads))
        with suppress(LarderError):  # a repair tries again, and changes nothing before
            await self.rebuild.begin()
        self.on_listed()

    async def _recall(self) -> None:
        last = await self._records.get(CHECKED)
        with suppress(KeyError, TypeError, ValueError):  # a check that says nothing to us is none
            self.checked = checked(last) if last else None

    async def settle(self) -> None:
        """What may come after the page is usable. A step that fails does not stop the next one."""
        self.spawn(self.reachability.watch())
        await asyncio.wait([self.spawn(self.refresh())])
        self.spawn(self.scan.watch())
        self.spawn(self.post.courier.watch())
        self.spawn(self.post.listener.watch())
        if self.drivers.shut:
            return
        self.spawn(self.uploads.watch())
        for step in (self.repair, self.resume, self.claim, self.look_back):
            await asyncio.wait([self.spawn(step())])
        self.spawn(self.scrub.watch(lambda: self.transfers.busy))
        await self.drivers.clock.sleep(FIRST_PRESS)
        for keep in tuple(self.vault.keeps.values()):
            await asyncio.wait([self.spawn(self.waveforms.ensure(keep))])

    async def refresh(self) -> None:
        """Ask the server for its list; offline, the list stays as it is."""
        try:
            await self.catalog.refresh()
            if not self.catalog.assets:  # nothing yet, or nothing at all?
                await self.scan.look()
        except Offline:
            self.reachability.wake()
        except LarderError:
            return
        else:
            if self.vault.unclaimed:
                self.spawn(self.claim())

    async def repair(self) -> None:
        """Put right what a killed tab left."""
        d = self.drivers
        await self.rebuild.begin()
        await repair(self.vault, d.blobs, d.records, self.store.writer, d.clock)
        await self.quarantine.again()
        await self._evictor.tidy()

    async def claim(self) -> None:
        """Once the server's list is there, keep again what is on it and lost its record here."""
        if self.drivers.shut or not (self.vault.unclaimed and self.catalog.seen):
            return
        with suppress(LarderError):  # what is held stays held, and the next list claims it
            rebuilt = await self.rebuild.claim((*self.catalog.assets, *self.brought.all.values()))
            await self.transfers.add(rebuilt.damaged)
            self.on_rebuilt(rebuilt)

    async def look_back(self) -> None:
        """See whether an earlier system left its vault here."""
        with suppress(LarderError):
            await self.legacy.find()

    async def resume(self) -> None:
        """Go on with the saves that wait."""
        await self.transfers.resume(self.served)

    async def check(self, progress: Progress) -> Report:
        """Hash everything again. Damaged bytes go if the server can send them again: nothing plays them."""
        began = self.drivers.clock.now()
        report = await self.examine(progress)
        now = self.drivers.clock.now()
        self.checked = summary(report, now, now - began)
        with suppress(LarderError):  # it is told now, and forgotten with the page
            await self._records.apply(Batch(put={CHECKED: self.checked.as_json()}))
        await self.quarantine.heal(report.playing)
        await self.quarantine.put(set(report.broken) - set(report.playing))
        return report

    async def examine(self, progress: Progress) -> Report:
        """Hash everything again, and touch nothing. Raises StorageDenied when the blobs are out of reach."""
        d = self.drivers
        if d.shut:
            raise StorageDenied("What is saved here is out of reach at the moment; nothing was checked.")
        check = Check(self.store, d.blobs, d.records, d.clock)
        report = await check.run(progress)
        await self.proofs.remember(check.proved)
        return report

    def streams(self, key: str) -> bool:
        """Whether the server may have an asset's bytes: of what a device brought, only once that is there."""
        return key in self.served or key not in self.brought.all

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Let a coroutine run beside everything else, and hold on to it until it ends."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _kept(self, keep: Keep) -> None:
        self.spawn(self.waveforms.ensure(keep))
        self.on_kept(keep)

    def _came_in(self, keep: Keep) -> None:
        self.uploads.wake()
        self._kept(keep)

    def _exchanged(self) -> None:
        if self.uploads.ahead:
            self.uploads.wake()

    def _listened(self, asset: Asset) -> None:
        if asset.key not in self.transfers.all:
            self.spawn(self.retention.retain(asset))

    def _reached(self, online: bool) -> None:
        if online:
            self.post.again()
            self.waveforms.again()
            self.spawn(self.refresh())
        self.on_reached(online)

    def _answered(self) -> None:
        if self.transfers.held:
            self.transfers.again(self.served)
