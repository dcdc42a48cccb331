"""What every remote must do, as sentences. Run for each driver where it ships; no pytest in here."""

from __future__ import annotations

import asyncio
from typing import Protocol

from app.model.errors import LarderError, NotLetIn, Offline, Rejected
from app.model.ref import ref_of
from app.model.span import WHOLE, Span
from app.ports import Incoming, Remote
from tests.contracts.blob_store import noise

SIZE = 3 * 1024 * 1024 + 17
MEDIA_TYPE = "audio/wav"
PATIENCE = 20.0
"""Seconds within which a silent server must have been given up."""


class Bench(Protocol):
    """A remote, and hands on the server behind it."""

    remote: Remote

    async def offer(self, data: bytes) -> str:
        """Serve these bytes as MEDIA_TYPE, with ETag and digest; the path where they are."""
        ...

    async def change(self, path: str, data: bytes) -> None:
        """Other bytes are there from now on, under another ETag."""
        ...

    async def question(self) -> str:
        """Where the server answers `{"answer": 42}`, with an ETag."""
        ...

    async def says(self, *data: str) -> str:
        """Where the server says these, one event after the other, and closes."""
        ...

    async def echo(self) -> str:
        """Where the server answers what it is told with `{"told": ...}`."""
        ...

    async def place(self) -> str:
        """Where bytes may be sent."""
        ...

    async def received(self, path: str) -> bytes:
        """What was sent there."""
        ...

    async def trouble(self, path: str, kind: str, at: int = 0) -> None:
        """The next answer at `path` goes wrong.

        `cut` breaks the connection after `at` bytes, `hang` stops sending there and keeps it open, `status`
        answers `at`, `mute` answers `at` and stops before its sentence ends, `page` answers a sign-in page
        (200, text/html), `plain` leaves ETag and digest out.
        """
        ...


async def body(incoming: Incoming, into: bytearray | None = None) -> bytes:
    """All chunks joined; `into` holds what came before an error."""
    came = bytearray() if into is None else into
    async for chunk in incoming.chunks():
        assert chunk.size == len(chunk.view())
        came += chunk.view()
    return bytes(came)


async def refusal_of(bench: Bench, path: str, span: Span = WHOLE) -> LarderError | None:
    """How a fetch fails, None when it does not."""
    try:
        async with bench.remote.fetch(path, span) as incoming:
            await body(incoming)
    except LarderError as error:
        return error
    return None


async def a_body_arrives_whole(bench: Bench) -> None:
    data = noise(SIZE)
    async with bench.remote.fetch(await bench.offer(data)) as incoming:
        assert (incoming.offset, incoming.total, incoming.digest) == (0, SIZE, ref_of(data))
        assert incoming.media_type.startswith(MEDIA_TYPE)
        assert incoming.etag
        assert await body(incoming) == data


async def a_span_begins_where_it_was_asked_to(bench: Bench) -> None:
    data = noise(SIZE)
    path = await bench.offer(data)
    async with bench.remote.fetch(path) as incoming:
        etag = incoming.etag
    async with bench.remote.fetch(path, Span(SIZE - 100_000), etag) as incoming:
        assert (incoming.offset, incoming.total, incoming.etag) == (SIZE - 100_000, SIZE, etag)
        assert incoming.digest == ref_of(data)
        assert await body(incoming) == data[-100_000:]


async def changed_bytes_start_over(bench: Bench) -> None:
    path = await bench.offer(noise(SIZE))
    async with bench.remote.fetch(path) as incoming:
        etag = incoming.etag
    other = noise(SIZE + 5, 2)
    await bench.change(path, other)
    async with bench.remote.fetch(path, Span(1000), etag) as incoming:
        assert (incoming.offset, incoming.total, incoming.digest) == (0, SIZE + 5, ref_of(other))
        assert incoming.etag != etag
        assert await body(incoming) == other


async def a_cut_connection_is_offline_and_what_came_is_right(bench: Bench) -> None:
    data, came = noise(SIZE), bytearray()
    path = await bench.offer(data)
    await bench.trouble(path, "cut", 2_500_000)
    try:
        async with bench.remote.fetch(path) as incoming:
            await body(incoming, came)
    except Offline:
        assert len(came) <= 2_500_000
        assert data.startswith(came)
        assert await refusal_of(bench, path) is None
        return
    raise AssertionError("half of the body passed for all of it")


async def a_server_that_hangs_is_offline(bench: Bench) -> None:
    path = await bench.offer(noise(SIZE))
    for at in (0, 1_500_000):
        await bench.trouble(path, "hang", at)
        assert isinstance(await refusal_of(bench, path), Offline)


async def a_no_is_rejected_with_a_sentence(bench: Bench) -> None:
    path = await bench.offer(noise(1000))
    for status in (400, 401, 403, 404, 410):
        await bench.trouble(path, "status", status)
        error = await refusal_of(bench, path)
        assert isinstance(error, Rejected), status
        assert isinstance(error, NotLetIn) == (status in (401, 403)), status
        assert str(error).endswith(".")


async def a_not_now_is_offline(bench: Bench) -> None:
    path = await bench.offer(noise(1000))
    for status in (429, 500, 502, 503, 504):
        await bench.trouble(path, "status", status)
        assert isinstance(await refusal_of(bench, path), Offline), status


async def a_span_past_the_end_is_rejected(bench: Bench) -> None:
    assert isinstance(await refusal_of(bench, await bench.offer(noise(1000)), Span(1000)), Rejected)


