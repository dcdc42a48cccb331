"""What a demo album and its tracks are, before they sound."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Album:
    """Tracks by one artist; `style` names how they are played and drawn."""

    title: str
    artist: str
    year: int
    genre: str
    style: str


@dataclass(frozen=True)
class Track:
    """A piece of `seconds` length.

    `chords` are taken in turn, one a bar of `beats`; each is a tuple of semitones over `root` (a MIDI note).
    `format` is the file name's suffix where an encoder is at hand; `seed` decides every choice of the player.
    """

    album: Album
    number: int
    title: str
    seconds: float
    tempo: float
    beats: int
    root: int
    chords: tuple[tuple[int, ...], ...]
    format: str
    seed: int

    @property
    def bar(self) -> float:
        """Seconds that a bar takes."""
        return self.beats * 60 / self.tempo


@dataclass(frozen=True)
class Note:
    """One sound: a voice at a pitch (MIDI note, may be fractional) from `start` on for `length` seconds."""

    voice: str
    start: float
    length: float
    pitch: float
    gain: float
    pan: float = 0.0
