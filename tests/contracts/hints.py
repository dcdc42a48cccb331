"""What every driver of hints must do. A bench is three tabs on one channel, and one on another."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from app.ports import Hints

SOON = 5.0


class Ear:
    """What one tab hears."""

    def __init__(self, hints: Hints) -> None:
        self.heard: list[str] = []
        self._news = asyncio.Event()
        hints.on_hint = self._hear

    def _hear(self, key: str) -> None:
        self.heard.append(key)
        self._news.set()

    async def hears(self, *keys: str) -> None:
        """Exactly these, in this order."""
        while len(self.heard) < len(keys):
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), SOON)
        assert self.heard == list(keys)


async def every_other_tab_hears_in_order_and_nobody_else(tabs: Sequence[Hints]) -> None:
    ears = [Ear(each) for each in tabs]
    tabs[0].tell("keep/a")
    tabs[0].tell("keep/")
    tabs[1].tell("keep/æ \N{WATER WAVE}")
    await ears[2].hears("keep/a", "keep/", "keep/æ \N{WATER WAVE}")
    await ears[1].hears("keep/a", "keep/")
    await ears[0].hears("keep/æ \N{WATER WAVE}")
    assert ears[3].heard == []


async def telling_does_not_wait_for_anybody(tabs: Sequence[Hints]) -> None:
    ear = Ear(tabs[1])
    tabs[0].tell("keep/a")
    assert ear.heard == []
    await ear.hears("keep/a")


CHECKS = {
    check.__name__: check
    for check in (every_other_tab_hears_in_order_and_nobody_else, telling_does_not_wait_for_anybody)
}
