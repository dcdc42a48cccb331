"""Room that saves under way were promised and have not filled yet."""

from __future__ import annotations

from app.core.vault.download import Progress


class Promised:
    """Bytes still to come, by the name of their staging: no second save may plan with the same room."""

    def __init__(self) -> None:
        self._bytes: dict[str, int] = {}
        self.waiting: set[str] = set()
        """Those of which nobody has said yet how much has come already."""

    @property
    def bytes(self) -> int:
        """All that is promised."""
        return sum(self._bytes.values())

    def promise(self, name: str, size: int) -> None:
        """So many more bytes may come."""
        self._bytes[name] = size
        self.waiting.add(name)

    def end(self, name: str) -> None:
        """No more will come."""
        self._bytes.pop(name, None)
        self.waiting.discard(name)

    def filling(self, name: str, size: int, progress: Progress) -> Progress:
        """`progress`, by which what has come of `size` bytes is promised no longer."""

        def filled(done: int, total: int) -> None:
            if name in self._bytes:
                self.waiting.discard(name)
                self._bytes[name] = max(0, size - done)
            progress(done, total)

        return filled
