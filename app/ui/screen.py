"""Everything that is to be seen, as plain values: views are functions of a Screen and of nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.model.asset import Asset
from app.model.saves.transfer import Transfer
from app.model.vault.badge import Badge
from app.model.vault.limits import Limits
from app.ui.imports.state import Imports
from app.ui.playlists.state import PlaylistsState
from app.ui.saves import Saves
from app.ui.sync.state import SyncState


class View(StrEnum):
    """The views that work, by their place behind `#/`."""

    LIBRARY = "library"
    PLAYLISTS = "playlists"
    VAULT = "vault"
    SYNC = "sync"


class Phase(StrEnum):
    """What the library can show."""

    LOADING = "loading"
    """Before the very first list: nothing seen yet, nothing stored."""
    READY = "ready"
    READING = "reading"
    """The server answered, and is still reading its folder: nothing was found so far."""
    EMPTY = "empty"
    """The server answered, and its folder holds nothing."""
    UNREACHED = "unreached"
    """No list has ever been seen here and the server can't be reached."""


class Net(StrEnum):
    """The connection at a glance."""

    ONLINE = "Online"
    OFFLINE = "Offline"


@dataclass(frozen=True, slots=True)
class Row:
    """One track in the list."""

    asset: Asset
    badge: Badge
    transfer: Transfer | None = None
    """Its save that runs, waits or has failed."""
    wave: str = ""
    """SVG path of its bars in a 204 x 30 box; empty when there are no real peaks."""
    current: bool = False
    """It is the one in the player."""
    playing: bool = False
    """It is the one in the player, and it is to be heard."""
    at: float = 0.0
    """How much of it was played, 0 to 1; only of the one in the player."""
    playable: bool = True
    """False when offline and not on this device."""
    cover: str = ""
    """URL of the small cover, empty for none."""
    ref: str = ""
    """Name of its bytes on this device, empty when they are not here: what plays it before Python is up."""


@dataclass(frozen=True, slots=True)
class Window:
    """The rows of a long list that have nodes: `first`... of `total`; never none while `total` is not 0."""

    rows: tuple[Row, ...] = ()
    first: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Sleeve:
    """One album on the shelf. `kept` of `tracks` are on this device; `first` is the key to start playing."""

    album: str
    artist: str
    first: str
    tracks: int
    kept: int
    hue: int | None
    cover: str


@dataclass(frozen=True, slots=True)
class PlayerState:
    """The player. Times in seconds, volume 0 to 1."""

    asset: Asset | None = None
    cover: str = ""
    """URL of the small cover, empty for none."""
    art: str = ""
    """URL of the large cover, empty for none."""
    badge: Badge = Badge.STREAMS
    transfer: Transfer | None = None
    favourite: bool = False
    playing: bool = False
    source: str = ""
    """`Playing from this device`, `Streaming`, or empty while neither is known."""
    position: float = 0.0
    duration: float = 0.0
    volume: float = 1.0
    wave: str = ""
    """SVG path of all bars in a 300 x 40 box; empty when there are no real peaks."""
    queue: tuple[Row, ...] = ()
    """The next few, in order."""
    ahead: int = 0
    """How many come after in all."""
    open: bool = False
    """The full-page Now playing view is shown."""


@dataclass(frozen=True, slots=True)
class KindLine:
    """One line of the vault's table: `kind` as in the stylesheet (`audio`, `derived`), bytes of its blobs."""

    kind: str
    label: str
    items: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Checkup:
    """The vault's last look at itself: `done` of `total` bytes re-read while it runs, then what it found."""

    running: bool = False
    done: int = 0
    total: int = 0
    verdict: str = ""
    """`All 214 items are intact.` Empty before the first check."""
    detail: str = ""
    """`1.84 GB re-read and hashed in 14 s, today at 08:51.`"""
    sound: bool = True
    """Nothing was damaged or missing."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """Something that was evicted: why, when as a person says it, and what has become of it."""

    key: str
    """The record's key."""
    title: str
    reason: str
    when: str
    bytes: int
    cover: str = ""
    """URL of the small cover, empty for none."""
    here: bool = False
    """It is on this device again."""
    fetching: tuple[int, int] | None = None
    """Bytes that came and bytes in all, while it is fetched again."""


@dataclass(frozen=True, slots=True)
class RoomState:
    """What the player retains and what it may; `here` and `streamed` are plays so far."""

    limits: Limits = Limits()
    items: int = 0
    bytes: int = 0
    here: int = 0
    streamed: int = 0
    log: tuple[LogLine, ...] = ()
    """Newest first."""


@dataclass(frozen=True, slots=True)
class HealthState:
    """What was found besides a check: `missing` items that can be fetched again, `unclaimed` bytes."""

    missing: int = 0
    unclaimed: int = 0
    quiet: str = ""
    """What the last idle round read, empty before the first."""


@dataclass(frozen=True, slots=True)
class LegacyState:
    """The vault of an earlier system: `items` and `bytes` that wait there to be brought over."""

    items: int
    bytes: int
    brought: int
    """Items that are here only because they were brought over."""
    copied: int
    """Bytes that the old copy holds of what is verified here."""
    running: tuple[int, int] | None = None
    """Bytes done, of how many."""
    said: tuple[str, ...] = ()
    """What a first look, or bringing it over, has shown."""


@dataclass(frozen=True, slots=True)
class VaultState:
    """What is kept in this browser."""

    items: int = 0
    bytes: int = 0
    kinds: tuple[KindLine, ...] = ()
    estimate: tuple[int, int] | None = None
    persistence: str = "not asked yet"
    stored_in: str = ""
    rows: Window = Window()
    checkup: Checkup = Checkup()
    health: HealthState = HealthState()
    room: RoomState = RoomState()
    legacy: LegacyState | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """One sentence that must be seen."""

    id: str
    text: str
    strong: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something to confirm before it happens: the answer `yes` carries out `verb` with `key`."""

    title: str
    text: str
    yes: str
    verb: str
    key: str = ""
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """The whole page at one moment."""

    view: View = View.LIBRARY
    phase: Phase = Phase.LOADING
    net: Net = Net.ONLINE
    query: str = ""
    lede: tuple[int, float, int] = (0, 0.0, 0)
    """Tracks, seconds and tracks on this device, of the whole library."""
    window: Window = Window()
    shelf: tuple[Sleeve, ...] = ()
    unsaved: tuple[int, int] = (0, 0)
    """Of what is listed: tracks not on this device, and their bytes."""
    saves: Saves = Saves()
    imports: Imports = Imports()
    dropping: bool = False
    """Files are held over the page."""
    player: PlayerState = PlayerState()
    vault: VaultState = VaultState()
    sync: SyncState = SyncState()
    playlists: PlaylistsState = PlaylistsState()
    alerts: tuple[Alert, ...] = ()
    toast: str = ""
    undo: bool = False
    """What the toast says can be taken back."""
    question: Question | None = None
    can_save: bool = True
    banner: str = ""
    """A standing sentence above the list: why saving is off, that this window is private, a new version."""
    banner_action: tuple[str, str] | None = None
    help: bool = False
    """The list of shortcuts is open."""
