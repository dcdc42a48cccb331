"""Making peaks in the browser: numpy comes now, from our own origin, checked against Pyodide's lock."""

from __future__ import annotations

import pyodide_js

from app.model.audio.peaks import Peaks
from app.ports import Read


async def make(read: Read, size: int) -> Peaks:
    """The peaks of a blob. Raises Undecodable when this browser can't decode it."""
    await pyodide_js.loadPackage("numpy")
    from app.browser.decoders import DECODERS
    from app.core.peaks.make_peaks import make_peaks

    return await make_peaks(read, size, DECODERS)
