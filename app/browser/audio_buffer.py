"""What the browser's own `decodeAudioData` makes of bytes."""

from __future__ import annotations

import asyncio
from typing import Any

from js import OfflineAudioContext
from pyodide.ffi import JsException

from app.model.errors import Undecodable

PATIENCE = 30.0
"""Seconds. Ten minutes of sound take two; WebKitGTK's decoder at times never answers about damaged bytes."""


async def audio_buffer(data: Any, rate: int) -> Any:
    """The AudioBuffer of a Uint8Array, which is empty afterwards. Raises Undecodable.

    `rate` is that of the encoded sound: a context of another rate would resample.
    """
    try:
        async with asyncio.timeout(PATIENCE):
            return await OfflineAudioContext.new(1, 1, rate).decodeAudioData(data.buffer)
    except (JsException, TimeoutError) as error:
        raise Undecodable from error
