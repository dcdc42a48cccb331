"""Parsers that ask for bytes: generators that yield spans, are sent the bytes and return what they found.

So a parser of a large blob stays pure, and whoever runs it decides how the bytes are read.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

from app.model.span import Span

Found = TypeVar("Found")

Questions = Generator[Span, bytes, Found]
