"""What bytes are, by looking at how they begin: names lie."""

from __future__ import annotations

import re

from app.model.audio.mpeg import is_adts, is_mp3

HEAD = 64 * 1024
"""Bytes looked at, after any ID3v2 tag."""
ID3 = 10
"""Bytes of the header of an ID3v2 tag."""

IMAGES = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
)
WAVE = re.compile(rb"(?:RIFF|RF64).{4}WAVE", re.DOTALL)
CODECS = frozenset({1, 3, 6, 7, 0xFFFE})
"""Format tags that browsers play: integer, float, A-law, µ-law, and the extensible form of these."""
OGG_AUDIO = (b"\x01vorbis", b"OpusHead", b"\x7fFLAC")
WEB_PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|\?xml)", re.IGNORECASE)
UNKNOWN = "Its content is not audio that Larder knows (MP3, M4A, AAC, Ogg, Opus, FLAC, WAV)."


def id3_size(head: bytes) -> int:
    """Bytes of the ID3v2 tag that begins here (ID3v2.4 §3.1), with its header; 0 for none."""
    if head[:3] != b"ID3" or len(head) < ID3:
        return 0
    return ID3 + sum(byte << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))


def image_type(head: bytes) -> str | None:
    """The media type of a picture that browsers show, or None. The first 16 bytes are enough."""
    return next((name for pattern, name in IMAGES if pattern.match(head)), None)


def audio_type(head: bytes) -> str | None:
    """The media type of audio that Larder plays, or None for anything else.

    `head` is what follows any ID3v2 tag. Whether an MP4 file has sound stands further on.
    """
    if head.startswith(b"fLaC"):
        return "audio/flac"
    if WAVE.match(head):
        return "audio/wav" if is_pcm(head) else None
    if head.startswith(b"OggS"):
        return "audio/ogg" if any(mark in head[:512] for mark in OGG_AUDIO) else None
    if head[4:8] == b"ftyp":
        return "audio/mp4"
    if is_adts(head):
        return "audio/aac"
    return "audio/mpeg" if is_mp3(head) else None


def is_pcm(head: bytes) -> bool:
    """Whether the format chunk in the first bytes of a WAV names a codec that is played."""
    at = head.find(b"fmt ")
    return at > 0 and int.from_bytes(head[at + 8 : at + 10], "little") in CODECS


def reason_against(head: bytes) -> str:
    """Why a file that begins so is no audio, as a sentence."""
    if WEB_PAGE.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "It holds a web page, not audio; the download it came from probably failed."
    if head[4:8] == b"ftyp":
        return "It is an MP4 file without a sound track; there is nothing to play."
    if image_type(head):
        return "It holds a picture, not audio."
    if not head.strip(b"\0"):
        return "It holds nothing but zeros; the copy it came from probably failed."
    return UNKNOWN
