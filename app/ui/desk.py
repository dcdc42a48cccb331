"""What a person sees next: the state that is the page's own, and the Screen made of it and of the core's."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import count

from app.core.larder import Larder
from app.model.errors import LarderError
from app.model.saves.transfer import Transfer
from app.model.sync.copies import name_of
from app.model.vault.keep import By
from app.model.vault.legacy import Survey
from app.ui.compose import Composer
from app.ui.health import recognised
from app.ui.imports.state import imports
from app.ui.legacy_state import legacy_state
from app.ui.listed import Listed
from app.ui.playlists.composer import PlaylistComposer
from app.ui.playlists.state import Naming, PlaylistsState
from app.ui.saves import saves
from app.ui.screen import Alert, Checkup, Net, Question, Screen, VaultState, View, Window
from app.ui.sync.state import glance, whole

Show = Callable[[Screen], None]
PACE = 1 / 20
"""Seconds between Screens while nobody presses anything: progress need not be smoother."""
PASSING = 4.0
"""Seconds a passing word stays."""
TO_UNDO = 10.0
"""Seconds it stays when what it says can be undone."""
REST = 1.0
"""Seconds between questions to the browser about room."""
FIRST_ROWS = 16
"""Rows before anybody has measured how many fit: enough for a tall window, and drawn in one go."""
NOTHING = Window()


class Desk:
    """The page's own state: which view, which window of the list, what is open, asked and said."""

    def __init__(self, larder: Larder, show: Show) -> None:
        self.larder, self._show = larder, show
        self.listed = Listed(larder)
        self.composer = Composer(larder, self.listed)
        self.playlists = PlaylistComposer(larder, self.composer.row)
        self.view = View.LIBRARY
        self.inside = ""
        """What is open in the view: the id of a playlist."""
        self.window: tuple[int, int] = (0, FIRST_ROWS)
        self.player_open = self.help = False
        self.question: Question | None = None
        self.alerts: tuple[Alert, ...] = ()
        self.toast = ""
        self.undo: Callable[[], Awaitable[None]] | None = None
        """What takes back what the toast says."""
        self.naming: Naming | None = None
        self.adding = ""
        """Key of what is being put on a playlist."""
        self.dropping = False
        """Files are held over the page."""
        self.banner = ""
        self.banner_action: tuple[str, str] | None = None
        self.can_save = True
        self.checkup = Checkup()
        self.survey: Survey | None = None
        self.estimate: tuple[int, int] | None = None
        self.persistence = "not asked yet"
        self._numbers = count(1)
        self._due: asyncio.TimerHandle | None = None
        self._passing: asyncio.TimerHandle | None = None
        self._uncounted = self._unmeasured = False
        self._counted = 0.0
        self._resting: asyncio.TimerHandle | None = None
        self._listen()

    def _listen(self) -> None:
        larder = self.larder
        larder.vault.subscribe(self.vault_changed)
        larder.on_listed = self.relisted
        larder.scan.on_change = self.changed
        larder.on_reached = lambda _: self.changed()
        larder.transfers.roster.on_change = self.changed
        larder.transfers.on_failed, larder.transfers.on_full = self._not_saved, self.alert
        larder.importer.on_change, larder.importer.on_rest = self.changed, self._imported
        larder.playback.on_change = self.changed
        larder.playback.on_notice = larder.quarantine.on_notice = self.alert
        larder.on_rebuilt = lambda rebuilt: self.alert(recognised(rebuilt))
        larder.scrub.on_round = self.changed
        larder.waveforms.on_change = lambda _: self.changed()
        larder.covers.on_change = larder.playlists.on_change = self._playlists_changed
        larder.retention.on_change = larder.plays.on_change = larder.log.on_change = self.changed
        larder.legacy.on_change = larder.favourites.on_change = self.changed
        larder.post.unsent.on_change = larder.post.courier.on_change = self.changed
        larder.uploads.on_change = larder.post.conflicts.on_change = self.changed
        larder.post.sync.on_note = lambda body, note: self.alert(note, f"“{name_of(body)}”:")

    def changed(self) -> None:
        """Something is different: a new Screen is due soon."""
        if self._due is None:
            self._due = asyncio.get_running_loop().call_later(PACE, self.draw)

    def draw(self) -> None:
        """A new Screen, now."""
        if self._due is not None:
            self._due.cancel()
            self._due = None
        self._show(self.screen())

    def screen(self) -> Screen:
        """The whole page at this moment."""
        compose, larder = self.composer, self.larder
        if self._uncounted and self._may_count():  # once for each Screen, however many saves end meanwhile
            self._uncounted = False
            self.listed.count()
        vault = self._vault()
        return Screen(
            view=self.view,
            phase=compose.phase(),
            net=Net.ONLINE if larder.reachability.online else Net.OFFLINE,
            query=self.listed.query,
            lede=self.listed.lede,
            window=compose.window(self.listed.assets, *self.window) if self.view is View.LIBRARY else NOTHING,
            shelf=self.listed.shelf,
            unsaved=self.listed.unsaved,
            saves=saves(larder.transfers),
            imports=imports(larder.importer),
            dropping=self.dropping,
            player=compose.player(is_open=self.player_open),
            vault=vault,
            sync=whole(larder) if self.view is View.SYNC else glance(larder),
            playlists=self._playlists(),
            alerts=self.alerts,
            toast=self.toast,
            undo=self.undo is not None,
            question=self.question,
            can_save=self.can_save,
            banner=self.banner,
            banner_action=self.banner_action,
            help=self.help,
        )

    def relisted(self) -> None:
        """The library is another one."""
        self.listed.refresh()
        self.composer.count()
        self._playlists_changed()

    def vault_changed(self) -> None:
        """Something was kept, released or found gone."""
        self._uncounted = True
        self.composer.count()
        self._measure_soon()
        self._playlists_changed()

    def _may_count(self) -> bool:
        """While many files come in, the list follows once a second: each would make all of it anew."""
        now = self.larder.drivers.clock.now()
        if self.larder.importer.busy and 0 <= now - self._counted < REST:
            return False
        self._counted = now
        return True

    def _imported(self) -> None:
        """What went well is said once; what was left out stays to be read."""
        state = imports(self.larder.importer)
        if state.over and not state.seen:
            self.say(f"{state.summary}.")

    async def measure(self) -> None:
        """Ask the browser what is used and what it has promised: the first save has asked it to."""
        quota = self.larder.drivers.quota
        self.estimate = await quota.estimate()
        if await quota.persisted():
            self.persistence = "granted"
        elif self.persistence == "not asked yet" and self.larder.vault.by(By.HAND):
            self.persistence = "not granted"
        self.changed()

    def _measure_soon(self) -> None:
        """Now, and once more after a while for whatever changes meanwhile: a queue of saves changes a lot."""
        self._unmeasured = True
        if self._resting is None:
            self._measure_again()

    def _measure_again(self) -> None:
        self._resting = None
        if self._unmeasured:
            self._unmeasured = False
            self._resting = asyncio.get_running_loop().call_later(REST, self._measure_again)
            self.larder.spawn(self.measure())

    def alert(self, text: str, strong: str = "") -> None:
        """Say one sentence that stays until it is put away; one that is there already is not repeated."""
        if text and all(said.text != text for said in self.alerts):
            self.alerts = (*self.alerts[-2:], Alert(str(next(self._numbers)), text, strong))
        self.changed()

    def say(self, text: str, undo: Callable[[], Awaitable[None]] | None = None) -> None:
        """A passing word; `undo` takes back what it says."""
        self.toast, self.undo = text, undo
        if self._passing is not None:
            self._passing.cancel()
        self._passing = asyncio.get_running_loop().call_later(TO_UNDO if undo else PASSING, self.unsay)
        self.changed()

    def unsay(self) -> None:
        """The passing word has passed."""
        self.toast, self.undo = "", None
        self.changed()

    def guard(self, error: LarderError) -> None:
        """Something that was asked for could not be done."""
        self.alert(str(error))

    def _not_saved(self, transfer: Transfer) -> None:
        """Of many, those that failed are listed."""
        transfers = self.larder.transfers
        if transfers.roster.tally.items or len(transfers.failed) > 1:
            return
        if transfer.title in transfer.reason:
            self.alert(transfer.reason)
        else:
            self.alert(transfer.reason, f"“{transfer.title}” was not saved.")

    def _playlists_changed(self) -> None:
        self.playlists.count()
        self.changed()

    def _playlists(self) -> PlaylistsState:
        adding = self.playlists.adding(self.adding) if self.adding else None
        state = PlaylistsState(inside=self.inside, naming=self.naming, adding=adding)
        if self.view is not View.PLAYLISTS:
            return state
        if self.inside:
            return replace(state, opened=self.playlists.opened(self.inside, *self.window))
        return replace(state, all=self.playlists.all())

    def _vault(self) -> VaultState:
        compose = self.composer
        state = compose.vault(self.checkup, self.estimate, self.persistence)
        if self.view is not View.VAULT:
            return state
        return replace(
            state,
            rows=compose.window(compose.kept(), *self.window),
            health=compose.health(),
            room=compose.room(),
            legacy=legacy_state(self.larder.legacy, self.survey),
        )
