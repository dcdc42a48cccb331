"""`/api/sync` of a loopback: the double of the books behind the documents that the real routes speak."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

from app.core.sync.server_hub import PULL, PUSH
from app.model.sync.exchanged import Commit, OtherPast, Refusal
from app.model.sync.ledger import Answer
from app.model.sync.op import op
from tests.doubles.hub import MemoryHub
from tests.doubles.loopback import Loopback

T = TypeVar("T")
OTHER = {"past": "other"}


def serve(hub: MemoryHub, server: Loopback) -> None:
    """Have the server answer for the hub."""

    def push(told: Any) -> Any:
        known = Commit(told["known"]["place"], told["known"]["op"])
        try:
            pushed = at_once(hub.push([op(each) for each in told["ops"]], known))
        except OtherPast:
            return OTHER
        return {"past": "same", "answers": [said(each) for each in pushed.answers], "head": head(pushed.head)}

    def pull(query: Mapping[str, str]) -> Any:
        known = Commit(int(query["known"]), query.get("op", "")) if "known" in query else None
        try:
            pulled = at_once(hub.pull(int(query["after"]), known))
        except OtherPast:
            return OTHER
        items = [{"key": key, "version": now.name, "body": now.body} for key, now in pulled.items]
        there = {"items": items, "place": pulled.place, "more": pulled.more, "head": head(pulled.head)}
        return {"past": "same", **there}

    server.hears[PUSH], server.answers[PULL] = push, pull


def said(answer: Answer | Refusal) -> dict[str, Any]:
    """An answer as a document."""
    if isinstance(answer, Refusal):
        return {"answer": "refused", "reason": answer.reason}
    kind = "taken" if answer.taken else "conflict"
    return {"answer": kind, "version": answer.now.name, "body": answer.now.body}


def head(commit: Commit) -> dict[str, Any]:
    """A commit as a document."""
    return {"place": commit.place, "op": commit.op}


def at_once(work: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine that waits for nothing."""
    try:
        work.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("it waits")
