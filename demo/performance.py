"""A track made audible."""

from __future__ import annotations

from random import Random

import numpy as np
import numpy.typing as npt

from demo.style import STYLES
from demo.track import Note, Track
from demo.voice import RATE, VOICES, Samples

ECHOES = ((0.043, 0.22), (0.071, 0.17), (0.113, 0.14), (0.179, 0.11), (0.283, 0.09), (0.449, 0.06))
"""A small room: seconds after the sound, and how much of it comes back, from alternate sides."""
PEAK = 0.89
FADE = 1.5
NOISE_SECONDS = 12


def perform(track: Track) -> npt.NDArray[np.int16]:
    """The track's samples, (frames, 2) at 44.1 kHz; the same ones every time."""
    frames = round(track.seconds * RATE)
    dry = np.zeros((2, frames), np.float32)
    noise = np.random.Generator(np.random.PCG64(track.seed)).standard_normal(NOISE_SECONDS * RATE, np.float32)
    played: dict[tuple[str, float, float], Samples] = {}
    for note in STYLES[track.album.style](track, Random(track.seed)):
        key = note.voice, note.pitch, note.length
        if key not in played:
            played[key] = VOICES[note.voice](440 * 2 ** ((note.pitch - 69) / 12), note.length, noise)
        _add(dry, note, played[key])
    wet = _echoed(dry)
    wet[:, -int(FADE * RATE) :] *= np.linspace(1, 0, int(FADE * RATE), dtype=np.float32) ** 2
    wet = np.tanh(wet * np.float32(1.6 / np.abs(wet).max()))
    loud: Samples = np.round(wet.T * np.float32(PEAK * 32767 / np.abs(wet).max()))
    return loud.astype(np.int16)


def _add(sound: Samples, note: Note, samples: Samples) -> None:
    """Mix a note in, its power shared between the sides by its pan (-1 left, 1 right)."""
    first = round(note.start * RATE)
    samples = samples[: max(0, sound.shape[1] - first)]
    angle = (note.pan + 1) * np.pi / 4
    for side, share in enumerate((np.cos(angle), np.sin(angle))):
        sound[side, first : first + len(samples)] += samples * np.float32(share * note.gain)


def _echoed(dry: Samples) -> Samples:
    wet = dry.copy()
    for number, (delay, gain) in enumerate(ECHOES):
        late = round(delay * RATE)
        source = dry[::-1] if number % 2 else dry
        wet[:, late:] += source[:, :-late] * np.float32(gain)
    return wet
