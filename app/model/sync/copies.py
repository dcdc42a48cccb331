"""The side of a conflict that did not win its name, named so that a person sees whose it is."""

from __future__ import annotations

from datetime import datetime

from app.model.batch import Record

NAMES = ("name", "title")
"""Fields that a person reads."""


def name_of(body: Record) -> str:
    """What a person calls it; empty when it has no name."""
    return next((str(body[name]) for name in NAMES if body.get(name)), "")


def copied(body: Record, device: str, at: float) -> Record:
    """The body under a name that says where and when it was made; at 0 nobody knows when."""
    when = datetime.fromtimestamp(at).strftime("%d %b %H:%M") if at else ""
    whose = ", ".join(filter(None, (device, when)))
    names = {name: f"{body[name]} ({whose})" for name in NAMES if body.get(name)}
    return {**body, **names}
