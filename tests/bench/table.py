"""Results as a table, for a terminal and for a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tests.bench.result import Result

HEAD = ("row", "floor", "floor's", "ours", "ratio", "target", "")
RIGHT = {2, 3, 4}
"""Columns of numbers."""


def plain(results: Iterable[Result]) -> str:
    """Columns under each other."""
    lines = [HEAD, *(result.cells() for result in results)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    rule = "-" * (sum(widths) + 2 * len(widths) - 2)
    return "\n".join([_aligned(lines[0], widths), rule, *(_aligned(line, widths) for line in lines[1:])])


def markdown(results: Iterable[Result]) -> str:
    """The same for docs/performance.md."""
    marks = ["---:" if column in RIGHT else "---" for column in range(len(HEAD))]
    lines = [HEAD, marks, *(result.cells() for result in results)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    pairs = enumerate(zip(cells, widths, strict=True))
    return "  ".join(c.rjust(w) if at in RIGHT else c.ljust(w) for at, (c, w) in pairs).rstrip()
