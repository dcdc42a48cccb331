"""A waveform: bars on a baseline, in the colour of the cover, never drawn without real peaks."""

from __future__ import annotations

from string.templatelib import Template


def wave(path: str, title: str, box: str) -> Template:
    """The whole waveform. `path` draws its bars in `box`, a viewBox."""
    return t"""
        <svg class="wave" viewBox="{box}" preserveAspectRatio="none" role="img"
          aria-label="Waveform of {title}">
          <path d="{path}"/>
        </svg>"""


def played_wave(path: str, title: str, box: str) -> Template:
    """The same with what was already played in full colour, up to `--at` of the frame around it."""
    return t"""
        <span class="wave" role="img" aria-label="Waveform of {title}">
          {layer("rest", path, box)}{layer("played", path, box)}
        </span>"""


def layer(kind: str, path: str, box: str) -> Template:
    """The bars once."""
    return t"""
        <svg class="{kind}" viewBox="{box}" preserveAspectRatio="none" aria-hidden="true">
          <path d="{path}"/>
        </svg>"""
