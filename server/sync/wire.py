"""Ops, answers and records as they stand in JSON."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.model.sync.exchanged import Commit, Pulled, Pushed, Refusal
from app.model.sync.ledger import Answer
from app.model.sync.op import Op

MOST_OPS = 100
Short = Annotated[str, Field(max_length=200)]


class Known(BaseModel):
    """A commit: its place in the order of all, and the op that it was. Place 0 is before the first."""

    model_config = ConfigDict(extra="forbid")
    place: Annotated[int, Field(ge=0, le=2**53)] = 0
    op: Short = ""

    def commit(self) -> Commit:
        """As the books know it."""
        return Commit(self.place, self.op)


class Change(BaseModel):
    """An op: the record from now on, null when it is deleted, and the version it was made from."""

    model_config = ConfigDict(extra="forbid")
    id: Short
    key: Short
    base: Short = ""
    body: dict[str, Any] | None
    device: Short = ""
    at: Annotated[float, Field(allow_inf_nan=False)] = 0.0

    def op(self) -> Op:
        """As the books know it."""
        return Op(self.id, self.key, self.base, self.body, self.device, self.at)


class Push(BaseModel):
    """Ops in the order in which they were made."""

    model_config = ConfigDict(extra="forbid")
    known: Known = Known()
    ops: Annotated[list[Change], Field(max_length=MOST_OPS)]


class Said(BaseModel):
    """The answer to one op; `version` and `body` are what the server has now."""

    answer: Literal["taken", "conflict", "refused"]
    version: str = ""
    body: dict[str, Any] | None = None
    reason: str = ""


class Answers(BaseModel):
    """In the order of the ops. `past: other`: nothing was taken, hear everything from the beginning."""

    past: Literal["same", "other"]
    answers: list[Said] = []
    head: Known = Known()


class Item(BaseModel):
    """A record as it is now; `body` is null when it is deleted."""

    key: str
    version: str
    body: dict[str, Any] | None


class Changes(BaseModel):
    """Records in the order of their last changes, and the place after which to go on."""

    past: Literal["same", "other"]
    items: list[Item] = []
    place: int = 0
    more: bool = False
    head: Known = Known()


def answers(pushed: Pushed) -> Answers:
    """On the wire."""
    return Answers(past="same", answers=[_said(each) for each in pushed.answers], head=_known(pushed.head))


def changes(pulled: Pulled) -> Changes:
    """On the wire."""
    items = [Item(key=key, version=now.name, body=_object(now.body)) for key, now in pulled.items]
    return Changes(past="same", items=items, place=pulled.place, more=pulled.more, head=_known(pulled.head))


def _said(answer: Answer | Refusal) -> Said:
    if isinstance(answer, Refusal):
        return Said(answer="refused", reason=answer.reason)
    now = answer.now
    return Said(answer="taken" if answer.taken else "conflict", version=now.name, body=_object(now.body))


def _known(commit: Commit) -> Known:
    return Known(place=commit.place, op=commit.op)


def _object(body: Any) -> dict[str, Any] | None:
    return None if body is None else dict(body)
