"""What a GET or HEAD for bytes asks for: RFC 9110 §13 (conditions) and §14 (ranges), one range at most."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from app.model.span import Span

RANGE = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.IGNORECASE)
ENTITY_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')


@dataclass(frozen=True, slots=True)
class Validators:
    """What the stored bytes are known by."""

    etag: str
    """A strong entity tag, quotes included."""
    modified: int
    """Seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer: a status of 200, 206, 304 or 416, and the bytes that go with it."""

    status: int
    span: Span
    size: int

    @property
    def content_range(self) -> str | None:
        """The Content-Range field's value, or None where there is none."""
        if self.status == 206:
            return f"bytes {self.span.start}-{self.span.start + self.span.length - 1}/{self.size}"
        return f"bytes */{self.size}" if self.status == 416 else None


def decide(method: str, asked: Mapping[str, str], size: int, known: Validators) -> Decision:
    """What to answer. `asked` has lower-case field names. Several ranges at once get the whole (§14.2)."""
    whole = Span(0, size)
    if _unchanged(asked, known):
        return Decision(304, Span(0, 0), size)
    value = asked.get("range")
    if value is None or method != "GET" or not _fresh(asked.get("if-range"), known):
        return Decision(200, whole, size)
    span = parse(value, size)
    if span is None:
        return Decision(200, whole, size)
    return Decision(206, span, size) if span.length else Decision(416, Span(0, 0), size)


def parse(value: str, size: int) -> Span | None:
    """The span of a Range field: None for what must be ignored, an empty one for what can't be satisfied."""
    match = RANGE.fullmatch(value)
    if not match or not (match[1] or match[2]):
        return None
    if not match[1]:
        return Span(max(0, size - int(match[2])), size)
    first, last = int(match[1]), int(match[2] or size)
    if match[2] and last < first:
        return None
    return Span(first, max(first, last + 1)).within(size)


def _unchanged(asked: Mapping[str, str], known: Validators) -> bool:
    if (tags := asked.get("if-none-match")) is not None:
        held = [tag.removeprefix("W/") for tag in ENTITY_TAG.findall(tags)]
        return tags.strip() == "*" or known.etag in held
    since = _date(asked.get("if-modified-since"))
    return since is not None and known.modified <= since


def _fresh(condition: str | None, known: Validators) -> bool:
    if condition is None or condition.strip() == known.etag:
        return True
    return _date(condition) == known.modified


def _date(value: str | None) -> int | None:
    try:
        return int(parsedate_to_datetime(value).timestamp()) if value else None
    except (ValueError, OverflowError):
        return None
