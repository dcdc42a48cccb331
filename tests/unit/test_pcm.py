"""Every kind of WAV and AIFF gives the samples that are in it; damage gives fewer, or a sentence."""

from __future__ import annotations

import asyncio
import struct
import wave
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.peaks.decode_pcm import PcmDecoder
from app.core.peaks.make_peaks import make_peaks
from app.model.audio import waveform_dat
from app.model.errors import Undecodable
from app.model.span import WHOLE, Span

VECTORS = Path(__file__).parents[1] / "vectors"
FRAMES = np.random.default_rng(7).integers(-32768, 32768, (1000, 2), np.int16)
LOW = b"\x5a"


def reader(data: bytes):
    async def read(span: Span = WHOLE) -> bytes:
        return data[span.start : span.end]

    return read


def decoded(data: bytes, room: int = 4096) -> tuple[int, np.ndarray]:
    async def run() -> tuple[int, np.ndarray]:
        rate, frames = 0, [np.empty((0, 1), np.int16)]
        async for run in PcmDecoder(room).decode(reader(data), len(data)):
            rate, frames = run.rate, [*frames, run.frames] if rate else [run.frames]
        return rate, np.concatenate(frames)

    return asyncio.run(run())


def chunk(name: bytes, body: bytes, order: str = "<") -> bytes:
    return name + struct.pack(order + "I", len(body)) + body + b"\0" * (len(body) % 2)


def fmt(code: int, width: int, bits: int = 0, channels: int = 2) -> bytes:
    frame = channels * width
    return struct.pack("<HHIIHH", code, channels, 48000, 48000 * frame, frame, bits or 8 * width)


def riff(*chunks: bytes, form: bytes = b"RIFF") -> bytes:
    body = b"".join(chunks)
    return form + struct.pack("<I", 4 + len(body)) + b"WAVE" + body


def wider(width: int) -> bytes:
    """The frames in little-endian integers of `width` bytes, something in the lower ones."""
    return b"".join(LOW * (width - 2) + struct.pack("<h", value) for value in FRAMES.flat)


EXTENSIBLE = fmt(0xFFFE, 3, 20) + struct.pack("<HHIH", 22, 20, 3, 1) + bytes(14)
PLAIN = FRAMES.tobytes()
INTEGERS = {
    "16 bits": riff(chunk(b"fmt ", fmt(1, 2)), chunk(b"data", PLAIN)),
    "24 bits": riff(chunk(b"fmt ", fmt(1, 3)), chunk(b"data", wider(3))),
    "32 bits": riff(chunk(b"fmt ", fmt(1, 4)), chunk(b"data", wider(4))),
    "20 bits, extensible": riff(chunk(b"fmt ", EXTENSIBLE), chunk(b"data", wider(3))),
    "24 bits in 4 bytes": riff(chunk(b"fmt ", fmt(1, 4, 24)), chunk(b"data", wider(4))),
    "odd chunks before and after": riff(
        chunk(b"bext", b"x" * 603), chunk(b"fmt ", fmt(1, 2)), chunk(b"data", PLAIN), chunk(b"LIST", b"odd")
    ),
    "a data size of 0": riff(chunk(b"fmt ", fmt(1, 2)), b"data" + bytes(4) + PLAIN),
    "a data size beyond the end": riff(chunk(b"fmt ", fmt(1, 2)), b"data\xff\xff\xff\xff" + PLAIN),
    "half a frame at the end": riff(chunk(b"fmt ", fmt(1, 2)), chunk(b"data", PLAIN + b"abc")),
    "RF64": riff(
        chunk(b"ds64", struct.pack("<QQQI", 0, len(PLAIN), 1000, 0)),
        chunk(b"fmt ", fmt(1, 2)),
        b"data\xff\xff\xff\xff" + PLAIN,
        chunk(b"LIST", b"not sound!"),
        form=b"RF64",
    ),
}


@pytest.mark.parametrize("data", INTEGERS.values(), ids=INTEGERS)
def test_integers_keep_their_upper_16_bits(data: bytes) -> None:
    rate, frames = decoded(data)
    assert rate == 48000
    assert frames.dtype.kind + str(frames.dtype.itemsize) == "i2"
    assert np.array_equal(frames, FRAMES)


def test_unsigned_bytes_are_centred_on_128() -> None:
    data = riff(chunk(b"fmt ", fmt(1, 1, channels=1)), chunk(b"data", bytes([0, 1, 128, 255])))
    assert decoded(data)[1].T.tolist() == [[-32768, -32512, 0, 32512]]


