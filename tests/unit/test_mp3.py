"""MP3s are cut into exactly their frames, however the bytes come and whatever lies between them."""

from __future__ import annotations

import asyncio
import csv
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.peaks.mp3_runs import BEFORE, mp3_runs
from app.model.audio.gapless import Gapless, gapless
from app.model.audio.layer3 import layer3
from app.model.audio.mp3_frames import PATIENCE, Mp3Frames
from app.model.audio.mp3_run import Mp3Run
from app.model.errors import Undecodable
from app.model.span import Span

VECTORS = Path(__file__).parents[1] / "vectors"
with (VECTORS / "mp3-packets.csv").open() as rows:
    PACKETS = {name: tuple(map(int, numbers)) for name, *numbers in csv.reader(rows)}
STEREO = (VECTORS / "cbr128-stereo.mp3").read_bytes()
MONO = (VECTORS / "untagged.mp3").read_bytes()
ID3V2 = b"ID3\3\0\0\0\0\1\7" + b"\xff\xfb\x90\x00" * 33 + b"abc"
ID3V1 = b"TAG" + bytes(125)
APE = b"APETAGEX" + b"\xd0\7\0\0" + bytes(20) + b"\xff\xfb\x90" * 40


def cut(data: bytes, step: int = 1 << 20) -> list[bytes]:
    cutter, frames = Mp3Frames(), []
    for start in range(0, max(len(data), 1), step):
        frames += cutter.feed(data[start : start + step], last=start + step >= len(data))
    return frames


def runs(data: bytes, length: int) -> list[Mp3Run]:
    async def read(span: Span) -> bytes:
        return data[span.start : span.end]

    async def all_runs() -> list[Mp3Run]:
        return [run async for run in mp3_runs(read, len(data), length)]

    return asyncio.run(all_runs())


@pytest.mark.parametrize("step", [1, 100, 4096, 1 << 20])
@pytest.mark.parametrize("name", PACKETS)
def test_the_frames_are_those_that_ffprobe_counts(name: str, step: int) -> None:
    rate, channels, packets = PACKETS[name]
    frames = cut((VECTORS / name).read_bytes(), step)
    stream = layer3(frames[0])
    tagged = gapless(frames[0], stream) is not None
    assert (stream.rate, stream.channels, len(frames) - tagged) == (rate, channels, packets)
    assert tagged == (name != "untagged.mp3")


@pytest.mark.parametrize("name", PACKETS)
def test_what_an_encoder_added_is_dropped(name: str) -> None:
    """3 s went in, at the rate of the file, and 3 s come out; without a tag whole frames do."""
    rate, _, packets = PACKETS[name]
    (run,) = runs((VECTORS / name).read_bytes(), 1000)
    kept = range(run.samples)[run.kept]
    assert len(kept) == (packets * run.stream.samples if name == "untagged.mp3" else 3 * rate)


@pytest.mark.parametrize("length", [BEFORE, 50, 115, 116, 1000])
def test_runs_are_all_frames_once_in_order(length: int) -> None:
    found = runs(STEREO, length)
    frames = [frame for run in found for frame in run.frames]
    assert frames == cut(STEREO)[1:]
    assert [run.last for run in found] == [False] * (len(found) - 1) + [True]
    assert all(len(run.frames) == length for run in found[:-1])
    for earlier, run in zip(found, found[1:], strict=False):
        assert list(run.before) == earlier.frames[-BEFORE:]
    whole = runs(STEREO, 1000)[0].drop
    assert (found[0].drop.start, found[-1].drop.end) == (whole.start, whole.end)
    assert sum(run.drop.start + run.drop.end for run in found) == whole.start + whole.end


