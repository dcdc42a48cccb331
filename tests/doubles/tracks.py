"""Tracks for tests, and the server that has them."""

from __future__ import annotations

from random import Random
from typing import Any

from app.model.asset import Asset
from app.model.ref import ref_of
from tests.doubles.loopback import Loopback

COVER = "image/webp"


def music(seed: int, size: int = 10_000) -> bytes:
    """Bytes of a track."""
    return Random(seed).randbytes(size)


def track(number: int, data: bytes, *, known: bool = True, cover: bool = False, peaks: bool = False) -> Asset:
    """A track as the server lists it; `known`: it has hashed the bytes already."""
    return Asset(
        key=f"{number:032x}",
        title=f"Track {number}",
        artist="Somebody",
        duration=240.0,
        size=len(data),
        media_type="audio/mpeg",
        digest=ref_of(data) if known else None,
        cover=cover,
        peaks=peaks,
    )


def offered(server: Loopback, number: int, data: bytes | None = None, **how: Any) -> Asset:
    """A track that the server has, with its cover."""
    data = music(number) if data is None else data
    asset = track(number, data, **how)
    serve(server, asset, data)
    return asset


def serve(server: Loopback, asset: Asset, data: bytes) -> None:
    """The track's bytes, and its cover's, from now on."""
    known = asset.digest is not None
    server.serve(f"/api/audio/{asset.key}", data, digest=known)
    if asset.cover:
        server.serve(f"/api/audio/{asset.key}/cover?size=large", b"cover of " + asset.key.encode(), COVER)


def listing(server: Loopback, *assets: Asset) -> None:
    """The server's library is these, in pages of what is asked for."""

    def answer(query: dict[str, str]) -> Any:
        first, count = int(query.get("cursor", 0)), int(query["limit"])
        lines = [asset.as_json() for asset in assets[first : first + count]]
        more = first + count < len(assets)
        return {"items": lines, "next": str(first + count) if more else None, "total": len(assets)}

    server.answers["/api/library"] = answer