async def a_page_in_place_of_bytes_shows_what_it_is(bench: Bench) -> None:
    path = await bench.offer(noise(1000))
    await bench.trouble(path, "page")
    async with bench.remote.fetch(path) as incoming:
        assert incoming.media_type.startswith("text/html")
        assert incoming.digest is None


async def a_server_that_names_no_digest_is_believed(bench: Bench) -> None:
    path = await bench.offer(noise(1000))
    await bench.trouble(path, "plain")
    async with bench.remote.fetch(path) as incoming:
        assert (incoming.etag, incoming.digest) == ("", None)
        assert await body(incoming) == noise(1000)


async def a_body_may_be_left_early(bench: Bench) -> None:
    path = await bench.offer(noise(SIZE))
    async with bench.remote.fetch(path) as incoming:
        async for _ in incoming.chunks():
            break
    assert await refusal_of(bench, path) is None


async def a_question_is_answered_with_its_validator(bench: Bench) -> None:
    path = await bench.question()
    reply = await bench.remote.ask(path)
    assert reply is not None
    assert reply.body == {"answer": 42}
    assert await bench.remote.ask(path, reply.etag) is None
    assert await bench.remote.ask(path, '"another"') is not None


async def a_question_fails_as_a_fetch_does(bench: Bench) -> None:
    path = await bench.question()
    no, not_now = (("status", 404), ("status", 401)), (("status", 503), ("hang", 0), ("page", 0))
    for error, (kind, at) in [(Rejected, each) for each in no] + [(Offline, each) for each in not_now]:
        await bench.trouble(path, kind, at)
        try:
            await bench.remote.ask(path)
        except error:
            continue
        raise AssertionError(f"{kind} {at} passed for an answer")


async def a_document_that_stops_in_the_middle_is_offline(bench: Bench) -> None:
    path = await bench.question()
    for kind in ("hang", "cut"):
        await bench.trouble(path, kind, 5)
        try:
            async with asyncio.timeout(PATIENCE):
                await bench.remote.ask(path)
        except Offline:
            assert await bench.remote.ask(path) is not None
            continue
        raise AssertionError(f"{kind}: half of a document passed for an answer")


async def a_no_that_stops_in_the_middle_is_a_no(bench: Bench) -> None:
    path = await bench.question()
    await bench.trouble(path, "mute", 404)
    try:
        async with asyncio.timeout(PATIENCE):
            await bench.remote.ask(path)
    except Rejected as error:
        assert str(error).endswith(".")
        return
    raise AssertionError("a refusal passed for an answer")


async def what_is_sent_arrives_or_is_refused(bench: Bench) -> None:
    path = await bench.place()
    await bench.remote.send(path, noise(300_000), "application/octet-stream")
    assert await bench.received(path) == noise(300_000)
    for status, error in ((403, Rejected), (413, Rejected), (503, Offline)):
        await bench.trouble(path, "status", status)
        try:
            await bench.remote.send(path, b"other", "application/octet-stream")
        except error:
            assert await bench.received(path) == noise(300_000)
            continue
        raise AssertionError(f"{status} passed for a yes")


async def what_is_told_is_answered(bench: Bench) -> None:
    path = await bench.echo()
    told = {"name": "Åpent hav \N{WATER WAVE}", "deep": [1, 2.5, None, True, {"x": ""}]}
    assert await bench.remote.tell(path, told) == {"told": told}
    no, not_now = (("status", 422), ("status", 404)), (("status", 503), ("hang", 0), ("hang", 5), ("page", 0))
    who = ("status", 401), ("status", 403)
    cases = (Rejected, no), (Offline, not_now), (NotLetIn, who)
    for error, (kind, at) in [(error, each) for error, some in cases for each in some]:
        await bench.trouble(path, kind, at)
        try:
            await bench.remote.tell(path, told)
        except error:
            continue
        raise AssertionError(f"{kind} {at} passed for an answer")


async def what_the_server_says_is_heard_until_it_falls_silent(bench: Bench) -> None:
    path = await bench.says("1", "22", "\N{WATER WAVE}")
    heard: list[str] = []
    try:
        async with asyncio.timeout(PATIENCE):
            async for said in bench.remote.events(path):
                heard.append(said)
    except Offline:
        assert heard == ["1", "22", "\N{WATER WAVE}"]
    else:
        raise AssertionError("a connection that broke passed for one that says no more")
    spoiled = (Offline, ("page", 0)), (Offline, ("status", 503)), (Rejected, ("status", 404))
    for error, (kind, at) in spoiled:
        await bench.trouble(path, kind, at)
        try:
            async for _ in bench.remote.events(path):
                raise AssertionError(f"{kind} {at} passed for an event")
        except error:
            continue


CHECKS = {
    check.__name__: check
    for check in (
        a_body_arrives_whole,
        a_span_begins_where_it_was_asked_to,
        changed_bytes_start_over,
        a_cut_connection_is_offline_and_what_came_is_right,
        a_server_that_hangs_is_offline,
        a_no_is_rejected_with_a_sentence,
        a_not_now_is_offline,
        a_span_past_the_end_is_rejected,
        a_page_in_place_of_bytes_shows_what_it_is,
        a_server_that_names_no_digest_is_believed,
        a_body_may_be_left_early,
        a_question_is_answered_with_its_validator,
        a_question_fails_as_a_fetch_does,
        a_document_that_stops_in_the_middle_is_offline,
        a_no_that_stops_in_the_middle_is_a_no,
        what_is_sent_arrives_or_is_refused,
        what_is_told_is_answered,
        what_the_server_says_is_heard_until_it_falls_silent,
    )
}
