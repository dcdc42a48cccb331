"""The demo: a small library of music of our own making, so that a newcomer hears something at once."""

from __future__ import annotations

from demo.library import make_demo

__all__ = ["make_demo"]
