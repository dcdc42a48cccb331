"""Whatever devices, network and server do, no change is lost or there twice, and all end up the same."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from os import environ
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.sync_model.model import KEYS, SyncModel

EXAMPLES = int(environ.get("EXAMPLES", "100"))
WHO = st.integers(0, 3)


class Devices(RuleBasedStateMachine):
    """The model on a loop of its own."""

    @initialize(devices=st.integers(2, 4))
    def begin(self, devices: int) -> None:
        self.loop = asyncio.new_event_loop()
        self.model = SyncModel(devices)

    def run(self, work: Coroutine[Any, Any, Any]) -> None:
        self.loop.run_until_complete(work)

    @rule(who=WHO, key=st.sampled_from(KEYS[:2]), name=st.sampled_from(("title", "artist")))
    def edit(self, who: int, key: str, name: str) -> None:
        self.run(self.model.edit(who, key, name))

    @rule(who=WHO, where=st.integers(0, 5))
    def add(self, who: int, where: int) -> None:
        self.run(self.model.add(who, where))

    @rule(who=WHO, where=st.integers(0, 5))
    def take_off(self, who: int, where: int) -> None:
        self.run(self.model.take_off(who, where))

    @rule(who=WHO, key=st.sampled_from(KEYS))
    def delete(self, who: int, key: str) -> None:
        self.run(self.model.delete(who, key))

    @rule(who=WHO, lose=st.sampled_from(("", "request", "reply")), dies_at=st.just(0) | st.integers(1, 60))
    def exchange(self, who: int, lose: str, dies_at: int) -> None:
        self.run(self.model.exchange(who, lose, dies_at))

    @rule()
    def back_up(self) -> None:
        self.model.back_up()

    @rule()
    def restore(self) -> None:
        self.model.restore()

    @rule()
    def converge(self) -> None:
        self.run(self.model.converge())

    def teardown(self) -> None:
        if hasattr(self, "model"):
            self.run(self.model.converge())
            self.loop.close()


def test_devices_converge_and_lose_nothing() -> None:
    wanted = settings(max_examples=EXAMPLES, stateful_step_count=30, deadline=None)
    run_state_machine_as_test(Devices, settings=wanted)
