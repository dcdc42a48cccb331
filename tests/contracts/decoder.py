"""What every decoder must do."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.core.peaks.make_peaks import make_peaks
from app.model.audio.peaks_maker import PeaksMaker
from app.model.audio.samples import Samples
from app.model.errors import Undecodable
from app.model.span import Span
from app.ports import Decoder, Read

VECTORS = Path(__file__).parents[1] / "vectors"
FOREIGN = {
    "nothing": b"",
    "zeros": bytes(5000),
    "text": b"<!doctype html><title>Sign in</title>" * 99,
    "a lone WAV header": b"RIFF\xff\xff\xff\xffWAVE",
    "a lone Ogg page": b"OggS" + bytes(60),
    "a lone MP3 header": b"\xff\xfb\x90\x00" + bytes(500),
    "all ones": b"\xff" * 5000,
}


@dataclass(frozen=True)
class Bench:
    """Decoders of one kind, and the vectors that they are for."""

    vectors: Sequence[str]
    make: Callable[[int], Sequence[Decoder]]
    """Decoders with one of three slice sizes, 0 (small), 1 or 2, in the order in which they are tried."""
    whole: Callable[[bytes, int], Awaitable[np.ndarray]]
    """All frames of a vector at its rate, by other means than the decoder."""


def reader(data: bytes) -> Read:
    async def read(span: Span) -> bytes:
        return data[span.start : span.end]

    return read


async def decoded(decoders: Sequence[Decoder], data: bytes) -> list[Samples]:
    """The runs of the first decoder that does not refuse."""
    for decoder in decoders:
        try:
            async with aclosing(decoder.decode(reader(data), len(data))) as runs:
                return [run async for run in runs]
        except Undecodable:
            continue
    raise Undecodable


async def equal_to_the_whole_file_decode_sample_for_sample_at_three_slice_sizes(bench: Bench) -> None:
    for vector in bench.vectors:
        data = (VECTORS / vector).read_bytes()
        for slices in range(3):
            runs = await decoded(bench.make(slices), data)
            whole = await bench.whole(data, runs[0].rate)
            frames = np.concatenate([run.frames for run in runs])
            assert frames.shape == whole.shape, (vector, slices, frames.shape, whole.shape)
            assert np.array_equal(frames, whole), (vector, slices, np.abs(frames - whole.astype(int)).max())


async def runs_are_16_bits_and_alike(bench: Bench) -> None:
    several = 0
    for vector in bench.vectors:
        runs = await decoded(bench.make(0), (VECTORS / vector).read_bytes())
        several += len(runs) > 1
        assert {(run.rate, run.frames.shape[1]) for run in runs} == {(runs[0].rate, runs[0].frames.shape[1])}
        assert all(run.frames.dtype == np.int16 for run in runs)
    assert several


async def peaks_are_those_of_the_whole_file(bench: Bench) -> None:
    for vector in bench.vectors:
        data = (VECTORS / vector).read_bytes()
        peaks = await make_peaks(reader(data), len(data), bench.make(0))
        maker = PeaksMaker(peaks.sample_rate)
        maker.feed(await bench.whole(data, peaks.sample_rate))
        assert peaks == maker.finish(), vector


async def what_is_not_for_it_is_refused(bench: Bench) -> None:
    for name, data in FOREIGN.items():
        try:
            runs = await decoded(bench.make(1), data)
        except Undecodable:
            continue
        assert not any(len(run.frames) for run in runs), name


async def a_file_cut_short_gives_its_beginning_or_is_refused(bench: Bench) -> None:
    for vector in bench.vectors:
        data = (VECTORS / vector).read_bytes()
        for size in (10, 100, 1000, len(data) // 2, len(data) - 1):
            try:
                runs = await decoded(bench.make(1), data[:size])
            except Undecodable:
                continue
            whole = await bench.whole(data, runs[0].rate) if runs else ()
            assert sum(len(run.frames) for run in runs) <= len(whole) + 4096, (vector, size)


async def damage_gives_some_sound_or_is_refused(bench: Bench) -> None:
    for vector in bench.vectors:
        data = bytearray((VECTORS / vector).read_bytes())
        for at in range(40, len(data), len(data) // 9):
            data[at : at + 20] = bytes(range(236, 256))
        try:
            await decoded(bench.make(0), bytes(data))
        except Undecodable:
            continue


async def leaving_early_is_clean(bench: Bench) -> None:
    for vector in bench.vectors:
        data = (VECTORS / vector).read_bytes()
        for decoder in bench.make(0):
            runs = decoder.decode(reader(data), len(data))
            await first(runs)
            await runs.aclose()
        assert await decoded(bench.make(0), data)


async def two_at_once_do_not_mix(bench: Bench) -> None:
    compared = 0
    for decoder in bench.make(0):
        for vector in bench.vectors:
            data = (VECTORS / vector).read_bytes()
            try:
                alone = [run.frames.tolist() for run in await decoded([decoder], data)]
            except Undecodable:
                continue
            one, two = decoder.decode(reader(data), len(data)), decoder.decode(reader(data), len(data))
            begun = [(await anext(one)).frames.tolist()]
            assert [run.frames.tolist() async for run in two] == alone, vector
            assert [*begun, *[run.frames.tolist() async for run in one]] == alone, vector
            compared += 1
    assert compared >= len(bench.vectors)


async def bytes_that_can_not_be_read_are_not_called_undecodable(bench: Bench) -> None:
    async def read(span: Span) -> bytes:
        raise OSError("gone")

    for decoder in bench.make(0):
        try:
            await first(decoder.decode(read, 1000))
        except OSError:
            continue
        raise AssertionError(decoder)


async def first(runs: AsyncGenerator[Samples]) -> Samples | None:
    """The first run, or None when the decoder refuses."""
    try:
        return await anext(runs)
    except Undecodable:
        return None


CHECKS = {
    check.__name__: check
    for check in (
        equal_to_the_whole_file_decode_sample_for_sample_at_three_slice_sizes,
        runs_are_16_bits_and_alike,
        peaks_are_those_of_the_whole_file,
        what_is_not_for_it_is_refused,
        a_file_cut_short_gives_its_beginning_or_is_refused,
        damage_gives_some_sound_or_is_refused,
        leaving_early_is_clean,
        two_at_once_do_not_mix,
        bytes_that_can_not_be_read_are_not_called_undecodable,
    )
}
