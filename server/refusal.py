"""A start that can't go on."""

from __future__ import annotations


class Refusal(Exception):
    """Nothing was started; `str(refusal)` is the one sentence to print before leaving with status 2."""
