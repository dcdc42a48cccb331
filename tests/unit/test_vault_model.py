"""The model of the vault in memory: hypothesis takes its steps, and finds the shortest way to a break."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.vault_model.arguments import Argument, Maybe, OneOf, Several
from tests.vault_model.model import STEPS, VaultModel
from tests.vault_model.stores import Seen, memory
from tests.vault_model.walk import walk

EXAMPLES = int(os.environ.get("EXAMPLES", "50"))
LENGTH = 25


class Vault(RuleBasedStateMachine):
    """The model on a loop of its own. Its rules are the model's steps, which are added below."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda *_: None)
        self.model = self.run(opened())

    def teardown(self) -> None:
        self.run(self.loop.shutdown_asyncgens())
        self.loop.close()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    @invariant()
    def every_promise_holds(self) -> None:
        self.run(self.model.check())


async def opened() -> VaultModel:
    return await VaultModel.open(await memory())


def strategy(argument: Argument) -> st.SearchStrategy[Any]:
    """How hypothesis chooses an argument."""
    match argument:
        case range():
            return st.integers(argument.start, argument.stop - 1)
        case OneOf(values):
            return st.sampled_from(values)
        case Maybe(numbers):
            return st.just(0) | strategy(numbers)
        case Several(numbers, least, most):
            return st.lists(strategy(numbers), min_size=least, max_size=most)


def taken(name: str) -> Any:
    """The rule that takes a step of the model."""

    def take(self: Vault, **given: Any) -> None:
        self.run(getattr(self.model, name)(**given))

    take.__name__ = name
    return rule(**{key: strategy(argument) for key, argument in STEPS[name].items()})(take)


for step in STEPS:
    setattr(Vault, step, taken(step))


def test_dice_walk_on_memory_as_they_do_in_a_browser() -> None:
    async def walked() -> str:
        return await walk(await memory(), seed=1, count=300)

    assert asyncio.run(walked()) == ""


def test_a_broken_promise_is_told_with_the_way_to_it() -> None:
    async def walked() -> str:
        stores = await memory()

        async def look() -> Seen:
            return Seen({"sha256-" + 64 * "0": b"not what the name says"}, ())

        return await walk(replace(stores, look=look), seed=1, count=300)

    told = asyncio.run(walked())
    assert told.startswith("seed 1, step 1:\nawait model.")
    assert "every_blob_is_what_its_name_says" in told


def test_the_vault_keeps_its_promises() -> None:
    wanted = settings(max_examples=EXAMPLES, stateful_step_count=LENGTH, deadline=None)
    run_state_machine_as_test(Vault, settings=wanted)
