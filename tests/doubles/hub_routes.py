"""`/api/sync` of a loopback: the double of the books behind the documents that the real routes speak."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

from app.core.sync.server_hub import PULL, PUSH
from app.model.sync.exchanged import Commit, OtherPast
from server.sync.wire import Answers, Changes, Push, answers, changes
from tests.doubles.hub import MemoryHub
from tests.doubles.loopback import Loopback

T = TypeVar("T")


def serve(hub: MemoryHub, server: Loopback) -> None:
    """Have the server answer for the hub."""

    def push(told: Any) -> Any:
        said = Push.model_validate(told)
        try:
            done = at_once(hub.push([each.op() for each in said.ops], said.known.commit()))
        except OtherPast:
            return Answers(past="other").model_dump()
        return answers(done).model_dump()

    def pull(query: Mapping[str, str]) -> Any:
        known = Commit(int(query["known"]), query.get("op", "")) if "known" in query else None
        try:
            return changes(at_once(hub.pull(int(query["after"]), known))).model_dump()
        except OtherPast:
            return Changes(past="other").model_dump()

    server.hears[PUSH], server.answers[PULL] = push, pull


def at_once(work: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine that waits for nothing."""
    try:
        work.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("it waits")
