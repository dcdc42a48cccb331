"""Ranges and conditions: a table of RFC 9110's cases, and laws over everything else."""

from __future__ import annotations

from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.span import Span
from server.ranges import Validators, decide, parse
from tests.range_cases import CASES

ETAG = '"sha256-ab"'
KNOWN = Validators(ETAG, 1_700_000_000)
DATE = formatdate(KNOWN.modified, usegmt=True)
LATER = formatdate(KNOWN.modified + 60, usegmt=True)
EARLIER = formatdate(KNOWN.modified - 60, usegmt=True)


@pytest.mark.parametrize(("value", "status", "start", "length"), CASES)
def test_a_range_gets_its_bytes(value: str, status: int, start: int, length: int) -> None:
    decision = decide("GET", {"range": value}, 100, KNOWN)
    assert (decision.status, decision.span.start, decision.span.length) == (status, start, length)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"if-range": ETAG}, 206),
        ({"if-range": '"other"'}, 200),
        ({"if-range": "W/" + ETAG}, 200),
        ({"if-range": DATE}, 206),
        ({"if-range": LATER}, 200),
        ({"if-range": EARLIER}, 200),
        ({"if-range": "nonsense"}, 200),
        ({"if-range": ""}, 200),
        ({"if-none-match": ETAG}, 304),
        ({"if-none-match": "W/" + ETAG}, 304),
        ({"if-none-match": '"a", ' + ETAG}, 304),
        ({"if-none-match": "*"}, 304),
        ({"if-none-match": '"other"'}, 206),
        ({"if-modified-since": DATE}, 304),
        ({"if-modified-since": LATER}, 304),
        ({"if-modified-since": EARLIER}, 206),
        ({"if-modified-since": "yesterday"}, 206),
        ({"if-none-match": '"other"', "if-modified-since": LATER}, 206),
    ],
)
def test_a_condition_comes_before_the_range(asked: dict[str, str], status: int) -> None:
    assert decide("GET", {"range": "bytes=0-9"} | asked, 100, KNOWN).status == status


def test_a_range_means_nothing_to_head() -> None:
    assert decide("HEAD", {"range": "bytes=0-9"}, 100, KNOWN).status == 200


def test_an_empty_file_has_no_range() -> None:
    assert decide("GET", {"range": "bytes=0-"}, 0, KNOWN).status == 416
    assert decide("GET", {}, 0, KNOWN).span == Span(0, 0)


@pytest.mark.parametrize(
    ("value", "field"),
    [("bytes=5-9", "bytes 5-9/100"), ("bytes=100-", "bytes */100"), ("bytes=1-2,3-4", None)],
)
def test_content_range_tells_what_was_answered(value: str, field: str | None) -> None:
    assert decide("GET", {"range": value}, 100, KNOWN).content_range == field


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.integers(0, 10**12))
def test_first_and_last_are_cut_to_the_size(first: int, last: int, size: int) -> None:
    span = parse(f"bytes={first}-{last}", size)
    if last < first:
        assert span is None
    else:
        assert span is not None and span.length == len(range(size)[first : last + 1])


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_suffix_is_the_end(suffix: int, size: int) -> None:
    span = parse(f"bytes=-{suffix}", size)
    assert span is not None and span.end == size and span.length == min(suffix, size)


@given(st.text(st.sampled_from("bytes=-,0123456789 \t"), max_size=40), st.integers(0, 1000))
def test_no_range_leads_outside(value: str, size: int) -> None:
    decision = decide("GET", {"range": value}, size, KNOWN)
    assert decision.status in (200, 206, 416)
    assert 0 <= decision.span.start <= decision.span.start + decision.span.length <= size
    assert decision.status != 206 or decision.span.length
