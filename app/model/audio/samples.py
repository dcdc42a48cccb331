"""What a decoder makes of encoded audio."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Samples:
    """A run of decoded frames. Rate and channels are the same for all runs of one blob."""

    rate: int
    """Frames a second."""
    frames: npt.NDArray[np.int16]
    """Shape (frames, channels)."""
