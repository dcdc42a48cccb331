"""Real files, made by ffmpeg once a session."""

from __future__ import annotations

import subprocess
from pathlib import Path

SECONDS = 3.0
TAGS = ("title=Slate", "artist=Harbour", "album=Tides", "track=3/9", "date=2019-05-01", "genre=Folk")
FORMATS: dict[str, tuple[str, ...]] = {
    "cbr.mp3": ("-b:a", "128k"),
    "vbr.mp3": ("-q:a", "6"),
    "bare.mp3": ("-q:a", "6", "-write_xing", "0"),
    "low.mp3": ("-ar", "22050", "-b:a", "48k"),
    "plain.m4a": (),
    "front.m4a": ("-movflags", "+faststart"),
    "fragments.m4a": ("-movflags", "frag_keyframe+empty_moov"),
    "adts.aac": (),
    "adts-id3.aac": ("-write_id3v2", "1"),
    "vorbis.ogg": ("-c:a", "libvorbis"),
    "opus.opus": ("-c:a", "libopus", "-ar", "48000"),
    "flac.ogg": ("-c:a", "flac"),
    "plain.flac": (),
    "int16.wav": ("-c:a", "pcm_s16le"),
    "int24.wav": ("-c:a", "pcm_s24le"),
    "float.wav": ("-c:a", "pcm_f32le"),
    "rf64.wav": ("-rf64", "always"),
}
PIPED = {"piped.wav": "wav", "piped.flac": "flac", "piped.ogg": "ogg"}
"""Written to a pipe, so that the encoder could not go back to say how long it is."""


def ffmpeg(*arguments: str) -> bytes:
    """Standard output of ffmpeg."""
    command = ("ffmpeg", "-v", "error", "-y", *arguments)
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True).stdout


def tone(seconds: float = SECONDS, pitch: int = 440) -> tuple[str, ...]:
    """ffmpeg's arguments for a stereo tone."""
    return ("-f", "lavfi", "-i", f"sine=frequency={pitch}:duration={seconds}", "-ac", "2", "-ar", "44100")


def tags(*extra: str) -> list[str]:
    """ffmpeg's arguments for the tags."""
    return [word for tag in (*TAGS, *extra) for word in ("-metadata", tag)]


def encode(path: Path, *arguments: str, seconds: float = SECONDS, tagged: bool = True) -> Path:
    """One file."""
    ffmpeg(*tone(seconds), *arguments, *(tags() if tagged else ()), str(path))
    return path


def encode_all(folder: Path) -> Path:
    """Every format in `folder`."""
    for name, arguments in FORMATS.items():
        encode(folder / name, *arguments)
    for name, kind in PIPED.items():
        (folder / name).write_bytes(ffmpeg(*tone(), "-f", kind, "-"))
    return folder


def decoded_seconds(path: Path) -> float:
    """Seconds of audio that ffmpeg really gets out of it: the truth that headers are held against."""
    return len(ffmpeg("-i", str(path), "-f", "s16le", "-ac", "1", "-ar", "8000", "-")) / 2 / 8000
