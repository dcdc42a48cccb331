"""An asset that a device brought, as it stands in JSON."""

from __future__ import annotations

from math import isfinite
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.model.batch import Record
from app.model.ref import PATTERN, Ref
from server.blobs.holdings import Holding

ID = r"^[A-Za-z0-9._-]{1,100}$"
Name = Annotated[str, Field(max_length=300)]


class NewAsset(BaseModel):
    """What a device knows of what it has sent. The same `id` twice makes one asset."""

    model_config = ConfigDict(extra="forbid")
    ref: Annotated[str, Field(pattern="^sha256-[0-9a-f]{64}$")]
    title: Annotated[str, Field(min_length=1, max_length=300)]
    artist: Name = ""
    album: Name = ""
    duration: Annotated[float, Field(ge=0, le=1e7, allow_inf_nan=False)] = 0.0
    id: Annotated[str | None, Field(pattern=ID)] = None

    def body(self, held: Holding, at: float) -> Record:
        """The record of the asset."""
        said = self.model_dump(exclude={"id"})
        return {**said, "size": held.size, "type": held.media_type, "at": at}


class MediaAsset(BaseModel):
    """An asset. `held`: whether the user's bytes of it are on this server; until then it only has a name."""

    id: str
    version: str
    title: str
    artist: str
    album: str
    ref: str | None
    size: int
    type: str
    duration: float
    at: float
    held: bool


def media_asset(id: str, version: str, body: Record, held: Holding | None) -> MediaAsset:
    """The asset of a record: what a device has written there may be anything."""
    return MediaAsset(
        id=id,
        version=version,
        title=_text(body.get("title")),
        artist=_text(body.get("artist")),
        album=_text(body.get("album")),
        ref=ref_in(body),
        size=held.size if held else int(_number(body.get("size"))),
        type=held.media_type if held else _text(body.get("type")),
        duration=duration_in(body),
        at=_number(body.get("at")),
        held=held is not None,
    )


def ref_in(body: Record) -> Ref | None:
    """The ref of an asset's bytes, None when its record names none."""
    named = _text(body.get("ref"))
    return Ref(named) if PATTERN.fullmatch(named) else None


def duration_in(body: Record) -> float:
    """Seconds, as the device that brought it says."""
    return _number(body.get("duration"))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Any) -> float:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if is_number and abs(value) < 2**53 and isfinite(value) else 0.0
