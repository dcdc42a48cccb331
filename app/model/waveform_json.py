"""Peaks as BBC audiowaveform's `.json`, version 2, one channel, byte for byte as it prints them."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping
from typing import Any

from app.model.errors import Undecodable
from app.model.peaks import Peaks

TYPECODES = {8: "b", 16: "h"}


def encode(peaks: Peaks) -> str:
    """The peaks as JSON text, at the bits they have."""
    document = {
        "version": 2,
        "channels": 1,
        "sample_rate": peaks.sample_rate,
        "samples_per_pixel": peaks.samples_per_point,
        "bits": peaks.bits,
        "length": len(peaks),
        "data": [value for point in zip(peaks.mins, peaks.maxs, strict=True) for value in point],
    }
    return json.dumps(document, separators=(",", ":")) + "\n"


def decode(text: str) -> Peaks:
    """The peaks in the text. Raises Undecodable when it is anything else."""
    try:
        return _peaks(json.loads(text))
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise Undecodable("The waveform is of a kind unknown here; the music is safe.") from error


def _peaks(document: Mapping[str, Any]) -> Peaks:
    values = array(TYPECODES[document["bits"]], document["data"])
    rate, zoom = int(document["sample_rate"]), int(document["samples_per_pixel"])
    if document["channels"] != 1 or len(values) != 2 * document["length"] or rate < 1 or zoom < 2:
        raise ValueError("not one channel, not as long as it says, or not in time")
    return Peaks(rate, zoom, values[0::2], values[1::2])
