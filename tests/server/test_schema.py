"""Whatever is asked, the answer is one that the OpenAPI document promises."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.transport.requests import REQUESTS_TRANSPORT, binary_serializer

from server.app import build
from server.settings import Settings
from tests.server.running import Running
from tests.server.sending import PIECE

REQUESTS_TRANSPORT.serializer(PIECE)(binary_serializer)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ENDLESS = "GET /api/sync/events"
"""Its answer never ends: test_events has it."""
CASES = 12
"""Requests for each operation."""


def operations() -> dict[str, Any]:
    """Every operation of the document, by method and path."""
    with TemporaryDirectory() as folder:
        document = build(Settings(data_dir=Path(folder)), Path(folder)).openapi()
    found = [result.ok() for result in schemathesis.openapi.from_dict(document).get_all_operations()]
    return {operation.label: operation for operation in found if operation.label != ENDLESS}


OPERATIONS = operations()


def test_there_are_operations() -> None:
    assert len(OPERATIONS) > 25


@pytest.mark.parametrize("label", OPERATIONS)
def test_answers_are_as_documented(running: Running, label: str) -> None:
    @given(OPERATIONS[label].as_strategy())
    @settings(
        max_examples=CASES,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    def ask(case: Any) -> None:
        own = {"Sec-Fetch-Site": "same-origin"}
        case.call_and_validate(base_url=running.base, checks=CHECKS, headers=own, timeout=20)

    ask()


def test_nothing_was_written_into_the_library(running: Running, library: Path) -> None:
    assert sorted(path.name for path in library.iterdir()) == ["cbr.mp3", "int16.wav", "plain.flac"]
