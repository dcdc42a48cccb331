"""Tags of an offered file. Imports their reader, which comes late."""

from __future__ import annotations

from typing import Any, cast

from tinytag import TinyTag, TinyTagException

from app.core.imports.describe import Told, path_of
from app.core.imports.pages import Pages, looked
from app.model.tagged import words_of_tag
from app.ports import Offered

LONGEST = 1e7
"""Seconds that nothing lasts."""


async def tags(offered: Offered) -> Told | None:
    """What it says of itself, None when nothing can be made of it."""
    path = path_of(offered)

    def look(pages: Pages) -> Told | None:
        try:
            tag = TinyTag.get(file_obj=cast("Any", pages))
        except TinyTagException:
            return None
        seconds = round(tag.duration or 0.0, 3)
        return Told(words_of_tag(tag, path), seconds if 0 < seconds < LONGEST else 0.0)

    return await looked(offered.read, offered.size, look)
