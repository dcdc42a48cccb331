"""Peaks are those of BBC audiowaveform, from any chunking of the samples, in both of its formats."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.audio import waveform_dat
from app.model.audio.peaks import Peaks
from app.model.audio.peaks_maker import PeaksMaker
from app.model.errors import Undecodable

VECTORS = Path(__file__).parents[1] / "vectors"
SOUNDS = ("chirp-stereo", "noise-mono")


def frames_of(name: str) -> tuple[int, np.ndarray]:
    with wave.open(str(VECTORS / f"{name}.wav")) as sound:
        data = sound.readframes(sound.getnframes())
        return sound.getframerate(), np.frombuffer(data, "<i2").reshape(-1, sound.getnchannels())


def made(frames: np.ndarray, cuts: list[int] = (), *, rate=44100, bits=16, **size) -> Peaks:
    maker = PeaksMaker(rate, **size)
    for part in np.split(frames, sorted(cuts)):
        maker.feed(part)
    return maker.finish(bits)


@pytest.mark.parametrize("zoom", [256, 512])
@pytest.mark.parametrize("name", SOUNDS)
def test_every_point_is_audiowaveforms(name: str, zoom: int) -> None:
    rate, frames = frames_of(name)
    document = json.loads((VECTORS / f"{name}-z{zoom}-b16.json").read_text())
    peaks = made(frames, rate=rate, zoom=zoom)
    assert (rate, zoom, len(peaks)) == (
        document["sample_rate"],
        document["samples_per_pixel"],
        document["length"],
    )
    assert [*peaks.mins] == document["data"][0::2]
    assert [*peaks.maxs] == document["data"][1::2]


@pytest.mark.parametrize("zoom", [256, 512])
@pytest.mark.parametrize("name", SOUNDS)
def test_dat_is_audiowaveforms_byte_for_byte(name: str, zoom: int) -> None:
    rate, frames = frames_of(name)
    data = (VECTORS / f"{name}-z{zoom}-b8.dat").read_bytes()
    peaks = made(frames, rate=rate, zoom=zoom, bits=8)
    assert waveform_dat.encode(peaks) == data
    assert waveform_dat.decode(data) == peaks


@pytest.mark.parametrize("name", SOUNDS)
def test_a_coarser_level_is_as_if_made_from_the_samples(name: str) -> None:
    rate, frames = frames_of(name)
    fine = made(frames, rate=rate, zoom=256)
    assert fine.coarser() == made(frames, rate=rate, zoom=512)
    assert fine.coarser().coarser() == made(frames, rate=rate, zoom=1024)


def sounds(channels: int):
    sample = st.integers(-32768, 32767)
    return st.lists(st.tuples(*[sample] * channels), min_size=1, max_size=90).map(
        lambda rows: np.array(rows, np.int16)
    )


@given(st.integers(1, 6).flatmap(sounds), st.lists(st.integers(0, 90), max_size=5), st.integers(2, 9))
def test_any_chunking_gives_the_same_peaks(frames: np.ndarray, cuts: list[int], zoom: int) -> None:
    runs = [frames[start : start + zoom] for start in range(0, len(frames), zoom)]
    means = [[int(sum(map(int, frame)) / len(frame)) for frame in run] for run in runs]
    peaks = made(frames, cuts, zoom=zoom)
    assert list(peaks.mins) == [min(run) for run in means]
    assert list(peaks.maxs) == [max(run) for run in means]


@given(sounds(2), st.lists(st.integers(0, 90), max_size=5), st.sampled_from([2, 4, 8]))
def test_a_full_maker_goes_on_at_the_next_level(frames: np.ndarray, cuts: list[int], room: int) -> None:
    peaks = made(frames, cuts, zoom=2, room=room)
    assert len(peaks) < room
    assert peaks == made(frames, zoom=peaks.samples_per_point)


def test_ten_hours_stay_small() -> None:
    maker = PeaksMaker(44100)
    minute = np.zeros((44100 * 60, 1), np.int16)
    for _ in range(600):
        maker.feed(minute)
    peaks = maker.finish()
    assert peaks.samples_per_point == 8192
    assert len(waveform_dat.encode(peaks)) < 520_000


def test_eight_bits_are_divided_toward_zero() -> None:
    frames = np.array([[-257], [-255], [255], [257], [-32768], [32767]], np.int16)
    peaks = made(frames, zoom=2, bits=8)
    assert (list(peaks.mins), list(peaks.maxs)) == ([-1, 0, -128], [0, 1, 127])


GOOD = waveform_dat.encode(made(np.arange(1000, dtype=np.int16).reshape(-1, 1), bits=16))
BROKEN = {
    "empty": b"",
    "half a header": GOOD[:19],
    "cut short": GOOD[:-1],
    "too long": GOOD + b"\0",
    "version 2": b"\2" + GOOD[1:],
    "an unknown flag": GOOD[:4] + b"\2" + GOOD[5:],
    "no rate": GOOD[:8] + bytes(4) + GOOD[12:],
    "no zoom": GOOD[:12] + bytes(4) + GOOD[16:],
    "more points than bytes": GOOD[:16] + b"\xff" * 4 + GOOD[20:],
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_broken_dat_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(Undecodable, match="the music is safe"):
        waveform_dat.decode(data)


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda tail: GOOD[:20] + tail))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    try:
        peaks = waveform_dat.decode(data)
    except Undecodable:
        return
    assert waveform_dat.encode(peaks) == data
