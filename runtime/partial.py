"""A download that may have been cut: what has arrived of one span."""

from __future__ import annotations

import time
from pathlib import Path

from runtime.errors import Unreachable
from runtime.progress import Progress
from runtime.span import Span

ATTEMPTS = 3
PAUSE = 0.5


class Partial:
    """The file that collects a span's bytes; it outlives an interrupted run and is continued by the next."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def size(self) -> int:
        """Bytes that have arrived."""
        return self.path.stat().st_size if self.path.exists() else 0

    def content(self) -> bytes:
        """Everything that has arrived."""
        return self.path.read_bytes()

    def discard(self) -> None:
        """Forget what has arrived."""
        self.path.unlink(missing_ok=True)

    def complete(self, span: Span, what: str, progress: Progress, attempts: int = ATTEMPTS) -> None:
        """Fetch what is missing; raises Unreachable when `attempts` in a row brought nothing new."""
        left = attempts
        while self.size() < span.length:
            before = self.size()
            try:
                self._append(span, what, progress)
                failure = Unreachable(what, span.url, "the connection was cut")
            except Unreachable as error:
                failure = error
            left = left - 1 if self.size() == before else attempts
            if not left:
                raise failure
            if self.size() < span.length:
                time.sleep(PAUSE)

    def _append(self, span: Span, what: str, progress: Progress) -> None:
        have = self.size()
        progress.begin(what, have)
        with self.path.open("ab") as file:
            for chunk in span.chunks(what, skip=have):
                file.write(chunk)
                file.flush()
                progress.advance(len(chunk))
