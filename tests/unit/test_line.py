"""Who is next among those that wait."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.core.saves.line import Line

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("join"), st.integers(0, 9), st.integers(0, 2)),
        st.tuples(st.just("leave"), st.integers(0, 9)),
        st.tuples(st.just("next")),
        st.tuples(st.just("ahead"), st.integers(1, 4)),
    ),
    max_size=60,
)


@given(STEPS)
def test_it_is_a_sorted_list_whatever_happens(steps: list[tuple]) -> None:
    line, model = Line(), dict[str, tuple[int, int, str]]()
    for verb, *rest in steps:
        waiting = [turn[2] for turn in sorted(model.values())]
        match verb:
            case "join":
                order, rounds = rest
                model[f"k{order}"] = (rounds, order, f"k{order}")
                line.join(f"k{order}", order, rounds)
            case "leave":
                model.pop(f"k{rest[0]}", None)
                line.leave(f"k{rest[0]}")
            case "next":
                assert line.next() == (waiting[0] if waiting else None)
                model.pop(waiting[0] if waiting else "", None)
            case _:
                assert list(line.ahead(rest[0])) == waiting[: rest[0]]
        assert len(line) == len(model)
