"""How far the fetch is, in bytes: a bar on a terminal, a line per quarter elsewhere."""

from __future__ import annotations

import sys
from typing import TextIO

BAR = 28
MB = 1_000_000


class Progress:
    """Counts towards `total` bytes over several packages."""

    def __init__(self, total: int, out: TextIO = sys.stderr) -> None:
        self._total = max(total, 1)
        self._out = out
        self._done = 0
        self._of_package = 0
        self._what = ""
        self._quarter = 0

    def begin(self, what: str, have: int) -> None:
        """A package starts, or goes on, with `have` of its bytes already here."""
        self._what, self._of_package = what, have
        self._show()

    def advance(self, count: int) -> None:
        """`count` more bytes of the package arrived."""
        self._of_package += count
        self._show()

    def end(self, size: int) -> None:
        """The package is placed; it counted `size` bytes of the total."""
        self._done, self._of_package = self._done + size, 0
        self._show()

    def close(self) -> None:
        """Leave the bar's line."""
        if self._out.isatty():
            self._out.write("\n")

    def _show(self) -> None:
        done = min(self._done + self._of_package, self._total)
        sizes = f"{done / MB:5.1f} of {self._total / MB:.1f} MB"
        if self._out.isatty():
            bar = "#" * (BAR * done // self._total)
            self._out.write(f"\rBrowser runtime [{bar:.<{BAR}}] {sizes}  {self._what:<28}")
        elif 4 * done // self._total > self._quarter:
            self._quarter = 4 * done // self._total
            self._out.write(f"Browser runtime {sizes}\n")
        self._out.flush()
