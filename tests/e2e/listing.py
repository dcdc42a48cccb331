"""What the server lists, asked past the page."""

from __future__ import annotations

import json
from urllib.request import urlopen

from tests.e2e.patience import until
from tests.larder_server import LarderServer


def listed(server: LarderServer) -> int:
    """How many tracks there are by now: it answers before it has seen them all."""
    with urlopen(f"{server.origin}/api/library?limit=1") as answer:
        return json.load(answer)["total"]


def all_listed(server: LarderServer, tracks: int, seconds: float = 60.0) -> LarderServer:
    """The server, once it lists so many."""
    until(lambda: listed(server) == tracks, f"{tracks} tracks are listed", seconds)
    return server
