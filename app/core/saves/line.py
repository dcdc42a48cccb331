"""Who is next: saves that wait, by their turn."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

Turn = tuple[int, int, str]
"""How often it was set aside, its order in the queue, its key."""


class Line:
    """Keys that wait. Joining, leaving and being next cost little, however many wait."""

    def __init__(self) -> None:
        self._heap: list[Turn] = []
        self._turns: dict[str, Turn] = {}

    def __len__(self) -> int:
        return len(self._turns)

    def join(self, key: str, order: int, rounds: int = 0) -> None:
        """Wait. Whoever was set aside more often waits behind all who were not."""
        self._turns[key] = turn = (rounds, order, key)
        heappush(self._heap, turn)

    def leave(self, key: str) -> None:
        """Wait no longer. Nothing happens to who does not wait."""
        self._turns.pop(key, None)

    def next(self) -> str | None:
        """Take out who is first."""
        while self._heap:
            turn = heappop(self._heap)
            if self._turns.get(turn[2]) == turn:
                del self._turns[turn[2]]
                return turn[2]
        return None

    def ahead(self, count: int) -> Sequence[str]:
        """The first few, who stay."""
        first: dict[str, Turn] = {}
        while self._heap and len(first) < count:
            turn = heappop(self._heap)
            if self._turns.get(turn[2]) == turn:
                first[turn[2]] = turn
        for turn in first.values():
            heappush(self._heap, turn)
        return tuple(first)
