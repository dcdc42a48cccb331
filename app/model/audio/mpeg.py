"""MPEG audio headers: MP3 (ISO/IEC 11172-3 §2.4.1.3, 13818-3) and AAC in ADTS (ISO/IEC 13818-7 §6.2)."""

from __future__ import annotations

MP3_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
MP3_KBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
MP3_KBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
ADTS_RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)
ADTS_FRAME = 1024
"""Samples in one raw data block."""
IN_A_ROW = 3
"""Frames that must follow each other before anything is believed: two bytes of sync prove nothing."""


def mp3_frame(data: bytes, at: int) -> int:
    """Bytes of the layer III frame whose header is at `at`; 0 for no header, or for free format."""
    if len(data) < at + 4 or data[at] != 0xFF or data[at + 1] & 0xE6 != 0xE2:
        return 0
    version, kbits, rate = data[at + 1] >> 3 & 3, data[at + 2] >> 4, data[at + 2] >> 2 & 3
    if version == 1 or kbits in (0, 15) or rate == 3:
        return 0
    table, slots = (MP3_KBITS_1, 144) if version == 3 else (MP3_KBITS_2, 72)
    return slots * 1000 * table[kbits] // MP3_RATES[version][rate] + (data[at + 2] >> 1 & 1)


def is_mp3(head: bytes) -> bool:
    """Whether frames follow each other somewhere in `head`, or fill a shorter file to its end."""
    at = head.find(b"\xff")
    while at >= 0:
        if _row(head, at):
            return True
        at = head.find(b"\xff", at + 1)
    return False


def _row(head: bytes, at: int) -> bool:
    for count in range(IN_A_ROW):
        size = mp3_frame(head, at)
        if not size:
            return count > 1 and at >= len(head) - 4
        at += size
    return True


def adts_frame(data: bytes, at: int) -> int:
    """Bytes of the ADTS frame whose header is at `at`; 0 for no header."""
    if len(data) < at + 7 or data[at] != 0xFF or data[at + 1] & 0xF6 != 0xF0:
        return 0
    size = (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
    return size if size >= 7 and (data[at + 2] >> 2 & 15) < len(ADTS_RATES) else 0


def is_adts(head: bytes) -> bool:
    """Whether `head` begins with ADTS frames."""
    at = 0
    for _ in range(IN_A_ROW):
        size = adts_frame(head, at)
        if not size:
            return False
        at += size
    return True
