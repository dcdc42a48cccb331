"""What a wire does to answers: cut, spoil, slow down, replace."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import chain, repeat
from math import inf

from tests.e2e.wire import Treatment

SIGN_IN = b"<!doctype html><title>Sign in</title><p>Welcome to the airport."


def cut(after: int, rate: float = inf) -> Treatment:
    """The connection breaks after so many bytes, which came at most at `rate` bytes a second."""

    def treatment(pieces: Iterator[bytes]) -> Iterator[bytes]:
        left = after
        for piece in slow(rate)(pieces):
            yield piece[:left]
            left -= len(piece)
            if left <= 0:
                return

    return treatment


def in_turn(first: Treatment, then: Treatment) -> Treatment:
    """One answer goes through `first`, all later ones through `then`."""
    treatments = chain((first,), repeat(then))
    return lambda pieces: next(treatments)(pieces)


def flip(at: int) -> Treatment:
    """One bit of the byte at `at`, counted from the end of the head, is wrong."""

    def treatment(pieces: Iterator[bytes]) -> Iterator[bytes]:
        head = b""
        while b"\r\n\r\n" not in head:
            head += next(pieces)
        start, left = head.index(b"\r\n\r\n") + 4 + at, head
        while len(left) <= start:
            yield left
            start -= len(left)
            left = next(pieces)
        yield left[:start] + bytes((left[start] ^ 1,)) + left[start + 1 :]
        yield from pieces

    return treatment


def slow(rate: float) -> Treatment:
    """At most `rate` bytes a second."""

    def treatment(pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            yield piece
            time.sleep(len(piece) / rate)

    return treatment


def hang_up(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Nothing at all comes back."""
    yield from ()


def sign_in(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """A captive portal answers in the server's place."""
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
    yield b"Content-Length: %d\r\n\r\n" % len(SIGN_IN) + SIGN_IN


def swap(old: bytes, new: bytes) -> Treatment:
    """Other words of the same length."""

    def treatment(pieces: Iterator[bytes]) -> Iterator[bytes]:
        yield b"".join(pieces).replace(old, new)

    return treatment
