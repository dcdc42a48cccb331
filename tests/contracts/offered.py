"""What every file that a person offers must do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from app.model.errors import Unreadable
from app.model.span import Span
from app.ports import Offered
from tests.contracts.blob_store import MIB, noise

Files = Sequence[tuple[str, str, bytes]]
"""Folders, name and bytes of each."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A person who offers files, and who removes one that was offered; None where a test can't."""

    offer: Callable[[Files], Awaitable[Sequence[Offered]]]
    remove: Callable[[Offered], Awaitable[None]] | None = None


FILES: Files = (
    ("", "Åse – live?.mp3", noise(5)),
    ("Tides/Salt & Rope", "02 Buoys.flac", noise(2 * MIB + 3, 2)),
    ("Tides/Salt & Rope", "10 Last.flac", noise(MIB, 3)),
)


async def whole(offered: Offered) -> bytes:
    """All bytes, as the pieces say them."""
    data = b""
    async for chunk in offered.chunks():
        view = chunk.view()
        assert len(view) == chunk.size > 0
        data += view
    return data


async def it_says_what_it_is_and_where_it_was(bench: Bench) -> None:
    offered = await bench.offer(FILES)
    assert [(each.path, each.name, each.size) for each in offered] == [
        (path, name, len(data)) for path, name, data in FILES
    ]


async def the_pieces_are_the_file(bench: Bench) -> None:
    for each, (_, _, data) in zip(await bench.offer(FILES), FILES, strict=True):
        assert await whole(each) == data
        assert await whole(each) == data, "a second time"


async def any_span_reads(bench: Bench) -> None:
    _, each, _ = await bench.offer(FILES)
    data = FILES[1][2]
    for start, end in ((0, 10), (MIB - 1, MIB + 1), (2 * MIB, 3 * MIB), (5 * MIB, 6 * MIB), (7, 7)):
        assert await each.read(Span(start, end)) == data[start:end]
    assert await each.read(Span(2 * MIB)) == data[2 * MIB :]


async def an_empty_one_has_no_pieces(bench: Bench) -> None:
    (each,) = await bench.offer((("", "empty.mp3", b""),))
    assert (each.size, await whole(each), await each.read(Span(0, 12))) == (0, b"", b"")


async def what_is_removed_meanwhile_is_said(bench: Bench) -> None:
    if bench.remove is None:
        return
    (each,) = await bench.offer(FILES[:1])
    await bench.remove(each)
    for reading in (each.read(Span(0, 3)), whole(each)):
        try:
            await reading
        except Unreadable:
            continue
        raise AssertionError("read what is not there")


CHECKS = {
    check.__name__: check
    for check in (
        it_says_what_it_is_and_where_it_was,
        the_pieces_are_the_file,
        any_span_reads,
        an_empty_one_has_no_pieces,
        what_is_removed_meanwhile_is_said,
    )
}
