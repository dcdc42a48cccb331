"""Whatever devices, network and server do, no change is lost or there twice, and all end up the same."""

from __future__ import annotations

from os import environ

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sync_model.machine import Devices
from tests.sync_model.model import SyncModel
from tests.sync_model.worlds import InMemory

EXAMPLES = int(environ.get("EXAMPLES", "100"))


@pytest.mark.parametrize("teller", [0, 1])
async def test_dead_at_any_call_before_a_server_is_restored(teller: int) -> None:
    """What a device has heard of the server it knows at the next start, however little it took in."""
    for at in range(1, 80):
        model = SyncModel(2, InMemory())
        model.back_up()
        await model.edit(0, "asset/1", "title")
        await model.edit(1, "asset/1", "title")
        await model.edit(0, "asset/2", "title")
        await model.exchange(teller, "", 0 if teller else at)
        await model.exchange(0, "", at)
        model.restore()
        await model.converge()


def test_devices_converge_and_lose_nothing() -> None:
    wanted = settings(max_examples=EXAMPLES, stateful_step_count=30, deadline=None)
    run_state_machine_as_test(Devices, settings=wanted)
