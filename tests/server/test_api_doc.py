"""What is written about the interface is what it is."""

from __future__ import annotations

from pathlib import Path

from server.api_doc import PAGE, api_doc
from tests.server.conftest import Open
from tests.server.test_headers import routes


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == api_doc(), "write it again: python -m server.api_doc"


def test_every_route_is_documented(opened: Open, tmp_path: Path) -> None:
    schema = opened().get("/api/openapi.json").json()
    told = {(method.upper(), path) for path, methods in schema["paths"].items() for method in methods}
    there = {(method, path.replace(":path", "")) for method, path in routes(tmp_path)}
    assert there - told == {("GET", "/api/openapi.json"), ("HEAD", "/api/openapi.json")}
    for methods in schema["paths"].values():
        for operation in methods.values():
            assert operation["summary"] and len(operation["responses"]) > 1
