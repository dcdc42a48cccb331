"""Random steps of the model, and the shortest way to whatever they break."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.sync_model.model import KEYS, SyncModel
from tests.sync_model.worlds import InMemory, World

WHO = st.integers(0, 3)


class Devices(RuleBasedStateMachine):
    """The model on a loop of its own, in a `world` that is made anew for each example."""

    @staticmethod
    def world() -> World:
        return InMemory()

    @initialize(devices=st.integers(2, 4))
    def begin(self, devices: int) -> None:
        self.loop = asyncio.new_event_loop()
        self.model = SyncModel(devices, self.world())

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

    @rule(who=WHO, lose=st.sampled_from(("", "request", "reply")), dies_at=st.just(0) | st.integers(1, 40))
    def exchange(self, who: int, lose: str, dies_at: int) -> None:
        self.run(self.model.exchange(who, lose, dies_at))

    @rule()
    def back_up(self) -> None:
        self.model.back_up()

    @rule(who=WHO, after=st.integers(0, 40))
    def crash(self, who: int, after: int) -> None:
        self.run(self.model.crash(who, after / 1000))

    @rule()
    def restore(self) -> None:
        self.model.restore()

    @rule()
    def converge(self) -> None:
        self.run(self.model.converge())

    def teardown(self) -> None:
        if hasattr(self, "model"):
            try:
                self.run(self.model.converge())
            finally:
                self.model.end()
                self.loop.close()
