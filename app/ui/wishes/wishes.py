"""What a person does, carried out: one function for each verb that the markup can say."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from app.core.play.playback import unplayable_here
from app.core.vault.vault import Usage, Vault
from app.model.asset import Asset
from app.model.errors import LarderError
from app.model.ref import Ref
from app.model.vault.badge import Badge
from app.model.vault.keep import By, Keep
from app.model.wording import plural
from app.ui.desk import FIRST_ROWS, Desk
from app.ui.questions import clear_audio, clear_derived, remove_only
from app.ui.screen import Checkup, View
from app.ui.wishes.health import HealthWishes
from app.ui.wishes.imports import ImportWishes
from app.ui.wishes.legacy import LegacyWishes
from app.ui.wishes.playlists import PlaylistWishes
from app.ui.wishes.room import RoomWishes
from app.ui.wishes.saves import SaveWishes
from app.ui.wishes.sync import SyncWishes


class Wishes:
    """Hears (verb, key, value) and does it. An error becomes one sentence on the page."""

    def __init__(self, desk: Desk, reload: Callable[[], None]) -> None:
        self._desk, self._larder, self._reload = desk, desk.larder, reload
        self._check: asyncio.Task[None] | None = None
        self._health, self.imports = HealthWishes(desk), ImportWishes(desk, self._persist)
        self._doing: dict[str, Callable[[str, str], Awaitable[None]]] = {
            "play": self._play,
            "play-album": self._play_album,
            "toggle": lambda _key, _value: self._larder.playback.toggle(),
            "go-on": lambda _key, _value: self._larder.playback.go_on(),
            "next": lambda _key, _value: self._larder.playback.step(1),
            "previous": self._previous,
            "seek": lambda _key, value: self._larder.playback.seek(float(value)),
            "nudge": self._nudge,
            "favourite": lambda key, _value: self._larder.favourites.toggle(key),
            "keep": self._keep,
            "refetch": self._refetch,
            "remove": self._remove,
            "remove-only": self._remove_last,
            "keep-all": self._keep_all,
            "clear-all": self._clear,
            "check": self._start_check,
            **self._health.doing,
            **RoomWishes(desk.larder).doing,
            **SaveWishes(desk.larder.transfers).doing,
            **SyncWishes(desk).doing,
        }
        legacy = LegacyWishes(desk)
        playlists = PlaylistWishes(desk, self.hear, self._save)
        self._doing |= legacy.doing | playlists.doing | self.imports.doing
        self._showing: dict[str, Callable[[str, str], None]] = {
            "go": self._go,
            "search": self._search,
            "window": self._window,
            "pause": lambda _key, _value: self._larder.playback.pause(),
            "volume": lambda _key, value: self._larder.playback.volume(float(value)),
            "dismiss": self._dismiss,
            "open-player": lambda _key, _value: self._open(shown=True),
            "close-player": lambda _key, _value: self._open(shown=False),
            "help": self._help,
            "answer-no": self._answer_no,
            "answer-yes": self._answer_yes,
            "clear-kind": self._clear_kind,
            "cancel-check": self._cancel_check,
            **self._health.showing,
            "reload": lambda _key, _value: self._reload(),
        }
        self._showing |= legacy.showing | playlists.showing | self.imports.showing

    def hear(self, verb: str, key: str, value: str) -> None:
        """Carry out a wish; the next Screen shows it begun."""
        if verb in self._showing:
            self._showing[verb](key, value)
        elif verb in self._doing:
            self._larder.spawn(self._try(self._doing[verb](key, value)))
        self._desk.draw()

    async def arrive(self, place: tuple[str, str]) -> None:
        """Begin at the view that the address names, with what plays already, as (view, key)."""
        view, key = place
        self._go(view, "")
        assets = self._desk.listed.everything
        index = next((at for at, asset in enumerate(assets) if key and asset.key == key), None)
        if index is not None:
            await self._larder.playback.adopt(assets, index)

    async def _try(self, doing: Awaitable[None]) -> None:
        try:
            await doing
        except LarderError as error:
            self._desk.guard(error)
        except Exception:
            self._desk.guard(LarderError())
            raise
        self._desk.changed()

    def _asset(self, key: str) -> Asset | None:
        return next((asset for asset in self._desk.listed.everything if asset.key == key), None)

    async def _play(self, key: str, _value: str) -> None:
        desk, queue = self._desk, self._larder.playback.queue.assets
        assets = desk.composer.kept() if desk.view is View.VAULT else desk.listed.assets
        shown = (queue, assets) if desk.player_open else (assets, queue)
        for among in (*shown, desk.listed.everything):
            index = next((at for at, asset in enumerate(among) if asset.key == key), None)
            if index is not None and desk.composer.badge(among[index]) is Badge.ELSEWHERE:
                return desk.alert(unplayable_here(among[index], kept=False))
            if index is not None:
                return await self._larder.playback.play(among, index)

    async def _play_album(self, key: str, _value: str) -> None:
        first = self._asset(key)
        if first is not None:
            name, everything = (first.album, first.artist), self._desk.listed.everything
            album = [asset for asset in everything if (asset.album, asset.artist) == name]
            await self._larder.playback.play(album, 0)

    async def _previous(self, _key: str, _value: str) -> None:
        playback = self._larder.playback
        if playback.sound.position > 3 or playback.queue.index == 0:
            await playback.seek(0)
        else:
            await playback.step(-1)

    async def _nudge(self, _key: str, value: str) -> None:
        playback = self._larder.playback
        if playback.queue.current is not None:
            await playback.seek(playback.sound.position + float(value))

    async def _keep(self, key: str, _value: str) -> None:
        asset = self._asset(key)
        if asset is not None:
            await self._save([asset])

    async def _refetch(self, key: str, _value: str) -> None:
        """The damaged or missing bytes are fetched as the server has them now."""
        held = self._larder.vault.keeps.get(key)
        asset = self._larder.served.get(key) or (held.asset if held else None)
        if asset is not None:
            await self._save([asset])

    async def _keep_all(self, _key: str, _value: str) -> None:
        await self._save(self._desk.listed.missing())

    async def _save(self, assets: list[Asset] | tuple[Asset, ...]) -> None:
        self._persist()
        await self._larder.transfers.add(assets)

    def _persist(self) -> None:
        if self._desk.persistence == "not asked yet":
            self._larder.spawn(self._ask_to_persist())

    async def _ask_to_persist(self) -> None:
        self._desk.persistence = await self._larder.drivers.quota.persist()
        self._desk.changed()

    async def _remove(self, key: str, _value: str) -> None:
        asset = self._asset(key)
        if asset is None:
            return
        if self._desk.composer.badge(asset) is Badge.ONLY:
            brought = key in self._larder.brought.all
            self._desk.question = remove_only(asset, brought=brought)
        else:
            await self._release(key, "")

    async def _remove_last(self, key: str, _value: str) -> None:
        asset = self._asset(key)
        await self._larder.brought.remove(key)
        if asset is not None:
            self._desk.say(f"Removed “{asset.title}” from this device.")

    async def _release(self, key: str, _value: str) -> None:
        held = self._larder.vault.keeps.get(key)
        await self._larder.store.release(key)
        if held is not None:
            self._desk.say(f"Removed “{held.asset.title}” from this device.")

    def _clear_kind(self, kind: str, _value: str) -> None:
        vault, going = self._larder.vault, self._clearable()
        taken = Usage(len(going), sum(vault.sizes.get(ref, 0) for ref in freed(vault, going, kind)))
        keys = {keep.asset.key for keep in going}
        stay = sum(keep.original in vault.sizes for keep in vault.by(By.HAND) if keep.asset.key not in keys)
        self._desk.question = clear_audio(taken, stay) if kind == "audio" else clear_derived(taken)

    async def _clear(self, kind: str, _value: str) -> None:
        store, keys = self._larder.store, [keep.asset.key for keep in self._clearable()]
        await (store.release(*keys) if kind == "audio" else store.detach(*keys))
        self._desk.say(f"Cleared: {plural(len(keys), 'item')}.")

    def _clearable(self) -> list[Keep]:
        """What the server has: of anything else the bytes here, even damaged ones, may be the last."""
        served = self._larder.served
        return [keep for keep in self._larder.vault.by(By.HAND) if keep.asset.key in served]

    async def _start_check(self, _key: str, _value: str) -> None:
        desk = self._desk

        def progress(done: int, total: int) -> None:
            desk.checkup = Checkup(running=True, done=done, total=total)
            desk.changed()

        async def run() -> None:
            await self._larder.check(progress)
            desk.checkup = Checkup()
            desk.changed()

        progress(0, self._larder.vault.originals().bytes)
        self._check = asyncio.create_task(run())
        await asyncio.wait([self._check])
        if not self._check.cancelled() and (error := self._check.exception()):
            desk.checkup = Checkup()
            raise error

    def _cancel_check(self, _key: str, _value: str) -> None:
        if self._check is not None:
            self._check.cancel()
        self._desk.checkup = Checkup()

    def _go(self, place: str, _value: str) -> None:
        view, _, inside = place.partition("/")
        if view in tuple(View):
            self._desk.view, self._desk.inside = View(view), inside
            self._desk.window = (0, FIRST_ROWS)
            self._desk.player_open = False
            self._larder.spawn(self._desk.measure())

    def _search(self, _key: str, value: str) -> None:
        self._desk.window = (0, FIRST_ROWS)
        self._desk.listed.search(value)

    def _window(self, _key: str, value: str) -> None:
        first, count = value.split(",")
        self._desk.window = (int(first), int(count))

    def _dismiss(self, key: str, _value: str) -> None:
        self._desk.alerts = tuple(said for said in self._desk.alerts if said.id != key)

    def _open(self, *, shown: bool) -> None:
        self._desk.player_open = shown

    def _help(self, _key: str, _value: str) -> None:
        self._desk.help = not self._desk.help

    def _answer_no(self, _key: str, _value: str) -> None:
        self._desk.question = None

    def _answer_yes(self, _key: str, _value: str) -> None:
        asked, self._desk.question = self._desk.question, None
        if asked is not None:
            self.hear(asked.verb, asked.key, "")


def freed(vault: Vault, going: list[Keep], kind: str) -> set[Ref]:
    """Blobs that go with these: all of theirs, or their covers and waveforms; never what others name too."""
    keys = {keep.asset.key for keep in going}
    others = [keep for key, keep in vault.keeps.items() if key not in keys]
    stay = {ref for keep in others for ref in keep.refs}
    if kind != "audio":
        stay |= {keep.original for keep in going}
    return {ref for keep in going for ref in keep.refs} - stay
