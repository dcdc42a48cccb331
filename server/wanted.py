"""Which track a request under `/api/audio/{key}` means."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Query

from server.house import InHouse
from server.media.assets import Brought
from server.problem import Problem
from server.sync.routes import ONLY_ONE
from server.track import Track

GONE = "This track is not in the library any more; what is saved on a device still plays there."
OTHER_BYTES = "The file changed since it was listed; reload the library to get what it is now."

WantedRef = Annotated[
    str | None,
    Query(
        alias="ref",
        pattern="^sha256-[0-9a-f]{64}$",
        description="The bytes the caller means; other bytes under this key answer 404 rather than play.",
    ),
]


async def _wanted(house: InHouse, key: str, ref: WantedRef = None) -> Track | Brought:
    track = await house.tracks.get(key) or await house.assets.brought(ONLY_ONE, key)
    if track is None:
        raise Problem(404, GONE)
    if ref and track.digest and track.digest != ref:
        raise Problem(404, OTHER_BYTES)
    return track


Wanted = Annotated[Track | Brought, Depends(_wanted)]
"""A route's parameter: the track of `{key}`, its bytes those of `?ref=` as far as is known."""


def binary(media_type: str, meaning: str) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses of a resource that is bytes, `meaning` what they are."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return {
        200: {"description": meaning, "content": content},
        206: {"description": "The one range that was asked for.", "content": content},
        304: {"description": "Unchanged since the validator that was sent."},
        416: {"description": "The range lies past the end; `Content-Range` tells the size."},
    }
