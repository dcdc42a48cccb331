"""Whether an offered file is audio, by its first bytes."""

from __future__ import annotations

from app.core.imports.pages import looked
from app.model.audio.mp4 import has_sound
from app.model.audio.sniff import HEAD, ID3, audio_type, id3_size, reason_against
from app.model.errors import Rejected
from app.model.span import Span
from app.ports import Offered

EMPTY = "It is empty (0 bytes); the copy it came from probably failed."


async def recognised(offered: Offered) -> str:
    """Its media type. Raises Rejected with the reason when it is no audio; Unreadable."""
    if not offered.size:
        raise Rejected(EMPTY)
    start = 0
    while size := id3_size(await offered.read(Span(start, start + ID3))):
        start += size
    found = audio_type(await offered.read(Span(start, start + HEAD)))
    if found == "audio/mp4" and not await looked(offered.read, offered.size, has_sound):
        found = None
    if found is None:
        raise Rejected(reason_against(await offered.read(Span(0, 512))))
    return found
