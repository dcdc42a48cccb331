"""The instruments: each turns a frequency and a length into mono samples."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

RATE = 44_100
Samples = npt.NDArray[np.float32]
TAU = np.float32(2 * np.pi)


def seconds(length: float) -> Samples:
    """The moment of each sample, from 0 on."""
    return np.arange(round(length * RATE), dtype=np.float32) / np.float32(RATE)


def phase(frequency: float, time: Samples) -> Samples:
    """Turns since the start, without the whole ones: folded in double precision, single would go flat."""
    turns = np.arange(len(time)) * (frequency / RATE)
    return (turns - np.floor(turns)).astype(np.float32)


def sine(frequency: float, time: Samples) -> Samples:
    """A pure tone."""
    return np.sin(TAU * phase(frequency, time))


def swell(time: Samples, attack: float, release: float) -> Samples:
    """From silence up in `attack` seconds, and down again in the last `release` ones."""
    left = np.float32(len(time) / RATE) - time
    return np.sin(np.clip(np.minimum(time / attack, left / release), 0, 1) * (TAU / 4)) ** 2


def struck(time: Samples, half_life: float) -> Samples:
    """At once loud, then half as loud every `half_life` seconds; without a click at either end."""
    return np.exp2(-time / half_life) * np.minimum(1, time * 400) * swell(time, 0.001, 0.04)


def pad(frequency: float, length: float, noise: Samples) -> Samples:
    """Bowed glass: detuned pairs of soft overtones."""
    time = seconds(length)
    tone = sum(
        (sine(frequency * n * detune, time) / n**1.8 for n in (1, 2, 3, 4) for detune in (0.9985, 1.0015)),
        np.zeros_like(time),
    )
    return tone * swell(time, min(1.1, length / 2), min(1.6, length / 2)) * np.float32(0.3)


def bell(frequency: float, length: float, noise: Samples) -> Samples:
    """A buoy's bell, far off: partials of a struck bar (1, 2.76, 5.40; Rossing, Science of Sound, ch. 4)."""
    time = seconds(length)
    partials = ((1.0, 1.0, 0.6), (2.76, 0.35, 0.25), (5.40, 0.12, 0.1))
    return sum((sine(frequency * r, time) * a * struck(time, h) for r, a, h in partials), np.zeros_like(time))


def pluck(frequency: float, length: float, noise: Samples) -> Samples:
    """A string plucked at a fifth of its length: overtone n is sin(n pi / 5) / n loud and fades sooner."""
    time = seconds(length)
    overtones = (n for n in range(1, 10) if frequency * n < RATE / 2)
    loud = ((n, abs(np.sin(n * np.pi / 5)) / n) for n in overtones)
    tones = (sine(frequency * n, time) * np.float32(a) * struck(time, 0.5 / n**0.7) for n, a in loud)
    return sum(tones, np.zeros_like(time))


def keys(frequency: float, length: float, noise: Samples) -> Samples:
    """An electric piano: one tone bending the phase of another (Chowning 1973)."""
    time = seconds(length)
    bent = sine(frequency, time) * struck(time, 0.25) * np.float32(1.4)
    return np.sin(TAU * phase(frequency, time) + bent) * struck(time, 0.7)


def bass(frequency: float, length: float, noise: Samples) -> Samples:
    """A round low string."""
    time = seconds(length)
    tones = (sine(frequency * n, time) * a for n, a in ((1, 1.0), (2, 0.3)))
    return sum(tones, np.zeros_like(time)) * struck(time, 0.45)


def kick(frequency: float, length: float, noise: Samples) -> Samples:
    """A drum whose pitch falls to `frequency` within a blink."""
    time = seconds(length)
    turns = frequency * time + np.float32(2.2) * (1 - np.exp2(-time / np.float32(0.018)))
    return np.sin(TAU * turns) * struck(time, 0.07)


def hat(frequency: float, length: float, noise: Samples) -> Samples:
    """A tick of bright noise."""
    time = seconds(length)
    bright = noise[1 : len(time) + 1] - noise[: len(time)]
    return bright * struck(time, 0.015)


def waves(frequency: float, length: float, noise: Samples) -> Samples:
    """The sea coming in and going out once: noise without its treble."""
    time = seconds(length)
    smooth = np.convolve(noise[: len(time)], np.hanning(48).astype(np.float32) / 12, mode="same")
    return smooth.astype(np.float32) * swell(time, length * 0.6, length * 0.4)


VOICES: dict[str, Callable[[float, float, Samples], Samples]] = {
    voice.__name__: voice for voice in (pad, bell, pluck, keys, bass, kick, hat, waves)
}
