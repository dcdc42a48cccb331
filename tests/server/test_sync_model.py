"""The model of the devices against the real server process, which is killed and restored from backups."""

from __future__ import annotations

from collections.abc import Generator
from os import environ
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sync_model.forked import ForkedServer
from tests.sync_model.machine import Devices
from tests.sync_model.worlds import Process, World

EXAMPLES = int(environ.get("EXAMPLES", "60"))
"""Each of them starts the server several times; sixty take about a minute."""


@pytest.fixture
def server(tmp_path: Path) -> Generator[ForkedServer]:
    server = ForkedServer(tmp_path)
    yield server
    server.close()
    print(server.log)


def test_devices_converge_and_lose_nothing(server: ForkedServer) -> None:
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
