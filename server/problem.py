"""Refusals on the wire: RFC 9457 problem+json, with a sentence for a person."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MEDIA_TYPE = "application/problem+json"

TITLES = {460: "Checksum Mismatch"}
"""Of statuses that HTTP itself does not know: this one is of tus."""
NO_SPACE = "The server's disk is full; what it has is safe. Free some room there, then try again."

log = structlog.get_logger()


class Problem(Exception):
    """A refusal: an HTTP status and one sentence. Every error becomes one before it leaves."""

    def __init__(self, status: int, sentence: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.fields = dict(fields or {})

    def response(self) -> Response:
        """The problem document (RFC 9457 §3)."""
        body = {
            "type": "about:blank",
            "title": TITLES.get(self.status) or HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.sentence,
        }
        fields = {"Cache-Control": "no-store", **self.fields}
        return JSONResponse(body, self.status, fields, MEDIA_TYPE)


SENTENCES = {
    404: "There is nothing at this address.",
    405: "This address does not take that method.",
}


def problem_of(error: Exception) -> Problem:
    """The problem that any exception is to the client."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, RequestValidationError):
        return Problem(422, _invalid(error))
    if isinstance(error, HTTPException):
        return Problem(error.status_code, SENTENCES.get(error.status_code, f"{error.detail}."), error.headers)
    if isinstance(error, OperationalError) and "locked" in str(error.orig):
        return Problem(
            503, "The index is busy; nothing was changed. Try again in a moment.", {"Retry-After": "1"}
        )
    if _is_full(error):
        return Problem(507, NO_SPACE)
    log.error("a request failed", exc_info=error)
    return Problem(500, "The server failed at this; nothing was changed. Its log says more.")


def _is_full(error: Exception) -> bool:
    if isinstance(error, OperationalError):
        return "disk is full" in str(error.orig)
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def _invalid(error: RequestValidationError) -> str:
    first = error.errors()[0]
    place = " ".join(str(part) for part in first["loc"])
    return f"The request can't be understood, nothing was changed: {place}: {first['msg']}."


async def answer(_request: Request, error: Exception) -> Response:
    """Starlette's exception handler for all of them."""
    return problem_of(error).response()


def answer_problems(app: FastAPI) -> None:
    """Have `app` answer every error with a problem document."""
    for kind in (Problem, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, answer)
    app.add_middleware(Problems)


class Problems:
    """Middleware that answers what nobody expected, unless the response has begun."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and turn an exception into a response."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            if begun or scope["type"] != "http":
                log.error("an answer broke off", exc_info=error)
                raise
            await problem_of(error).response()(scope, receive, send)


DOCUMENT: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What happened, what is safe, what to do."},
    },
}


def documented(**reasons: str) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses for refusals: `documented(_404="No such track.")`."""
    content = {MEDIA_TYPE: {"schema": DOCUMENT}}
    return {int(name[1:]): {"description": reason, "content": content} for name, reason in reasons.items()}
