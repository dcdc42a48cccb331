"""What bytes are, by looking at them: names lie."""

from __future__ import annotations

import re
from io import FileIO

from server.id3 import audio_start
from server.mp4 import has_sound
from server.mpeg import is_adts, is_mp3
from server.wave import is_pcm

HEAD = 64 * 1024
"""Bytes looked at, after any ID3v2 tag."""

IMAGES = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
)
WAVE = re.compile(rb"(?:RIFF|RF64).{4}WAVE", re.DOTALL)
BYTES = "application/octet-stream"
OGG_AUDIO = (b"\x01vorbis", b"OpusHead", b"\x7fFLAC")
WEB_PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|\?xml)", re.IGNORECASE)


def image_type(head: bytes) -> str | None:
    """The media type of a picture that browsers show, or None. The first 16 bytes are enough."""
    return next((name for pattern, name in IMAGES if pattern.match(head)), None)


def audio_type(file: FileIO) -> str | None:
    """The media type of audio that Larder plays, or None for anything else. Moves the file's position."""
    audio_start(file)
    head = file.read(HEAD) or b""
    if head.startswith(b"fLaC"):
        return "audio/flac"
    if WAVE.match(head):
        return "audio/wav" if is_pcm(head) else None
    if head.startswith(b"OggS"):
        return "audio/ogg" if any(mark in head[:512] for mark in OGG_AUDIO) else None
    if head[4:8] == b"ftyp":
        return "audio/mp4" if has_sound(file) else None
    if is_adts(head):
        return "audio/aac"
    return "audio/mpeg" if is_mp3(head) else None


def media_type(file: FileIO) -> str:
    """The media type of audio that Larder plays, of a picture that browsers show, or of mere bytes."""
    file.seek(0)
    head = file.read(16) or b""
    return image_type(head) or audio_type(file) or BYTES


def reason_against(file: FileIO) -> str:
    """Why a file that `audio_type` refused is not in the library, as a sentence."""
    file.seek(0)
    head = file.read(512) or b""
    if WEB_PAGE.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "It holds a web page, not audio; the download it came from probably failed."
    if head[4:8] == b"ftyp":
        return "It is an MP4 file without a sound track; there is nothing to play."
    if image_type(head):
        return "It holds a picture, not audio."
    if not head.strip(b"\0"):
        return "It holds nothing but zeros; the copy it came from probably failed."
    return "Its content is not audio that Larder knows (MP3, M4A, AAC, Ogg, Opus, FLAC, WAV)."
