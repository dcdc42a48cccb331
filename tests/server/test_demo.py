"""The demo library: the same music every time, tagged, and made only once."""

from __future__ import annotations

import io
import shutil
import wave
from pathlib import Path

import numpy as np
import pytest
from tinytag import TinyTag

from demo import make_demo
from demo.albums import TRACKS
from demo.artwork import COVERS, cover
from demo.performance import perform
from demo.track import Track
from demo.voice import RATE
from demo.wav import wav

SHORT = min(TRACKS, key=lambda track: track.seconds)


def placed(folder: Path) -> dict[str, tuple[int, int]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


def file_of(folder: Path, track: Track) -> Path:
    (found,) = folder.glob(f"*/{track.number:02} {track.title}.*")
    return found


def test_a_track_sounds_the_same_every_time() -> None:
    assert wav(SHORT, perform(SHORT)) == wav(SHORT, perform(SHORT))


def test_a_cover_looks_the_same_every_time() -> None:
    assert all(cover(style) == cover(style) for style in COVERS)


def test_a_wav_is_what_it_says() -> None:
    samples = perform(SHORT)
    with wave.open(io.BytesIO(wav(SHORT, samples))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (2, 2, RATE)
        assert file.readframes(file.getnframes()) == samples.astype("<i2").tobytes()


@pytest.mark.parametrize("track", TRACKS, ids=lambda track: track.title)
def test_a_track_has_its_tags_and_its_length(demo_folder: Path, track: Track) -> None:
    tag = TinyTag.get(file_of(demo_folder, track))
    assert (tag.title, tag.artist, tag.album) == (track.title, track.album.artist, track.album.title)
    assert (tag.track, tag.year, tag.genre) == (track.number, str(track.album.year), track.album.genre)
    assert tag.duration == pytest.approx(track.seconds, abs=0.1)


@pytest.mark.parametrize("track", TRACKS, ids=lambda track: track.title)
def test_a_track_is_loud_unclipped_and_ends_in_silence(track: Track) -> None:
    samples = np.abs(perform(track).astype(np.int32))
    assert 25_000 < samples.max() < 32_000
    assert samples[-200:].max() < 100


def test_every_format_is_there_with_its_cover(demo_folder: Path) -> None:
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is not installed: the demo is WAV alone")
    formats = {path.suffix for path in demo_folder.rglob("*") if path.is_file()}
    assert formats == {".wav", ".ogg", ".flac", ".mp3", ".png"}
    encoded = [track for track in TRACKS if track.format != ".wav"]
    for track in encoded:
        image = TinyTag.get(file_of(demo_folder, track), image=True).images.front_cover
        assert image is not None and image.data == cover(track.album.style)


def test_without_an_encoder_every_track_is_a_wav(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    folder = make_demo(tmp_path)
    assert len(list(folder.rglob("*.wav"))) == len(TRACKS)


def test_a_complete_demo_is_left_alone(demo_folder: Path) -> None:
    before = placed(demo_folder)
    assert make_demo(demo_folder) == demo_folder
    assert placed(demo_folder) == before


def test_an_interrupted_demo_is_completed(demo_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(demo_folder, tmp_path / "demo")
    file_of(folder, SHORT).unlink()
    (folder / ".making").mkdir()
    (folder / ".making" / "half.wav").write_bytes(b"RIFF")
    make_demo(folder)
    assert {name: size for name, (size, _) in placed(folder).items()} == {
        name: size for name, (size, _) in placed(demo_folder).items()
    }
