"""What can go wrong while a machine is made ready."""

from __future__ import annotations


class NotReady(Exception):
    """Something is missing and can't be installed. `str()` is one sentence for the person at the terminal."""
