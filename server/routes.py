"""How routes are declared here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


def reads(router: APIRouter, path: str, **how: Any) -> Callable[[Endpoint], Endpoint]:
    """Serve `path` by the decorated function, for GET and for HEAD."""

    def add(endpoint: Endpoint) -> Endpoint:
        router.get(path, **how)(endpoint)
        router.head(path, **how)(endpoint)
        return endpoint

    return add
