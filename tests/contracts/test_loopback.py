"""The remote's contract, over the loopback that the unit tests stand on."""

from __future__ import annotations

import asyncio

import pytest

from tests.contracts import remote
from tests.doubles.loopback import LoopbackBench


@pytest.mark.parametrize("check", remote.CHECKS.values())
def test_loopback(check) -> None:
    asyncio.run(check(LoopbackBench()))
