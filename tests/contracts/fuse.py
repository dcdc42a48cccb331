"""What a fuse must do."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass

from app.model.errors import Undecodable


@dataclass(frozen=True)
class Bench:
    """A fuse, and a way to leave it as a page does that dies inside."""

    fuse: Callable[[], AbstractContextManager[None]]
    die: Callable[[], None]


async def whoever_comes_out_may_go_in_again(bench: Bench) -> None:
    for _ in range(2):
        with bench.fuse():
            pass


async def an_error_does_not_blow_it(bench: Bench) -> None:
    with suppress(OSError), bench.fuse():
        raise OSError("no breakdown")
    with bench.fuse():
        pass


async def after_a_death_inside_nobody_goes_in(bench: Bench) -> None:
    bench.die()
    for _ in range(2):
        try:
            with bench.fuse():
                raise AssertionError("went in")
        except Undecodable as error:
            assert "the bytes are safe" in str(error)


async def one_page_may_be_inside_twice(bench: Bench) -> None:
    with bench.fuse():
        with bench.fuse():
            pass
        with bench.fuse():
            pass
    with bench.fuse():
        pass


CHECKS = {
    check.__name__: check
    for check in (
        whoever_comes_out_may_go_in_again,
        an_error_does_not_blow_it,
        after_a_death_inside_nobody_goes_in,
        one_page_may_be_inside_twice,
    )
}
