"""What asks for a playlist's name."""

from __future__ import annotations

from string.templatelib import Template

from app.ui.playlists.state import Naming


def naming(asked: Naming | None) -> Template:
    """The dialog; nothing in it while no name is asked for."""
    return t"""
        <dialog class="sheet" aria-labelledby="naming" data-close="name-no"
          data-open="{"" if asked else None}">{form(asked) if asked else None}</dialog>"""


def form(asked: Naming) -> Template:
    """The name as it is typed. A form, so that Enter presses its button and a blank name is refused."""
    title, yes = ("Rename the playlist", "Rename") if asked.id else ("New playlist", "Create")
    return t"""
        <form method="dialog">
          <h2 id="naming">{title}</h2>
          <label class="named">
            <span>Playlist name</span>
            <input type="text" data-input="name" data-value="{asked.name}" maxlength="200" required
              pattern=".*[^ ].*" title="At least one letter or digit" autocomplete="off"
              enterkeyhint="done" autofocus>
          </label>
          <div class="buttons">
            <button type="button" class="btn plain" data-do="name-no">Cancel</button>
            <button type="submit" class="btn primary" data-do="name-yes">{yes}</button>
          </div>
        </form>"""
