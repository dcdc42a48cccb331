"""Which names this server answers to: without that, DNS rebinding turns any web page into a client."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from ipaddress import ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from server.problem import Problem

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
HOST = re.compile(r"(?:\[([0-9a-fA-F:.]+)\]|([^\s:/@\[\]]+))(?::\d{1,5})?")
"""RFC 9110 §7.2: a name or address, brackets around IPv6, and perhaps a port."""
FOREIGN = (
    "This server does not go by that name; open it by the address it printed, "
    "or add the name to LARDER_ALLOWED_HOSTS."
)


def own_names() -> frozenset[str]:
    """What this machine is called on its network."""
    name = socket.gethostname().lower()
    return frozenset({name, name.split(".")[0], name.split(".")[0] + ".local"})


class Hosts:
    """Middleware that answers 400 to a missing, doubled or foreign Host."""

    def __init__(self, app: ASGIApp, names: Iterable[str]) -> None:
        self._app = app
        self._names = LOCAL | {name.lower() for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is addressed to us."""
        if scope["type"] == "http" and not self._is_ours(scope):
            return await Problem(400, FOREIGN).response()(scope, receive, send)
        await self._app(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        given = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        match = HOST.fullmatch(given[0]) if len(given) == 1 else None
        if not match:
            return False
        name = (match[1] or match[2]).lower().rstrip(".")
        return name in self._names or _is_address(name, (scope.get("server") or ("",))[0])


def _is_address(name: str, local: str) -> bool:
    """Whether `name` is the very address the connection came in by; no DNS name can be."""
    try:
        return ip_address(name) == ip_address(local)
    except ValueError:
        return False
