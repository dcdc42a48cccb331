"""What must be said: alerts, a passing word, and standing sentences above the list."""

from __future__ import annotations

from string.templatelib import Template

from app.model.wording import plural
from app.ui.glyphs import icon, jar
from app.ui.html import Listing
from app.ui.screen import Alert, Net, Phase, Screen


def notices(screen: Screen) -> Template:
    """Alerts and the passing word, where they can be seen from anywhere."""
    alerts = Listing(tuple((one.id, alert(one)) for one in screen.alerts))
    return t"""
        <div class="notices" data-passing>
          {alerts}
          <div class="toast" role="status" aria-label="Notice">{toast(screen.toast, undo=screen.undo)}</div>
        </div>"""


def alert(said: Alert) -> Template:
    """One sentence, and a way to put it away."""
    return t"""
        <div class="alert" role="alert">
          {jar("missing")}
          <div>
            <p><b>{said.strong}</b> {said.text}</p>
            <div class="buttons">
              <button type="button" class="btn text" data-do="dismiss" data-key="{said.id}">Dismiss</button>
            </div>
          </div>
        </div>"""


def toast(text: str, *, undo: bool) -> Template | None:
    """A passing word that something went well, and the way back where there is one."""
    button = t'<button type="button" class="btn text" data-do="undo">Undo</button>' if undo else None
    return t"<p>{jar('kept')}<span>{text}</span>{button}</p>" if text else None


def banner(screen: Screen) -> Template | None:
    """A standing sentence: why saving is off, that this window is private, that a new version is ready."""
    if not screen.banner:
        return None
    button = None
    if screen.banner_action:
        label, verb = screen.banner_action
        button = t'<button type="button" class="btn plain" data-do="{verb}">{label}</button>'
    return note("info", screen.banner, button)


def offline_note(screen: Screen) -> Template | None:
    """What still works without the server."""
    if screen.net is Net.ONLINE or screen.phase is not Phase.READY:
        return None
    kept = screen.lede[2]
    rest = "Nothing is kept on this device yet."
    if kept:
        rest = f"{plural(kept, 'track')} {'plays' if kept == 1 else 'play'} from this device."
    return note("cloud-off", f"The server can’t be reached. {rest}", None)


def note(glyph: str, text: str, button: Template | None) -> Template:
    """A standing sentence with its icon."""
    return t'<div class="note" data-passing>{icon(glyph)}<p>{text}</p>{button}</div>'
