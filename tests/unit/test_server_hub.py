"""The hub over documents: the contract of every hub, and what else may come back from a server."""

from __future__ import annotations

import pytest

from app.core.sync.server_hub import PULL, PUSH, ServerHub
from app.model.errors import NotLetIn, Rejected
from app.model.sync.exchanged import Commit, Refusal
from tests.contracts import hub
from tests.contracts.hub import made
from tests.doubles.hub import MemoryHub
from tests.doubles.hub_routes import serve
from tests.doubles.loopback import Loopback, Trouble


def over_documents(books: MemoryHub) -> tuple[ServerHub, Loopback]:
    """A hub, and the server behind it."""
    server = Loopback()
    serve(books, server)
    return ServerHub(server), server


@pytest.mark.parametrize("check", hub.CHECKS.values())
async def test_the_contract(check) -> None:
    await check(over_documents(MemoryHub())[0])


async def test_of_many_refused_at_once_only_those_to_blame_are_parked() -> None:
    books = MemoryHub()
    far, server = over_documents(books)
    take = server.hears[PUSH]

    def strict(told):
        if any(op["body"].get("poison") for op in told["ops"]):
            raise Rejected("That is no change.")
        return take(told)

    server.hears[PUSH] = strict
    ops = [made(f"op{n}", f"playlist/{n}", poison=n in (2, 3)) for n in range(7)]
    pushed = await far.push(ops, Commit())
    refused = [n for n, each in enumerate(pushed.answers) if isinstance(each, Refusal)]
    assert refused == [2, 3] and pushed.answers[2] == Refusal("That is no change.")
    assert pushed.head == books.head and len(books.books.records) == 5


async def test_nobody_is_to_blame_when_the_server_asks_who_it_is() -> None:
    far, server = over_documents(MemoryHub())
    server.wrong(PUSH, Trouble("status", 401))
    with pytest.raises(NotLetIn):
        await far.push([made("op1", n=1)], Commit())


@pytest.mark.parametrize(
    "said",
    [
        {},
        [],
        {"past": "same"},
        {"past": "same", "answers": [], "head": {"place": 1, "op": "x"}},
        {"past": "same", "answers": [{"answer": "perhaps"}], "head": {"place": 1, "op": "x"}},
        {"past": "same", "answers": [{"answer": "taken"}], "head": None},
    ],
)
async def test_an_answer_that_makes_no_sense_parks_nothing(said) -> None:
    far, server = over_documents(MemoryHub())
    server.hears[PUSH] = lambda _told: said
    server.answers[PULL] = lambda _query: said
    with pytest.raises(Rejected, match="makes no sense"):
        await far.push([made("op1", n=1)], Commit())
    with pytest.raises(Rejected, match="makes no sense"):
        await far.pull(0, Commit())
