"""What a plan of evictions promises, whatever is in the vault."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.model.ref import ref_of
from app.model.vault.eviction import Candidate, Plan, Stock, excess, plan, stock
from app.model.vault.keep import By, Keep
from app.model.wording import age
from tests.doubles.tracks import track

NOW = 1_700_000_000.0
REFS = [ref_of(bytes([n])) for n in range(6)]
SIZES = {ref: 10 ** (n % 3) + n for n, ref in enumerate(REFS)}
"""The last one is named and is not here."""
del SIZES[REFS[-1]]


def candidate(
    number: int, *refs: int, used: float = 0.0, confirmed: bool = True, favourite: bool = False
) -> Candidate:
    asset = track(number, b"any")
    kept = Keep(asset, REFS[refs[0]], 1, *(REFS[at] for at in refs[1:3]), by=By.PLAYER)
    return Candidate(kept, NOW - used, confirmed, favourite)


ONES = st.builds(
    lambda refs, used, confirmed, favourite: (refs, used, confirmed, favourite),
    st.lists(st.integers(0, 5), min_size=1, max_size=3),
    st.integers(0, 5),
    st.booleans() | st.just(True),
    st.booleans(),
)
STOCKS = st.builds(
    lambda ones, held, pinned: Stock(
        [
            candidate(at, *refs, used=used, confirmed=known, favourite=liked)
            for at, (refs, used, known, liked) in enumerate(ones)
        ],
        SIZES,
        held,
        pinned,
    ),
    st.lists(ONES, max_size=8),
    st.sets(st.sampled_from(REFS), max_size=2),
    st.sets(st.sampled_from(REFS), max_size=1),
)
NEEDED = st.integers(0, 300)
TWINS = Stock([candidate(1, 1), candidate(2, 1), candidate(3, 2)], SIZES)


def left(facts: Stock, gone: set[str]) -> int:
    """Bytes that only the player holds and that stay when these keys go, counted the slow way."""
    refs = {ref for each in facts.candidates if each.keep.key not in gone for ref in each.keep.refs}
    return sum(facts.sizes.get(ref, 0) for ref in refs - set(facts.held))


def made(facts: Stock, needed: int) -> tuple[Plan, list[Candidate], set[str]]:
    made = plan(facts, needed, NOW, "The budget is 1 MB.")
    by_key = {each.keep.key: each for each in facts.candidates}
    going = [by_key[eviction.keep.key] for eviction in made.evictions]
    return made, going, {each.keep.key for each in going}


@given(STOCKS, NEEDED)
@example(TWINS, 1)
def test_never_what_is_unconfirmed_or_plays(facts: Stock, needed: int) -> None:
    _, going, _ = made(facts, needed)
    assert all(each.confirmed for each in going)
    assert not {ref for each in going for ref in each.keep.refs} & set(facts.pinned)


@given(STOCKS, NEEDED)
@example(TWINS, 1)
def test_it_frees_enough_or_says_exactly_what_is_missing(facts: Stock, needed: int) -> None:
    plan, _, keys = made(facts, needed)
    freed = left(facts, set()) - left(facts, keys)
    assert plan.missing == max(0, needed - freed)
    assert sum(each.bytes for each in plan.evictions) == freed
    if plan.missing:
        everybody = {each.keep.key for each in facts.candidates if facts.may_go(each)}
        assert left(facts, everybody) == left(facts, keys)


@given(STOCKS, NEEDED)
@example(TWINS, 1)
def test_favourites_go_last_and_the_least_recently_used_first(facts: Stock, needed: int) -> None:
    _, going, keys = made(facts, needed)
    turns = [(each.favourite, each.used) for each in going]
    assert turns == sorted(turns)
    for each in facts.candidates:
        sooner = going and (each.favourite, each.used) < turns[-1]
        if sooner and facts.may_go(each) and each.keep.key not in keys:
            assert left(facts, keys) == left(facts, keys | {each.keep.key}), "it would have freed something"


@given(STOCKS, NEEDED)
@example(TWINS, 1)
def test_no_more_than_it_takes(facts: Stock, needed: int) -> None:
    plan, going, keys = made(facts, needed)
    for each in going:
        assert left(facts, keys - {each.keep.key}) > left(facts, keys), "it goes for nothing"
    if going:
        freed = left(facts, set()) - left(facts, keys - {going[-1].keep.key})
        assert freed < needed, "the last one was not needed"


@given(STOCKS, st.integers(0, 300), st.integers(0, 300))
def test_after_it_the_budget_holds_but_for_what_is_missing(facts: Stock, budget: int, more: int) -> None:
    plan, _, keys = made(facts, excess(facts, budget, more))
    assert left(facts, keys) + more <= budget + plan.missing


@given(st.lists(st.tuples(ONES, st.sampled_from(By)), max_size=8), st.sets(st.sampled_from(REFS), max_size=2))
def test_what_is_kept_by_hand_is_no_candidate_and_holds_its_bytes(ones: list, besides: set[str]) -> None:
    keeps = [replace(candidate(n, *refs).keep, by=by) for n, ((refs, _, _, _), by) in enumerate(ones)]
    by_hand = [each for each in keeps if each.by is By.HAND]
    listed = {each.asset.key: replace(each.asset, digest=each.original) for each in keeps}
    facts = stock(keeps, SIZES, {}, listed, besides)
    assert all(each.keep.by is By.PLAYER for each in facts.candidates)
    going = [eviction.keep for eviction in plan(facts, 10_000, NOW, "").evictions]
    assert not any(each in going for each in by_hand)
    gone = {ref for each in going for ref in each.refs if ref in SIZES} - set(facts.held)
    assert not gone & ({ref for each in by_hand for ref in each.refs} | besides)


def test_what_the_server_lists_with_other_bytes_is_not_confirmed() -> None:
    kept = candidate(1, 1).keep
    for listed, confirmed in (
        ({}, False),
        ({kept.asset.key: kept.asset}, False),
        ({kept.asset.key: replace(kept.asset, digest=None)}, False),
        ({kept.asset.key: replace(kept.asset, digest=REFS[1])}, True),
    ):
        assert stock([kept], SIZES, {}, listed).candidates[0].confirmed is confirmed


def test_it_was_used_when_it_was_last_played_or_else_retained() -> None:
    kept = replace(candidate(1, 1).keep, at=5.0)
    for used, at in (({}, 5.0), ({kept.asset.key: 9.0}, 9.0), ({kept.asset.key: 1.0}, 5.0)):
        assert stock([kept], SIZES, used, {}).candidates[0].used == at


def test_shared_bytes_count_once_and_leave_with_the_last_who_names_them() -> None:
    assert TWINS.retained == SIZES[REFS[1]] + SIZES[REFS[2]]
    first = replace(TWINS, held={REFS[1]})
    assert [each.keep.asset.title for each in plan(first, 5, NOW, "").evictions] == ["Track 3"]
    assert [(e.keep.asset.title, e.bytes) for e in plan(TWINS, 5, NOW, "").evictions] == [
        ("Track 1", 0),
        ("Track 2", SIZES[REFS[1]]),
    ]


def test_the_reason_says_how_long_where_it_still_is_and_what_for() -> None:
    facts = Stock([candidate(1, 1, used=5 * 31 * 86_400)], SIZES)
    (eviction,) = plan(facts, 1, NOW, "It made room for “Slate”.").evictions
    assert eviction.reason == "Not played for 5 months; the server has it. It made room for “Slate”."


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-3, "0 seconds"), (1, "1 second"), (119, "119 seconds"), (120, "2 minutes"), (26 * 3600, "26 hours"),
     (3 * 86_400, "3 days"), (150 * 86_400, "4 months")],
)  # fmt: skip
def test_ages(seconds: float, said: str) -> None:
    assert age(seconds) == said
