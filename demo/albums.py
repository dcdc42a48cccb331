"""The demo's albums: three made-up artists, eight tracks of 8 to 90 seconds."""

from __future__ import annotations

from demo.track import Album, Track

TIDE = Album("Low Tide Radio", "Ines Okarr", 2023, "Ambient", "tide")
ORCHARD = Album("Slow Orchard", "Mio Brandt", 2021, "Folk", "orchard")
POST = Album("Night Post", "Tomas Veil", 2024, "Electronic", "post")

MAJ7 = (0, 4, 7, 11, 14)
MIN7 = (0, 3, 7, 10, 14)
SUS = (0, 5, 7, 10, 14)
TRIAD = (0, 4, 7)
MINOR = (0, 3, 7)


def over(step: int, chord: tuple[int, ...]) -> tuple[int, ...]:
    """The chord, `step` semitones higher."""
    return tuple(step + tone for tone in chord)


EVENING = (over(0, MAJ7), over(9, MIN7), over(5, MAJ7), over(7, SUS))
DRIFT = (over(0, MIN7), over(-4, MAJ7), over(3, MAJ7), over(-2, SUS))
WINDFALL = (TRIAD, over(5, TRIAD), over(-3, MINOR), over(7, TRIAD))
BRAMLEY = (TRIAD, over(4, MINOR), over(5, TRIAD), TRIAD, over(-3, MINOR), over(2, MINOR), over(7, TRIAD))
LETTER = (over(0, MIN7), over(5, MIN7), over(-2, MAJ7), over(3, MAJ7))
LIGHTS = (over(0, MAJ7), over(4, MIN7), over(-3, MIN7), over(5, MAJ7))

TRACKS = (
    Track(TIDE, 1, "Evening, Slower", 74, 66, 4, 50, EVENING, ".flac", 11),
    Track(TIDE, 2, "Buoys", 8, 72, 4, 55, EVENING, ".wav", 12),
    Track(TIDE, 3, "Longshore Drift", 46, 60, 4, 48, DRIFT, ".mp3", 13),
    Track(ORCHARD, 1, "Windfall", 38, 126, 3, 55, WINDFALL, ".wav", 21),
    Track(ORCHARD, 2, "Bramley", 61, 138, 3, 52, BRAMLEY, ".ogg", 22),
    Track(POST, 1, "Letter to the Lighthouse Keeper Who Never Wrote Back", 90, 84, 4, 45, LETTER, ".mp3", 31),
    Track(POST, 2, "Seven Small Lights", 52, 92, 4, 48, LIGHTS, ".ogg", 32),
    Track(POST, 3, "Return to Sender", 17, 84, 4, 45, LETTER, ".wav", 33),
)
