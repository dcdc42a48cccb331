"""Cutting an MP3 into its frames."""

from __future__ import annotations

import re

from app.model.audio.layer3 import HEADER, Layer3, layer3
from app.model.errors import Undecodable

SYNC = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xef]")
"""What every layer III header begins with."""
CHAIN = 3
"""Headers in a row, each where the one before says: nothing else is likely to look so."""
TAGS = (b"TAG", b"ID3", b"APETAGEX", b"LYRICSBEGIN")
ID3 = 10
"""Bytes of the header of an ID3v2 tag; also fewer than any frame has."""
PATIENCE = 1 << 20
"""Bytes without a frame, tags aside, after which this is no MP3."""

NONE = "This is no MP3 file; the bytes are safe."


class Mp3Frames:
    """Whole frames out of bytes that come piece by piece. Tags, and damage between frames, are left out."""

    def __init__(self) -> None:
        self._stream: Layer3 | None = None
        self._bytes, self._at, self._lost = b"", 0, 0

    @property
    def stream(self) -> Layer3:
        """What all frames share. Raises Undecodable when there was none yet."""
        if self._stream is None:
            raise Undecodable(NONE)
        return self._stream

    def feed(self, data: bytes, last: bool = False) -> list[bytes]:
        """The frames that are complete with `data`. `last`: nothing comes after it.

        Raises Undecodable when this is no MP3, or when it changes its rate or channels on the way.
        """
        beyond = max(0, self._at - len(self._bytes))
        self._bytes, self._at = self._bytes[self._at :] + data, beyond
        frames: list[bytes] = []
        while self._reach(last):
            frames += self._run()
        if self._stream is None and (last or self._lost > PATIENCE):
            raise Undecodable(NONE)
        return frames

    def _run(self) -> list[bytes]:
        """The frames in a row from here on."""
        frames: list[bytes] = []
        data, at, stream = self._bytes, self._at, self._stream
        while stream and (length := stream.length(data, at)) and at + length <= len(data):
            frames.append(data[at : at + length])
            at += length
        self._at = at
        return frames

    def _reach(self, last: bool) -> bool:
        """Go on to a frame that is whole. False: there is none without more bytes."""
        while len(self._bytes) - self._at >= ID3:
            if length := self._stream.length(self._bytes, self._at) if self._stream else 0:
                return self._at + length <= len(self._bytes)
            if tag := id3_length(self._bytes, self._at):
                self._at += tag
            elif not self._search(last):
                return False
        return False

    def _search(self, last: bool) -> bool:
        """Go on to where frames begin. False: that takes more bytes."""
        for found in SYNC.finditer(self._bytes, self._at):
            if stream := layer3(self._bytes, found.start()):
                chained = self._chained(stream, found.start())
                if chained or (chained is None and last):
                    self._begin(stream, found.start())
                    return True
                if chained is None:
                    self._lose(found.start())
                    return False
        self._lose(len(self._bytes) - HEADER + 1)
        return False

    def _chained(self, stream: Layer3, at: int) -> bool | None:
        """Whether frames of `stream` follow one another from `at` on. None: more bytes would tell."""
        for _ in range(CHAIN):
            if at + HEADER > len(self._bytes):
                return None
            length = stream.length(self._bytes, at)
            if not length:
                return self._bytes.startswith(TAGS, at)
            at += length
        return True

    def _begin(self, stream: Layer3, at: int) -> None:
        if self._stream not in (None, stream):
            raise Undecodable("This MP3 file changes its rate or channels on the way; the bytes are safe.")
        self._stream = stream
        self._lose(at)

    def _lose(self, at: int) -> None:
        self._lost += at - self._at
        self._at = at


def id3_length(data: bytes, at: int) -> int:
    """Bytes of the ID3v2 tag at `at`, 0 when there is none (id3.org, ID3v2.4.0 §3.1)."""
    if not data.startswith(b"ID3", at):
        return 0
    a, b, c, d = data[at + 6 : at + ID3]
    return ID3 + (a << 21 | b << 14 | c << 7 | d)
