"""Two lists that were one: a three-way merge by item."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def merged(base: Sequence[T], mine: Sequence[T], theirs: Sequence[T]) -> list[T]:
    """Items that both have or either added, without those that either removed. No item is there twice.

    The order is that of whoever changed it, theirs when both did; what only the other has follows its
    predecessor there.
    """
    removed = set(base) - (set(mine) & set(theirs))
    moved = order(theirs, base) != order(base, theirs)
    lead, other = (theirs, mine) if moved else (mine, theirs)
    result = [item for item in dict.fromkeys(lead) if item not in removed]
    placed = set(result)
    before: T | None = None
    for item in dict.fromkeys(other):
        if item in removed:
            continue
        if item not in placed:
            result.insert(result.index(before) + 1 if before is not None else 0, item)
            placed.add(item)
        before = item
    return result


def order(items: Sequence[T], common: Sequence[T]) -> list[T]:
    """Those of the items that the other has too, in their order."""
    shared = set(common)
    return [item for item in items if item in shared]
