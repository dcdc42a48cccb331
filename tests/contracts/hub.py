"""What every hub must do, as sentences: the double, the server's books, and the server over HTTP."""

from __future__ import annotations

from app.model.sync.exchanged import Commit, OtherPast, Refusal
from app.model.sync.ledger import NEVER, Answer, Version
from app.model.sync.op import Op
from app.ports import Hub

START = Commit()


def made(name: str, key: str = "playlist/a", base: str = "", /, **body: object) -> Op:
    """An op that puts a body."""
    return Op(name, key, base, body, "phone", 1_700_000_000.0)


def gone(name: str, base: str, key: str = "playlist/a") -> Op:
    """An op that deletes."""
    return Op(name, key, base, None)


async def what_is_pushed_is_pulled(hub: Hub) -> None:
    deep = {"list": [1, None, True, "x"], "n": 1.5}
    pushed = await hub.push([made("op1", name="Åpent hav \N{WATER WAVE}", deep=deep)], START)
    assert [each.taken for each in pushed.answers] == [True]
    pulled = await hub.pull(0, START)
    now = Version("op1", {"name": "Åpent hav \N{WATER WAVE}", "deep": deep})
    assert list(pulled.items) == [("playlist/a", now)]
    assert pulled.head == pushed.head and not pulled.more


async def an_empty_hub_has_nothing(hub: Hub) -> None:
    pulled = await hub.pull(0, START)
    assert list(pulled.items) == [] and not pulled.more
    assert pulled.head == START and pulled.place == 0


async def the_same_op_gets_the_same_answer_and_has_one_effect(hub: Hub) -> None:
    first = await hub.push([made("op1", n=1)], START)
    await hub.push([made("op2", "playlist/a", "op1", n=2)], START)
    again = await hub.push([made("op1", n=1)], START)
    assert list(again.answers) == list(first.answers)
    assert list((await hub.pull(0, START)).items) == [("playlist/a", Version("op2", {"n": 2}))]


async def of_one_record_several_at_once_are_taken_in_their_order(hub: Hub) -> None:
    first, second = made("op1", n=1), made("op2", "playlist/a", "op1", n=2)
    pushed = await hub.push([first, second, first], START)
    assert list(pushed.answers) == [
        Answer(True, Version("op1", {"n": 1})),
        Answer(True, Version("op2", {"n": 2})),
        Answer(True, Version("op1", {"n": 1})),
    ]
    assert pushed.head == Commit(2, "op2")
    assert list((await hub.pull(0, START)).items) == [("playlist/a", Version("op2", {"n": 2}))]


async def what_was_made_from_another_version_is_in_conflict(hub: Hub) -> None:
    await hub.push([made("op1", n=1)], START)
    pushed = await hub.push([made("op2", n=2), made("op3", "playlist/a", "op1", n=3)], START)
    conflict, taken = pushed.answers
    assert not conflict.taken and conflict.now == Version("op1", {"n": 1})
    assert taken.taken and taken.now == Version("op3", {"n": 3})


async def a_conflict_is_answered_anew_each_time(hub: Hub) -> None:
    await hub.push([made("op1", n=1)], START)
    await hub.push([made("op2", n=2)], START)
    await hub.push([made("op3", "playlist/a", "op1", n=3)], START)
    (said,) = (await hub.push([made("op2", n=2)], START)).answers
    assert not said.taken and said.now == Version("op3", {"n": 3})


async def what_is_there_already_is_taken_as_what_is_there(hub: Hub) -> None:
    await hub.push([made("op1", n=1)], START)
    (said,) = (await hub.push([made("op2", n=1)], START)).answers
    assert said.taken and said.now == Version("op1", {"n": 1})
    assert list((await hub.pull(0, START)).items) == [("playlist/a", Version("op1", {"n": 1}))]


async def a_deleted_record_is_told_of_and_can_be_made_again(hub: Hub) -> None:
    await hub.push([made("op1", n=1), gone("op2", "op1")], START)
    assert list((await hub.pull(0, START)).items) == [("playlist/a", Version("op2"))]
    (said,) = (await hub.push([made("op3", "playlist/a", "op2", n=3)], START)).answers
    assert said.taken
    assert list((await hub.pull(0, START)).items) == [("playlist/a", Version("op3", {"n": 3}))]


async def what_never_was_can_not_be_edited(hub: Hub) -> None:
    (said,) = (await hub.push([made("op2", "playlist/a", "op1", n=2)], START)).answers
    assert not said.taken and said.now == NEVER


async def a_pull_goes_on_where_the_last_one_ended(hub: Hub) -> None:
    keys = [f"playlist/{number}" for number in range(7)]
    await hub.push([made(f"op{at}", key, n=at) for at, key in enumerate(keys)], START)
    found: list[str] = []
    place, more, known = 0, True, START
    while more:
        pulled = await hub.pull(place, known)
        found += [key for key, _ in pulled.items]
        place, more, known = pulled.place, pulled.more, pulled.head
    assert found == keys
    await hub.push([made("op9", keys[2], "op2", n=9)], known)
    later = await hub.pull(place, known)
    assert list(later.items) == [(keys[2], Version("op9", {"n": 9}))] and not later.more


async def a_commit_that_never_was_is_another_past(hub: Hub) -> None:
    pushed = await hub.push([made("op1", n=1)], START)
    for known in (Commit(pushed.head.place, "never"), Commit(pushed.head.place + 1, "op1")):
        try:
            await hub.push([made("op2", "playlist/a", "op1", n=2)], known)
        except OtherPast:
            pass
        else:
            raise AssertionError("it took what it could not know")
        try:
            await hub.pull(0, known)
        except OtherPast:
            pass
        else:
            raise AssertionError("it told what it could not know")
    assert [now.name for _, now in (await hub.pull(0, pushed.head)).items] == ["op1"]


async def without_a_commit_everything_is_told(hub: Hub) -> None:
    await hub.push([made("op1", n=1)], START)
    assert [now.name for _, now in (await hub.pull(0, None)).items] == ["op1"]


async def what_is_no_record_is_refused_and_the_rest_is_taken(hub: Hub) -> None:
    pushed = await hub.push([made("op1", "setting/a", n=1), made("op2", "playlist/a", n=2)], START)
    refused, taken = pushed.answers
    assert isinstance(refused, Refusal) and refused.reason
    assert taken.taken


CHECKS = {
    check.__name__: check
    for check in (
        what_is_pushed_is_pulled,
        an_empty_hub_has_nothing,
        the_same_op_gets_the_same_answer_and_has_one_effect,
        of_one_record_several_at_once_are_taken_in_their_order,
        what_was_made_from_another_version_is_in_conflict,
        a_conflict_is_answered_anew_each_time,
        what_is_there_already_is_taken_as_what_is_there,
        a_deleted_record_is_told_of_and_can_be_made_again,
        what_never_was_can_not_be_edited,
        a_pull_goes_on_where_the_last_one_ended,
        a_commit_that_never_was_is_another_past,
        without_a_commit_everything_is_told,
        what_is_no_record_is_refused_and_the_rest_is_taken,
    )
}
