"""The metadata of a FLAC file (RFC 9639 §8): a chain of blocks, each with its length, before the sound."""

from __future__ import annotations

from app.model.audio.mp3_frames import ID3, id3_length
from app.model.audio.questions import Questions
from app.model.errors import Undecodable
from app.model.span import Span

MARKER = b"fLaC"
HEAD = 4
LAST = 0x80
SYNC = (b"\xff\xf8", b"\xff\xf9")
"""What the first frame begins with: blocks of a fixed or of a variable size."""
MANY = 1000
"""No sane file has as many blocks."""


def flac(size: int) -> Questions[int | None]:
    """The byte at which the sound of a FLAC file of `size` bytes begins; None when it is no FLAC file.

    Raises Undecodable when its metadata does not lead to any sound.
    """
    if size < ID3:
        return None
    at = id3_length((yield Span(0, ID3)), 0)
    if (yield Span(at, at + len(MARKER)).within(size)) != MARKER:
        return None
    at += len(MARKER)
    for _ in range(MANY):
        head = yield Span(at, at + HEAD).within(size)
        at += HEAD + int.from_bytes(head[1:], "big")
        if head[:1] >= bytes([LAST]):
            break
    if (yield Span(at, at + 2).within(size)) not in SYNC:
        raise Undecodable("This FLAC file is damaged before its sound begins; the bytes are safe.")
    return at
