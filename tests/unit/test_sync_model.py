"""Whatever devices, network and server do, no change is lost or there twice, and all end up the same."""

from __future__ import annotations

from os import environ

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sync_model.machine import Devices

EXAMPLES = int(environ.get("EXAMPLES", "100"))


def test_devices_converge_and_lose_nothing() -> None:
    wanted = settings(max_examples=EXAMPLES, stateful_step_count=30, deadline=None)
    run_state_machine_as_test(Devices, settings=wanted)
