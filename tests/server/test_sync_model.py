"""The model of the devices against the real server process, which is killed and restored from backups."""

from __future__ import annotations

from os import environ

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import StartServer
from tests.sync_model.machine import Devices
from tests.sync_model.worlds import Process, World

EXAMPLES = int(environ.get("EXAMPLES", "200")) // 20
"""Each of them starts a server or several."""


def test_devices_converge_and_lose_nothing(larder_server: StartServer) -> None:
    server = larder_server()

    class OverTheWire(Devices):
        @staticmethod
        def world() -> World:
            return Process(server)

    wanted = settings(
        max_examples=EXAMPLES,
        stateful_step_count=20,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(OverTheWire, settings=wanted)
