"""What a script may ask of the page. Nothing here does what the screen cannot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from app.ui.desk import Desk


def answers(desk: Desk) -> dict[str, Callable[[], Awaitable[object]]]:
    """Questions by name; every answer is plain data."""
    larder = desk.larder

    async def look() -> object:
        return (await larder.examine(lambda _done, _total: None)).as_json()

    async def items() -> object:
        return [
            {"key": asset.key, "title": asset.title, "state": desk.composer.badge(asset).value}
            for asset in desk.listed.everything
        ]

    async def version() -> object:
        reply = await larder.drivers.remote.ask("/api/ping?nonce=version")
        return reply.body["version"] if reply else None

    return {"check": look, "items": items, "version": version}
