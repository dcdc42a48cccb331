"""How an album is played: a track's chords become notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from demo.track import Note, Track

DRUM = 32.0


def tide(track: Track, dice: Random) -> Iterator[Note]:
    """Pads over slow surf; bells wander through the chord, more of them towards the middle."""
    for bar, start, chord in bars(track):
        full = intensity(track, start)
        yield Note("waves", start, track.bar * 1.6, DRUM, 0.05 + 0.09 * full, dice.uniform(-0.6, 0.6))
        for tone in chord[: 2 + round(3 * full)]:
            gain, pan = 0.05 + 0.11 * full, dice.uniform(-0.5, 0.5)
            yield Note("pad", start, track.bar * 1.3, track.root + tone, gain, pan)
        yield Note("bass", start, track.bar * 0.9, track.root + chord[0] - 12, 0.2 * full + 0.06)
        for step in range(track.beats * 2):
            if dice.random() < 0.15 + 0.4 * full and bar:
                at = start + step * track.bar / (track.beats * 2)
                pitch = track.root + dice.choice(chord) + dice.choice((12, 24))
                yield Note("bell", at, 2.4, pitch, dice.uniform(0.12, 0.42), dice.uniform(-0.8, 0.8))


def orchard(track: Track, dice: Random) -> Iterator[Note]:
    """A waltz for two plucked strings: bass and broken chords, a melody that walks to the nearest tone."""
    melody = track.root + 24
    for bar, start, chord in bars(track):
        full, beat = intensity(track, start), track.bar / track.beats
        yield Note("pluck", start, 1.6, track.root + chord[0] - 12, 0.4, -0.15)
        for step in range(1, track.beats * 2):
            tone = track.root + chord[step % len(chord)]
            yield Note("pluck", start + step * beat / 2, 0.9, tone, 0.13 + 0.08 * full, -0.35)
        for step in melody_steps(bar, full, dice):
            melody = nearest(melody + dice.choice((-3, -2, 2, 3)), track.root, chord)
            yield Note("pluck", start + step * beat, 1.4, melody, 0.22 + 0.14 * full, 0.35)
        if full > 0.55:
            for step in range(1, track.beats):
                yield Note("hat", start + step * beat, 0.08, DRUM, 0.1, 0.5)


def post(track: Track, dice: Random) -> Iterator[Note]:
    """Electric piano over a soft drum machine that drops out and comes back."""
    for bar, start, chord in bars(track):
        full, beat = intensity(track, start), track.bar / track.beats
        for at, length in ((0, 2.2), (1.5, 1.2), (2.5, 1.6)):
            for tone in chord[: 3 + round(2 * full)]:
                yield Note("keys", start + at * beat, length, track.root + 12 + tone, 0.1, (tone - 7) / 20)
        if full > 0.3:
            yield from drums(start, beat, full)
            for at in (0, 1.75, 2.5):
                yield Note("bass", start + at * beat, 0.9, track.root + chord[0] - 12, 0.42)
        if full > 0.6:
            for step in range(8):
                pitch = track.root + 24 + chord[(step * 3 + bar) % len(chord)]
                yield Note("bell", start + step * beat / 2, 1.2, pitch, 0.07, 0.7 * (-1) ** step)


def drums(start: float, beat: float, full: float) -> Iterator[Note]:
    """One bar of four."""
    for at in (0, 2, 2.75):
        yield Note("kick", start + at * beat, 0.35, DRUM, 0.6)
    for step in range(8):
        yield Note("hat", start + step * beat / 2, 0.1, DRUM, (0.05 + 0.1 * full) * (1 + step % 2), 0.25)


def bars(track: Track) -> Iterator[tuple[int, float, tuple[int, ...]]]:
    """Number, start in seconds and chord of each bar that begins before the track's last breath."""
    bar, start = 0, 0.0
    while start < track.seconds - min(2.0, track.bar / 2):
        yield bar, start, track.chords[bar % len(track.chords)]
        bar, start = bar + 1, (bar + 1) * track.bar


def intensity(track: Track, start: float) -> float:
    """0 to 1: quiet at first, full, a break after the middle, full again, quiet at last."""
    shape = (0.1, 0.35, 0.6, 0.9, 1.0, 0.25, 0.45, 0.95, 1.0, 0.7, 0.15)
    return shape[min(len(shape) - 1, int(start / track.seconds * len(shape)))]


def melody_steps(bar: int, full: float, dice: Random) -> list[float]:
    """Beats on which the melody speaks; it rests every fourth bar and while the piece is quiet."""
    if full < 0.3 or bar % 4 == 3:
        return [0.0]
    return sorted(dice.sample((0.0, 1.0, 1.5, 2.0, 2.5), 2 + round(2 * full)))


def nearest(pitch: int, root: int, chord: tuple[int, ...]) -> int:
    """The tone of the chord, one or two octaves over the root, that is closest to `pitch`."""
    tones = [root + tone + octave for tone in chord for octave in (12, 24)]
    return min(tones, key=lambda tone: abs(tone - pitch))


Player = Callable[[Track, Random], Iterator[Note]]
STYLES: dict[str, Player] = {"tide": tide, "orchard": orchard, "post": post}
