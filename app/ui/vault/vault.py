"""The Vault: how much is kept in this browser, of what kinds, and what is kept."""

from __future__ import annotations

from string.templatelib import Template

from app.model.wording import plural, size
from app.ui.html import Listing
from app.ui.notices import banner
from app.ui.row import track_list
from app.ui.saves_panel import saves_panel
from app.ui.screen import KindLine, Screen, VaultState
from app.ui.spread import spread
from app.ui.states import nothing_kept
from app.ui.vault.cards import stay
from app.ui.vault.health_card import health
from app.ui.vault.legacy_card import legacy
from app.ui.vault.log_card import log
from app.ui.vault.room_card import room

GAP = 0.5
"""Percent between two jars on the shelf."""


def vault(screen: Screen) -> Template:
    """The whole view."""
    state = screen.vault
    return t"""
        <div class="top">
          <div class="top-t">
            <h1>Vault</h1>
            <p class="lede">What is kept in this browser, and what would happen to it.</p>
          </div>
        </div>
        {banner(screen)}{saves_panel(screen.saves)}
        <section class="vault" role="region" aria-label="Offline vault">
          {legacy(state.legacy)}
          {hero(state)}
          {shelf_of_bytes(state) if state.bytes else None}
          <div class="cards">{stay(state)}{room(state.room)}{health(state.checkup, state.health)}</div>
          {kept(screen)}
          {log(state.room.log)}
        </section>"""


def hero(state: VaultState) -> Template:
    """The number of the page."""
    sub = "Every one was hash-checked when it arrived." if state.items else "Nothing to lose yet."
    return t"""
        <div class="hero">
          <p class="bignum"><span>{plural(state.items, "item")} · </span>{size(state.bytes)}</p>
          <p class="herosub">{sub}</p>
        </div>"""


def shelf_of_bytes(state: VaultState) -> Template:
    """Jars as wide as their bytes, standing on the shelf; the table is the legend."""
    words = ", ".join(f"{line.label} {size(line.bytes)}" for line in state.kinds)
    places = spread(tuple(line.bytes for line in state.kinds), GAP)
    jars = [(line.kind, wide_jar(line.kind, *place)) for line, place in zip(state.kinds, places, strict=True)]
    return t"""
        <svg class="shelfbar" role="img" aria-label="Kept by kind: {words}">{Listing(tuple(jars))}</svg>
        <div class="board"></div>
        {table(state)}"""


def wide_jar(kind: str, start: float, width: float) -> Template:
    """A jar with its lid, in percent of the shelf."""
    return t"""
        <svg class="k-{kind}" x="{start:.2f}%" width="{width:.2f}%" height="76">
          <rect x="4%" width="92%" height="9" rx="4"/>
          <rect y="13" width="100%" height="63" rx="{12 if width > 3 else 3}"/>
        </svg>"""


def table(state: VaultState) -> Template:
    """Items and bytes by kind."""
    return t"""
        <div class="tablewrap">
          <table class="kinds">
            <caption class="vh">Kept by kind</caption>
            <thead>
              <tr>
                <th scope="col">Kind</th>
                <th scope="col" class="n">Items</th>
                <th scope="col" class="n">Bytes</th>
                <th scope="col"><span class="vh">Action</span></th>
              </tr>
            </thead>
            <tbody>{Listing(tuple((line.kind, kind_line(line)) for line in state.kinds))}</tbody>
          </table>
        </div>"""


def kind_line(line: KindLine) -> Template:
    """One kind, and the way to clear it."""
    return t"""
        <tr>
          <th scope="row"><span class="kn"><i class="sw s-{line.kind}"></i>{line.label}</span></th>
          <td class="n">{line.items:,}</td>
          <td class="n">{size(line.bytes)}</td>
          <td>
            <button type="button" class="btn text" data-do="clear-kind" data-key="{line.kind}"
              aria-label="Clear {line.label}">Clear</button>
          </td>
        </tr>"""


def kept(screen: Screen) -> Template:
    """Everything kept, with the way to remove it."""
    rows = screen.vault.rows
    if not rows.total:
        return nothing_kept()
    return t"""
        <div class="listhead"><h2>On this device</h2></div>
        {track_list(rows, "On this device", can_save=screen.can_save)}"""
