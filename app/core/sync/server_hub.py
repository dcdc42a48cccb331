"""The hub that is Larder's own server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from app.model.errors import NotLetIn, Rejected
from app.model.sync.exchanged import Commit, OtherPast, Pulled, Pushed, Refusal
from app.model.sync.ledger import Answer, Version
from app.model.sync.op import Op
from app.ports import Remote

PUSH, PULL = "/api/sync/push", "/api/sync/pull"


class ServerHub:
    """`/api/sync` of a server. What makes no sense is nobody's answer: it raises Rejected."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote

    async def push(self, ops: Sequence[Op], known: Commit) -> Pushed:
        """Offer ops. Of several that are refused as they are, those that are to blame are found out."""
        try:
            said = await self._remote.tell(PUSH, {"known": told(known), "ops": [op.as_json() for op in ops]})
        except NotLetIn:
            raise
        except Rejected as error:
            return await self._halved(ops, known, str(error))
        with_past(said)
        try:
            answers = [answered(each) for each in said["answers"]]
            if len(answers) != len(ops):
                raise ValueError("as many answers as ops")
            return Pushed(answers, commit(said["head"]))
        except (KeyError, TypeError, ValueError) as error:
            raise Rejected(STRANGE) from error

    async def _halved(self, ops: Sequence[Op], known: Commit, reason: str) -> Pushed:
        if len(ops) == 1:
            return Pushed([Refusal(reason)], known)
        half = len(ops) // 2
        first = await self.push(ops[:half], known)
        second = await self.push(ops[half:], first.head)
        return Pushed([*first.answers, *second.answers], second.head)

    async def pull(self, after: int, known: Commit | None) -> Pulled:
        """What changed after a place."""
        asked: dict[str, Any] = {"after": after}
        if known is not None:
            asked |= {"known": known.place, "op": known.op}
        reply = await self._remote.ask(f"{PULL}?{urlencode(asked)}")
        said: Any = reply.body if reply else None
        with_past(said)
        try:
            items = [item(each) for each in said["items"]]
            return Pulled(items, int(said["place"]), bool(said["more"]), commit(said["head"]))
        except (KeyError, TypeError, ValueError) as error:
            raise Rejected(STRANGE) from error


STRANGE = "The server's answer makes no sense to this page; what changed here is kept, and is sent later."


def with_past(said: Any) -> None:
    """Raises OtherPast when the server says so, Rejected when it says nothing of the kind."""
    try:
        past = said["past"]
    except (KeyError, TypeError, IndexError):
        past = None
    if past == "other":
        raise OtherPast
    if past != "same":
        raise Rejected(STRANGE)


def item(said: Mapping[str, Any]) -> tuple[str, Version]:
    """A record as it is now, with its key."""
    return str(said["key"]), Version(str(said["version"]), said["body"])


def answered(said: Mapping[str, Any]) -> Answer | Refusal:
    """One answer."""
    match said["answer"]:
        case "refused":
            return Refusal(str(said["reason"]))
        case "taken" | "conflict":
            return Answer(said["answer"] == "taken", Version(str(said["version"]), said["body"]))
        case _:
            raise ValueError(said["answer"])


def told(known: Commit) -> dict[str, Any]:
    """A commit as JSON."""
    return {"place": known.place, "op": known.op}


def commit(said: Mapping[str, Any]) -> Commit:
    """A commit from its JSON."""
    return Commit(int(said["place"]), str(said["op"]))