@pytest.mark.parametrize("width", [4, 8])
def test_floats_are_multiplied_cut_and_held_at_full_scale(width: int) -> None:
    values = np.array([0, 1, -1, 0.5, -0.5, 1.5, -2, np.inf, 3e-5, -6e-5], f"<f{width}")
    data = riff(chunk(b"fmt ", fmt(3, width, channels=1)), chunk(b"data", values.tobytes()))
    assert decoded(data)[1].T.tolist() == [[0, 32767, -32767, 16383, -16383, 32767, -32767, 32767, 0, -1]]


def test_not_a_number_does_no_harm() -> None:
    values = np.full(4, np.nan, "<f4").tobytes()
    assert len(decoded(riff(chunk(b"fmt ", fmt(3, 4, channels=1)), chunk(b"data", values)))[1]) == 4


def aiff(kind: bytes, bits: int, body: bytes, form: bytes = b"AIFC") -> bytes:
    """48 kHz in the 80-bit number of the format: 48000 is 0xBB80 x 2^0."""
    rate = struct.pack(">HQ", 16383 + 15, 0xBB80 << 48)
    layout = struct.pack(">HIH", 2, 1000, bits) + rate + kind
    chunks = chunk(b"SSND", bytes(8) + body, ">") + chunk(b"COMM", layout, ">")
    return b"FORM" + struct.pack(">I", 4 + len(chunks)) + form + chunks


@pytest.mark.parametrize(
    "data",
    [
        aiff(b"", 16, FRAMES.astype(">i2").tobytes(), b"AIFF"),
        aiff(b"NONE", 16, FRAMES.astype(">i2").tobytes()),
        aiff(b"sowt", 16, PLAIN),
        aiff(b"", 24, b"".join(struct.pack(">h", v) + LOW for v in FRAMES.flat), b"AIFF"),
    ],
    ids=["AIFF", "AIFF-C", "sowt", "24 bits"],
)
def test_aiff_gives_the_same(data: bytes) -> None:
    rate, frames = decoded(data)
    assert rate == 48000
    assert np.array_equal(frames, FRAMES)


def test_aiff_floats() -> None:
    data = aiff(b"fl32", 32, np.array([[1, -1]], ">f4").tobytes())
    assert decoded(data)[1].tolist() == [[32767, -32767]]


REFUSED = {
    "nothing": b"",
    "something else": b"ID3\4" + bytes(100),
    "a form of something else": riff(b"")[:8] + b"AVI " + bytes(100),
    "no samples": riff(chunk(b"fmt ", fmt(1, 2))),
    "no layout": riff(chunk(b"data", PLAIN)),
    "half a layout": riff(chunk(b"fmt ", fmt(1, 2)[:9]), chunk(b"data", PLAIN)),
    "compressed": riff(chunk(b"fmt ", fmt(2, 1)), chunk(b"data", PLAIN)),
    "no channels": riff(chunk(b"fmt ", fmt(1, 2, channels=0)), chunk(b"data", PLAIN)),
    "no rate": INTEGERS["16 bits"].replace(struct.pack("<I", 48000), bytes(4)),
    "chunks without end": riff(chunk(b"JUNK", b"") * 5000, chunk(b"fmt ", fmt(1, 2)), chunk(b"data", PLAIN)),
    "compressed AIFF-C": aiff(b"ulaw", 16, PLAIN),
    "a rate beyond numbers": aiff(b"NONE", 16, PLAIN).replace(struct.pack(">H", 16383 + 15), b"\x7f\xff"),
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_what_is_no_pcm_is_refused(data: bytes) -> None:
    with pytest.raises(Undecodable, match="the bytes are safe"):
        decoded(data)


@given(st.sampled_from([*INTEGERS.values(), aiff(b"sowt", 16, PLAIN)]), st.data())
def test_damage_never_raises_anything_else(good: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, 120))
    bad = good[:at] + data.draw(st.binary(max_size=12)) + good[at + data.draw(st.integers(0, 12)) :]
    with suppress(Undecodable):
        decoded(bad[: data.draw(st.integers(0, len(bad)))])


@pytest.mark.parametrize("room", [1, 4096, 1 << 22])
@pytest.mark.parametrize("name", ["chirp-stereo", "noise-mono"])
def test_a_wavs_peaks_are_audiowaveforms(name: str, room: int) -> None:
    data = (VECTORS / f"{name}.wav").read_bytes()
    peaks = asyncio.run(make_peaks(reader(data), len(data), [PcmDecoder(room)]))
    assert waveform_dat.encode(peaks) == (VECTORS / f"{name}-z256-b8.dat").read_bytes()


def test_stdlib_wave_agrees() -> None:
    path = VECTORS / "chirp-stereo.wav"
    with wave.open(str(path)) as sound:
        frames = np.frombuffer(sound.readframes(sound.getnframes()), "<i2").reshape(-1, 2)
    assert np.array_equal(decoded(path.read_bytes())[1], frames)