@pytest.mark.parametrize("step", [7, 1000, 1 << 20])
def test_tags_and_junk_are_no_frames(step: int) -> None:
    frames = cut(MONO)
    sound = b"".join(frames)
    half = len(b"".join(frames[:50]))
    for data in (
        ID3V2 + sound + ID3V1,
        ID3V2 + ID3V2 + sound + APE + ID3V1,
        sound[:half] + ID3V2 + sound[half:],
        sound[:half] + b"\xff\xfb\x90 junk" * 9 + sound[half:],
        b"\xff" * 5000 + sound + b"\xff" * 5000,
    ):
        assert cut(data, step) == frames


@pytest.mark.parametrize("junk", range(30, 41))
def test_a_header_is_found_across_two_pieces(junk: int) -> None:
    frames = cut(MONO)[:9]
    assert cut(bytes(junk) + b"".join(frames), 11) == frames


def test_a_damaged_header_costs_its_frame_only() -> None:
    frames = cut(MONO)
    bad = b"".join([*frames[:20], b"\0" * 4 + frames[20][4:], *frames[21:]])
    assert cut(bad) == frames[:20] + frames[21:]


def test_a_frame_cut_short_costs_the_one_that_it_runs_into() -> None:
    frames = cut(MONO)
    bad = b"".join([*frames[:20], frames[20][:50], *frames[21:]])
    assert cut(bad)[:20] + cut(bad)[21:] == frames[:20] + frames[22:]


def test_a_last_frame_that_is_not_whole_is_left_out() -> None:
    assert cut(MONO[:-1]) == cut(MONO)[:-1]


def test_a_large_picture_before_the_sound_is_passed_over() -> None:
    picture = b"ID3\3\0\0\0\x7f\0\0" + b"\xff\xfb\x90\x00" * (0x7F << 12)
    assert cut(picture + MONO, 1 << 18) == cut(MONO)


def test_a_change_of_stream_is_refused() -> None:
    with pytest.raises(Undecodable, match="changes its rate"):
        cut(STEREO + MONO)


@pytest.mark.parametrize("data", [b"", b"\0" * 100, b"OggS" * 999, b"\xff" * 9999])
def test_what_is_no_mp3_is_refused(data: bytes) -> None:
    with pytest.raises(Undecodable, match="the bytes are safe"):
        runs(data, 100)


def test_the_search_for_a_first_frame_ends() -> None:
    cutter = Mp3Frames()
    with pytest.raises(Undecodable):
        for _ in range(5):
            cutter.feed(b"\xff\xfb\x90\x00" * (PATIENCE // 8))


def test_nothing_but_a_tag_is_no_sound() -> None:
    with pytest.raises(Undecodable, match="no sound"):
        runs(cut(STEREO)[0], 100)


def test_a_tag_of_another_encoder_drops_nothing() -> None:
    frame = cut(STEREO)[0]
    stream = layer3(frame)
    assert gapless(frame, stream) == Gapless(576 + 529, gapless(frame, stream).end)
    for name in (b"LAME", b"Lavf", b"Lavc"):
        frame = frame.replace(name, b"Gogo")
    assert gapless(frame, stream) == Gapless()
    assert gapless(frame.replace(b"Info", b"xxxx"), stream) is None
    assert gapless(b"\xff\xfb\x90\x00" + bytes(32) + b"VBRI" + bytes(300), stream) == Gapless()


@given(st.data())
def test_damage_never_raises_anything_else_nor_loses_count(data: st.DataObject) -> None:
    good = data.draw(st.sampled_from([STEREO[:9000], MONO[:9000]]))
    at = data.draw(st.integers(0, len(good)))
    bad = good[:at] + data.draw(st.binary(max_size=50)) + good[at + data.draw(st.integers(0, 3000)) :]
    with suppress(Undecodable):
        frames = cut(bad, data.draw(st.sampled_from([13, 1000, 1 << 20])))
        assert all(layer3(frame).length(frame, 0) == len(frame) for frame in frames)
        assert sum(map(len, frames)) <= len(bad)


@given(st.binary(max_size=3000))
def test_noise_never_raises_anything_else(data: bytes) -> None:
    with suppress(Undecodable):
        runs(data, 40)
