"""What can go wrong while the browser runtime is fetched.

    FetchFailed
    ├── Unreachable   the source did not answer, or was cut off: the same command again goes on from there
    ├── WrongBytes    the source answered with other bytes than the lock names: use another source
    └── Unwritable    the folder can't be written: free room or fix permissions
"""

from __future__ import annotations

from urllib.parse import urlsplit


class FetchFailed(Exception):
    """A file of the runtime could not be had. `str()` is one sentence for the person at the terminal."""


class Unreachable(FetchFailed):
    """The source did not answer with the wanted bytes."""

    def __init__(self, what: str, url: str, reason: object) -> None:
        super().__init__(
            f"Could not fetch {what} from {urlsplit(url).hostname} ({reason}); what arrived so far is kept"
            " and nothing half-done is in use, so run the same command again when the network is back."
        )


class WrongBytes(FetchFailed):
    """The bytes differ from the checksum in the lock."""

    def __init__(self, what: str, url: str) -> None:
        super().__init__(
            f"What {urlsplit(url).hostname} sent as {what} does not match its checksum in runtime/lock.json;"
            " it was thrown away and nothing was changed, so run the same command again from a network or"
            " registry that you trust."
        )


class Unwritable(FetchFailed):
    """The folder refused a file."""

    def __init__(self, folder: object, reason: object) -> None:
        super().__init__(
            f"Could not write to {folder} ({reason}); every file placed there before is whole,"
            " so free some room or fix its permissions and run the same command again."
        )
