"""What changed here while something was being read."""

from __future__ import annotations


class Changes:
    """When each record was last changed, or read by itself: an older reading must not overwrite that."""

    def __init__(self) -> None:
        self._now = 0
        self._when: dict[str, int] = {}

    def begin(self) -> int:
        """The moment at which a reading begins."""
        self._now += 1
        return self._now

    def note(self, *keys: str, at: int = 0) -> None:
        """These are known as they were at that moment of `begin`; without one, as they are now."""
        self._when.update(dict.fromkeys(keys, at or self.begin()))

    def newer(self, key: str, moment: int) -> bool:
        """Whether this is known anew since then."""
        return self._when.get(key, 0) > moment

    def since(self, moment: int) -> set[str]:
        """Keys of those that are known anew since then."""
        return {key for key in self._when if self.newer(key, moment)}
