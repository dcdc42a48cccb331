"""A waveform as it is drawn: bars that stand on a baseline, never a placeholder."""

from __future__ import annotations

from collections.abc import Sequence

from app.model.audio.peaks import Peaks

STEP = 3
"""Units from one bar to the next, of the path's own coordinates."""
MARGIN = 1
"""Half a stroke below the baseline and above the highest bar."""


def bars(peaks: Peaks, count: int) -> list[float]:
    """Heights of `count` bars, 0 to 1, where 1 is the loudest moment of this sound; [] when there is none."""
    if not len(peaks):
        return []
    edges = [index * len(peaks) // count for index in range(count + 1)]
    loud = [_loudest(peaks, start, max(end, start + 1)) for start, end in zip(edges, edges[1:], strict=False)]
    scale = max(loud) or 1
    return [value / scale for value in loud]


def bar_path(heights: Sequence[float], height: int) -> str:
    """An SVG path of the bars in a box 3 units wide for each and `height` high, baseline at `height - 1`.

    The highest bar ends at 2: with round caps a stroke 2 wide stays inside the box.
    """
    base = height - MARGIN
    reach = base - 2 * MARGIN
    return "".join(
        f"M{index * STEP + STEP / 2:g} {base}V{base - reach * tall:.1f}" for index, tall in enumerate(heights)
    )


def _loudest(peaks: Peaks, start: int, end: int) -> int:
    return max(max(peaks.maxs[start:end]), -min(peaks.mins[start:end]), 0)
