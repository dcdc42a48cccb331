"""FLAC (RFC 9639): the duration of a stream whose writer never knew it."""

from __future__ import annotations

import os
from io import FileIO

TAIL = 256 * 1024
"""Bytes from the end in which the last frame begins."""
BLOCKS = {
    1: 192,
    **{code: 576 << code - 2 for code in range(2, 6)},
    **{code: 256 << code - 8 for code in range(8, 16)},
}
"""Samples in a block, by its code (§9.1.1); codes 6 and 7 say it after the number."""


def flac_seconds(file: FileIO) -> float:
    """Seconds up to the end of the last frame; 0.0 when there is none."""
    file.seek(0)
    head = file.read(64) or b""
    start = head.find(b"fLaC")
    info = head[start + 8 : start + 26]
    if start < 0 or len(info) < 18:
        return 0.0
    block, rate = int.from_bytes(info[2:4], "big"), int.from_bytes(info[10:13], "big") >> 4
    file.seek(max(0, os.fstat(file.fileno()).st_size - TAIL))
    tail = file.readall()
    at = len(tail)
    while rate and (at := tail.rfind(b"\xff", 0, at)) >= 0:
        if end := _samples(tail[at : at + 20], block):
            return end / rate
    return 0.0


def _samples(frame: bytes, fixed: int) -> int:
    """Samples up to the end of the frame whose header this is; 0 when it is none (§9.1)."""
    if len(frame) < 20 or frame[1] & 0xFE != 0xF8:
        return 0
    code, length = frame[2] >> 4, _number_length(frame[4])
    if code == 0 or not length:
        return 0
    at = 4 + length
    extra = {6: 1, 7: 2}.get(code, 0)
    block = int.from_bytes(frame[at : at + extra], "big") + 1 if extra else BLOCKS[code]
    at += extra + {12: 1, 13: 2, 14: 2}.get(frame[2] & 15, 0)
    if frame[at] != _crc8(frame[:at]):
        return 0
    number = _number(frame[4 : 4 + length])
    return number + block if frame[1] & 1 else number * fixed + block


def _number_length(first: int) -> int:
    ones = 8 - (first ^ 0xFF).bit_length()
    return 1 if ones == 0 else ones if 2 <= ones <= 7 else 0


def _number(coded: bytes) -> int:
    value = coded[0] & (0x7F >> len(coded) if len(coded) > 1 else 0x7F)
    for byte in coded[1:]:
        value = value << 6 | byte & 0x3F
    return value


def _crc8(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc << 1 ^ (0x07 if crc & 0x80 else 0)) & 0xFF
    return crc
