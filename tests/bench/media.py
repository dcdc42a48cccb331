"""Files to measure with: noise that nothing can compress, and tones in every format."""

from __future__ import annotations

import os
import subprocess
import wave
from pathlib import Path

PIECE = 8 << 20
RATE = 44_100
TONE = "aevalsrc='0.4*sin(2*PI*t*(220+20*sin(t/3)))+0.1*(random(0)-0.5)|0.4*sin(2*PI*330*t)':s=44100"
"""Something that every encoder has work with: ffmpeg's aevalsrc, two channels."""
CODECS = {
    "mp3": ("-c:a", "libmp3lame", "-b:a", "192k"),
    "flac": ("-c:a", "flac"),
    "ogg": ("-c:a", "libvorbis", "-q:a", "5"),
    "wav": ("-c:a", "pcm_s16le"),
}


def noise(path: Path, size: int) -> Path:
    """A stereo WAV with about `size` bytes of noise; each MiB of it is different."""
    block = bytearray(os.urandom(PIECE))
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.setnframes(size // 4)
        for number, start in enumerate(range(0, size, PIECE)):
            block[:8] = number.to_bytes(8, "little")
            sound.writeframesraw(block[: min(PIECE, size - start)])
    return path


def tone(path: Path, seconds: int) -> Path:
    """`seconds` of stereo in the format that the name ends with."""
    codec = CODECS[path.suffix[1:]]
    ffmpeg("-f", "lavfi", "-i", f"{TONE}:d={seconds}", *codec, "-metadata", f"title={path.stem}", path)
    return path


def retitled(source: Path, path: Path) -> Path:
    """The same sound under another title: other bytes, another asset, nothing to be had from the first."""
    title = f"title={path.stem}"
    ffmpeg("-i", source, "-c", "copy", "-metadata", title, "-metadata:s:a:0", title, path)
    return path


def ffmpeg(*words: str | Path) -> None:
    """Run it. Raises CalledProcessError, or FileNotFoundError where it is not installed."""
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", *words], check=True)
