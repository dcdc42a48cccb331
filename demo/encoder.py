"""Ogg, FLAC and MP3 by way of ffmpeg, where there is one."""

from __future__ import annotations

import base64
import shutil
import struct
import subprocess
from pathlib import Path

from demo.track import Track

CODECS = {
    ".flac": ("-c:a", "flac"),
    ".mp3": ("-c:a", "libmp3lame", "-q:a", "3", "-id3v2_version", "3"),
    ".ogg": ("-c:a", "libvorbis", "-q:a", "5"),
}
PICTURE = (
    *("-map", "0:a", "-map", "2:v", "-c:v", "copy"),
    *("-disposition:v", "attached_pic", "-metadata:s:v", "comment=Cover (front)"),
)
EXACT = ("-fflags", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "1")
PNG_FRONT_COVER = 3


def encoded(track: Track, sound: Path, cover: Path, target: Path) -> bool:
    """Write `target` in the format of its suffix, tagged, with its cover; False when nothing here can."""
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        return False
    tags = target.with_suffix(".tags")
    tags.write_text(_metadata(track, cover, target.suffix))
    inputs = ("-i", sound, "-f", "ffmetadata", "-i", tags, "-i", cover)
    # Ogg has no room for a picture stream: there the cover is one of the tags.
    mapping = ("-map", "0:a") if target.suffix == ".ogg" else PICTURE
    output = (*mapping, *EXACT, *CODECS[target.suffix], target)
    return subprocess.run((ffmpeg, "-v", "error", "-nostdin", *inputs, *output)).returncode == 0


def _metadata(track: Track, cover: Path, suffix: str) -> str:
    """The tags in ffmpeg's own metadata format, which escapes `=`, `;`, `#` and the backslash."""
    tags = {
        "title": track.title,
        "artist": track.album.artist,
        "album": track.album.title,
        "track": str(track.number),
        "date": str(track.album.year),
        "genre": track.album.genre,
    }
    if suffix == ".ogg":
        tags["METADATA_BLOCK_PICTURE"] = base64.b64encode(_picture(cover.read_bytes())).decode()
    escaped = {name: "".join(f"\\{c}" if c in "=;#\\" else c for c in text) for name, text in tags.items()}
    return ";FFMETADATA1\n" + "".join(f"{name}={text}\n" for name, text in escaped.items())


def _picture(png: bytes) -> bytes:
    """A PNG as a FLAC picture block (RFC 9639 §8.8); its size stands in the PNG's IHDR."""
    width, height = struct.unpack(">II", png[16:24])
    mime = b"image/png"
    head = struct.pack(">II", PNG_FRONT_COVER, len(mime)) + mime + struct.pack(">I", 0)
    return head + struct.pack(">IIIII", width, height, 24, 0, len(png)) + png
