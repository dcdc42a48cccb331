"""Starting the server, and leaving it running until it is told to stop."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import webbrowser
from pathlib import Path
from threading import Thread

import structlog
import uvicorn
from fastapi import FastAPI

from server.app import build
from server.connection import Connection
from server.folders import check_runtime, data_folder, library_folder
from server.listener import BACKLOG, PORT, address_of, listener
from server.refusal import Refusal
from server.settings import ROOT, Settings
from server.sync.bell import Bell
from server.token import stored_token

GRACE_SECONDS = 2
"""For streams to end when the server stops; a paused player would hold it for ever."""


def start(settings: Settings, root: Path = ROOT) -> None:
    """Serve until SIGINT or SIGTERM. Raises Refusal before anything is served."""
    check_runtime(root)
    data = data_folder(settings)
    folder = library_folder(settings)
    token = _token(data) if settings.guarded else None
    app = build(settings, folder, token, root)
    opened = listener(settings.host, settings.port)
    port = opened.getsockname()[1]
    if settings.port is None and port != PORT:
        print(f"Port {PORT} is taken; Larder uses {port}.", file=sys.stderr)
    _log_plainly()
    url = f"http://{address_of(opened)}/" + (f"?token={token}" if token else "")
    _run(Announced(configured(app), app.state.house.bell, url, browse=not settings.no_browser), opened)


def configured(app: FastAPI) -> uvicorn.Config:
    """How uvicorn is to run `app`."""
    return uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="on",
        backlog=BACKLOG,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


class Announced(uvicorn.Server):
    """A server that says where it is once it answers there."""

    def __init__(self, config: uvicorn.Config, bell: Bell, url: str, *, browse: bool) -> None:
        super().__init__(config)
        self._bell = bell
        self._url = url
        self._browse = browse

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let go of those who only listen: they would hold up the end."""
        self._bell.stop()
        await super().shutdown(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the one line and show the page."""
        await super().startup(sockets)
        print(f"Larder is ready: {self._url}", flush=True)
        if self._browse and _has_screen():
            Thread(target=webbrowser.open, args=(self._url,), daemon=True).start()


def _run(server: uvicorn.Server, opened: socket.socket) -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    try:
        server.run([opened])
    except KeyboardInterrupt:
        return
    except SystemExit:
        raise Refusal("The index could not be brought up; your music is untouched. Start again.") from None


def _token(data: Path) -> str:
    path = data / "token"
    try:
        return stored_token(path)
    except OSError as error:
        raise Refusal(
            f"The token in {path} can't be read or made ({error.strerror}); nothing was started."
        ) from None


def _has_screen() -> bool:
    """Whether a browser window can appear: a text browser in the terminal would only be in the way."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _log_plainly() -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=False),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
