"""What every driver of an earlier vault must do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from app.core.legacy import Legacy
from app.model.errors import BlobMissing
from app.model.span import Span
from app.model.vault.legacy import Entry
from tests.contracts.blob_store import MIB, noise

Files = Mapping[str, tuple[bytes, str]]


@dataclass(frozen=True, slots=True)
class Bench:
    """A driver and another tab's, an earlier system that writes files in turn in each of its shapes, and a
    look past them."""

    legacy: Legacy
    other: Legacy
    write: Callable[[Files], Awaitable[None]]
    exists: Callable[[], Awaitable[bool]]


FILES: Files = {
    "1": (noise(5), "audio/mpeg"),
    "2 tapes/Åse – live?.flac": (noise(MIB + 3, 2), "audio/flac"),
    "3": (b"ID3" + noise(7, 3), ""),
    "4": (noise(2 * MIB, 4), "audio/ogg; codecs=opus"),
    "5": (noise(9, 5), "audio/wav"),
    "6": (b"fLaC" + noise(9, 6), "application/octet-stream"),
}
OTHERS: Files = {
    "cover": (b"\x89PNG\r\n\x1a\n" + noise(9), "image/png"),
    "draft": (b"not ours", ""),
    "page": (b"ID3" + noise(9), "text/html"),
    "photo": (b"\xff\xd8\xff\xe0" + noise(9), ""),
}


async def where_there_is_none_it_is_empty_and_none_is_made(bench: Bench) -> None:
    assert list(await bench.legacy.entries()) == []
    await bench.legacy.delete(["1"])
    try:
        await bench.legacy.read("1", Span(0, 1))
    except BlobMissing:
        assert not await bench.exists()
        return
    raise AssertionError("read what is not there")


async def every_shape_is_listed_with_its_type_and_size(bench: Bench) -> None:
    await bench.write(FILES)
    expected = [Entry(key, kind, len(data)) for key, (data, kind) in FILES.items()]
    assert list(await bench.legacy.entries()) == expected


async def what_is_no_audio_is_not_listed_and_stays(bench: Bench) -> None:
    await bench.write({**FILES, **OTHERS})
    assert [each.key for each in await bench.legacy.entries()] == list(FILES)
    await bench.legacy.delete(list(FILES))
    assert list(await bench.legacy.entries()) == []
    assert await bench.exists()


async def any_span_reads_as_it_was_written(bench: Bench) -> None:
    await bench.write(FILES)
    for key, (data, _) in FILES.items():
        for start, end in ((0, 1), (2, 5), (0, len(data)), (max(0, len(data) - 3), len(data) + 10)):
            assert await bench.legacy.read(key, Span(start, end)) == data[start:end], (key, start, end)
    try:
        await bench.legacy.read("never", Span(0, 1))
    except BlobMissing:
        return
    raise AssertionError("read what is not there")


async def deleting_some_leaves_the_others(bench: Bench) -> None:
    await bench.write(FILES)
    await bench.legacy.delete(["1", "never", "4"])
    assert [each.key for each in await bench.legacy.entries()] == ["2 tapes/Åse – live?.flac", "3", "5", "6"]
    assert await bench.legacy.read("5", Span(0, 9)) == FILES["5"][0]


async def it_goes_with_its_last_entry(bench: Bench) -> None:
    await bench.write(FILES)
    await bench.legacy.entries()
    await bench.legacy.delete(list(FILES))
    assert list(await bench.legacy.entries()) == []
    assert not await bench.exists()


async def what_another_tab_has_deleted_is_gone_here(bench: Bench) -> None:
    await bench.write(FILES)
    assert len(await bench.legacy.entries()) == len(FILES)
    await bench.other.delete(list(FILES))
    assert list(await bench.legacy.entries()) == []
    await bench.write(FILES)
    assert len(await bench.legacy.entries()) == len(FILES)


CHECKS = {
    check.__name__: check
    for check in (
        where_there_is_none_it_is_empty_and_none_is_made,
        every_shape_is_listed_with_its_type_and_size,
        what_is_no_audio_is_not_listed_and_stays,
        any_span_reads_as_it_was_written,
        deleting_some_leaves_the_others,
        it_goes_with_its_last_entry,
        what_another_tab_has_deleted_is_gone_here,
    )
}
