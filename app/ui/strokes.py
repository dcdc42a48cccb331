"""Waveforms as paths, made once for each asset and box."""

from __future__ import annotations

from app.core.peaks.waveforms import Waveforms
from app.model.asset import Asset
from app.model.audio.bars import bar_path, bars

ROW = (68, 30)
"""Bars and height of a row's waveform: a 204 x 30 box."""
PLAYER = (100, 40)
"""Bars and height of the player's: a 300 x 40 box."""


class Strokes:
    """SVG paths of waveforms, remembered."""

    def __init__(self, waveforms: Waveforms) -> None:
        self._waveforms = waveforms
        self._paths: dict[tuple[str, tuple[int, int]], str] = {}

    def path(self, asset: Asset, box: tuple[int, int]) -> str:
        """The path, empty while no real peaks are known."""
        key = (asset.key, box)
        if key not in self._paths:
            peaks = self._waveforms.get(asset)
            if peaks is None:
                return ""
            self._paths[key] = bar_path(bars(peaks, box[0]), box[1])
        return self._paths[key]
