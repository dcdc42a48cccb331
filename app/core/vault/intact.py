"""Whether a blob is what its name says."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from hashlib import sha256

from app.model.ref import Ref
from app.model.span import Span
from app.ports import BlobStore

STEP = 1024 * 1024
"""Bytes read and hashed at a time: a page is to answer within 50 ms, and this takes a tenth of that."""
After = Callable[[int], Awaitable[None]]
"""Awaited after each step with the bytes done so far."""


async def at_once(_done: int) -> None:
    """Others have their turn, no more."""
    await asyncio.sleep(0)


async def intact(blobs: BlobStore, name: Ref, size: int, after: After = at_once) -> bool:
    """Whether the `size` bytes of the blob hash to its name. Raises BlobMissing."""
    digest = sha256()
    for start in range(0, size, STEP):
        digest.update(await blobs.read(name, Span(start, min(start + STEP, size))))
        await after(min(start + STEP, size))
    return name == "sha256-" + digest.hexdigest()
