"""AAC in ADTS (ISO/IEC 13818-7 §6.2): how long it lasts."""

from __future__ import annotations

from io import FileIO

from app.model.audio.mpeg import ADTS_FRAME, ADTS_RATES, adts_frame
from server.id3 import audio_start

READ = 1024 * 1024


def adts_seconds(file: FileIO) -> float:
    """Duration of the ADTS frames, counted one by one: the format stores none."""
    audio_start(file)
    data, at, blocks, rate = b"", 0, 0, 0
    while True:
        if len(data) - at < 7:
            more = file.read(READ)
            if not more:
                break
            data, at = data[at:] + more, 0
            continue
        size = adts_frame(data, at)
        if not size:
            break
        rate = ADTS_RATES[data[at + 2] >> 2 & 15]
        blocks += 1 + (data[at + 6] & 3)
        at += size
        if at > len(data):
            file.seek(at - len(data), 1)
            data, at = b"", 0
    return blocks * ADTS_FRAME / rate if rate else 0.0
