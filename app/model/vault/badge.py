"""The answers to "will it survive?", derived from facts and never stored."""

from __future__ import annotations

from enum import StrEnum


class Badge(StrEnum):
    """The text a person reads beside the jar."""

    STREAMS = "Streams"
    KEPT = "On this device"
    ONLY = "Only on this device"
    MISSING = "Missing"
    ELSEWHERE = "On another device"
    """A device brought it, and neither the server nor this one has its bytes."""


def badge(*, kept: bool, here: bool, listed: bool) -> Badge:
    """What to say of an asset: `kept` by the user, its bytes `here`, `listed` by the server."""
    if not kept:
        return Badge.STREAMS
    if not here:
        return Badge.MISSING
    return Badge.KEPT if listed else Badge.ONLY
