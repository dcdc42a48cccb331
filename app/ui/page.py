"""The whole page as one tree: header, the view, the player, and what may lie over them."""

from __future__ import annotations

from string.templatelib import Template

from app.ui.dialogs import question, shortcuts
from app.ui.header import header
from app.ui.imports.panel import drop_here
from app.ui.library import library
from app.ui.notices import notices
from app.ui.now import now
from app.ui.player import player
from app.ui.playlists.adding import adding
from app.ui.playlists.naming import naming
from app.ui.playlists.playlists import playlists
from app.ui.screen import Screen, View
from app.ui.sync.sync import sync
from app.ui.vault.vault import vault

VIEWS = {View.LIBRARY: library, View.PLAYLISTS: playlists, View.VAULT: vault, View.SYNC: sync}


def page(screen: Screen) -> Template:
    """The page at this moment. Notices move into the full player while it covers the rest."""
    covered = screen.player.open
    return t"""
        <a class="skip" href="#main">Skip to content</a>
        {header(screen)}
        <main id="main" tabindex="-1" data-refuge>{VIEWS[screen.view](screen)}</main>
        {player(screen)}
        {None if covered else notices(screen)}
        {now(screen)}{adding(screen.playlists.adding)}{naming(screen.playlists.naming)}
        {drop_here(screen.dropping)}{question(screen.question)}{shortcuts(screen.help)}"""
