"""What goes when room is needed: decided from facts, before anything is touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.model.asset import Asset
from app.model.ref import Ref
from app.model.vault.keep import By, Keep
from app.model.wording import age


@dataclass(frozen=True, slots=True)
class Candidate:
    """A keep by the player."""

    keep: Keep
    used: float
    """When it was last played or retained, seconds since 1970."""
    confirmed: bool
    """The server lists it with these very bytes."""
    favourite: bool = False


@dataclass(frozen=True, slots=True)
class Stock:
    """The facts that a plan is made from."""

    candidates: Sequence[Candidate]
    sizes: Mapping[Ref, int]
    """Bytes of every blob that is here."""
    held: Collection[Ref] = ()
    """Blobs that something besides these candidates names: they stay whoever goes."""
    pinned: Collection[Ref] = ()
    """Blobs that play: whoever names one of them stays."""

    @property
    def retained(self) -> int:
        """Bytes that are here for the player alone; shared ones count once."""
        return sum(self.weight(ref) for ref in {ref for each in self.candidates for ref in each.keep.refs})

    def weight(self, ref: Ref) -> int:
        """Bytes that leave once no candidate names the blob."""
        return 0 if ref in self.held else self.sizes.get(ref, 0)

    def may_go(self, each: Candidate) -> bool:
        """Whether the server has it and nothing plays it."""
        return each.confirmed and not any(ref in self.pinned for ref in each.keep.refs)


def stock(
    keeps: Iterable[Keep],
    sizes: Mapping[Ref, int],
    used: Mapping[str, float],
    listed: Mapping[str, Asset],
    besides: Collection[Ref] = (),
    pinned: Collection[Ref] = (),
    favourites: Collection[str] = (),
) -> Stock:
    """The facts, from what the stores hold: `used`, `listed` and `favourites` by key of the asset; `besides`:
    blobs that records other than these keeps hold. Keeps by hand only hold blobs: they are no candidates.
    """
    keeps = tuple(keeps)
    return Stock(
        tuple(
            Candidate(
                each,
                max(each.at, used.get(each.asset.key, 0.0)),
                confirmed=each.asset.key in listed and listed[each.asset.key].digest == each.original,
                favourite=each.asset.key in favourites,
            )
            for each in keeps
            if each.by is By.PLAYER
        ),
        sizes,
        {*besides} | {ref for each in keeps if each.by is By.HAND for ref in each.refs},
        pinned,
    )


@dataclass(frozen=True, slots=True)
class Eviction:
    """One keep that is to go, the bytes that leave with it, and why."""

    keep: Keep
    bytes: int
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Evictions in order. `missing`: bytes still to be freed by hand when all of them are done."""

    evictions: tuple[Eviction, ...] = ()
    missing: int = 0


def excess(stock: Stock, budget: int, more: int = 0) -> int:
    """Bytes by which what is retained, with `more`, is over the budget."""
    return max(0, stock.retained + more - budget)


def plan(stock: Stock, needed: int, now: float, cause: str) -> Plan:
    """Free `needed` bytes: favourites last, the least recently used first, no more of them than it takes.

    Only what the server has confirmed and what does not play may go. `cause`: a sentence that says what the
    room is for.
    """
    able = sorted(filter(stock.may_go, stock.candidates), key=turn)
    going, freed = enough(stock, able, needed)
    evictions = tuple(
        Eviction(each.keep, bytes_, f"Not played for {age(now - each.used)}; the server has it. {cause}")
        for each, bytes_ in going
    )
    return Plan(evictions, max(0, needed - freed))


def turn(each: Candidate) -> tuple[bool, float, str]:
    """Whose turn it is to go."""
    return each.favourite, each.used, each.keep.key


def enough(stock: Stock, able: Sequence[Candidate], needed: int) -> tuple[list[tuple[Candidate, int]], int]:
    """The shortest beginning of `able` that frees so much, with what leaves with each, and the sum.

    Those that share all their bytes with somebody who stays are passed over: they would go for nothing.
    """
    names = Counter(ref for each in stock.candidates for ref in set(each.keep.refs))
    taken, freed = list[tuple[Candidate, int]](), 0
    for each in able:
        if freed >= needed:
            break
        refs = set(each.keep.refs)
        names.subtract(refs)
        leaving = sum(stock.weight(ref) for ref in refs if not names[ref])
        taken.append((each, leaving))
        freed += leaving
    frees = {ref for ref, count in names.items() if not count and stock.weight(ref)}
    return [(each, leaving) for each, leaving in taken if not frees.isdisjoint(each.keep.refs)], freed
