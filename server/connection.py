"""One HTTP connection: uvicorn's, with the limits that uvicorn leaves to others."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from server.headers import ANSWERS
from server.problem import MEDIA_TYPE, Problem

HEAD_SECONDS = 10.0
"""From the first byte of a request, or from connecting, to the end of its header."""
IDLE_SECONDS = 30.0
"""Between two pieces of a body, and after an answer that came before the body was through."""
HEAD_BYTES = 32 * 1024
CONNECTIONS = 512
TOO_LONG = "The request's header is longer than 32 KiB; nothing was changed."


class Connection(HttpToolsProtocol):
    """Closes what is too slow, and refuses a header that is too long."""

    _timer: asyncio.TimerHandle | None = None
    _in_head = True
    _in_body = False
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock: a client that says nothing is as slow as one that drips."""
        super().connection_made(transport)
        if len(self.connections) > CONNECTIONS:
            transport.abort()
            return
        self._close_in(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop_clock()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what belongs to an unfinished header, and restart the clock of a body."""
        if self._in_head and self._timer is None:
            self._close_in(HEAD_SECONDS)
        self._head_bytes += len(data) if self._in_head else 0
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._in_head and self._head_bytes > HEAD_BYTES:
            self._refuse(431, TOO_LONG)
        elif self._in_body and not self.cycle.response_complete:
            self._close_in(IDLE_SECONDS)

    def on_headers_complete(self) -> None:
        """The header is through in time; refuse it if it is too long all the same."""
        self._stop_clock()
        self._in_head, self._in_body, self._head_bytes = False, True, 0
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if size > HEAD_BYTES:
            self._refuse(431, TOO_LONG)
        else:
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The body is through; what comes next is a header."""
        self._in_head, self._in_body, self._head_bytes = True, False, 0
        self._stop_clock()
        if not self.transport.is_closing():
            super().on_message_complete()

    def on_body(self, body: bytes) -> None:
        """Pass on, unless the request was refused already."""
        if not self.transport.is_closing():
            super().on_body(body)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP."""
        self._refuse(400, "This is not a request that HTTP allows; nothing was changed.")

    def _close_in(self, seconds: float) -> None:
        self._stop_clock()
        self._timer = self.loop.call_later(seconds, self._too_slow)

    def _too_slow(self) -> None:
        if self._in_body and self.flow.read_paused and not self.cycle.response_complete:
            self._close_in(IDLE_SECONDS)  # we made the client wait, not the client us
        elif not self.transport.is_closing():
            self.transport.close()

    def _stop_clock(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _refuse(self, status: int, sentence: str) -> None:
        answer = Problem(status, sentence).response()
        fields: dict[str, Any] = {**ANSWERS, "Content-Type": MEDIA_TYPE, "Connection": "close"}
        fields["Content-Length"] = len(answer.body)
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        self.transport.write(STATUS_LINE[status] + lines.encode() + b"\r\n" + bytes(answer.body))
        self.transport.close()
