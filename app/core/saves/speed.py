"""How fast bytes come, smoothed so that "time left" does not jump."""

from __future__ import annotations

from app.ports import Clock

WEIGHT = 0.3
"""Of the newest sample, in an exponential moving average."""
EVERY = 0.5
"""Seconds between samples."""


class Speed:
    """Bytes a second of one transfer."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._when = clock.now()
        self._done: int | None = None
        self._rate = 0.0

    def at(self, done: int) -> float:
        """The rate after `done` bytes; bytes that an earlier attempt left are not counted as speed."""
        now = self._clock.now()
        if self._done is None:
            self._when, self._done = now, done
        elif now - self._when >= EVERY:
            fresh = (done - self._done) / (now - self._when)
            self._rate = fresh if not self._rate else (1 - WEIGHT) * self._rate + WEIGHT * fresh
            self._when, self._done = now, done
        return self._rate
