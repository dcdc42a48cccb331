"""What can go wrong, named after what the caller can do about it.

    LarderError
    ├── BlobMissing      the bytes are not here; fetch them again
    ├── BlobCorrupt      the bytes are not what their name says; drop and fetch again
    ├── VaultFull        no room; free some, then try again
    ├── StorageDenied    the browser refuses to store anything here
    ├── StoreClosed      the store was closed under us (a new version, a cleared site)
    ├── Busy             another tab has the file open; wait for it, or close that tab
    ├── Offline          the server can't be reached; try again later
    ├── Rejected         the server, or a check of ours, refused it for good
    │   └── NotLetIn     the server wants to know first who asks
    ├── Unreadable       a file that was offered can't be read any more; offer it again
    ├── Conflict         somebody changed it first; read again
    └── Undecodable      no decoder here makes sense of these bytes

`str(error)` is the one sentence for the user: what happened, what is safe, what to do.
"""

from __future__ import annotations


class LarderError(Exception):
    """Root of every error Larder raises on purpose."""

    sentence = "Something went wrong; what is already saved is safe."

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or self.sentence)


class BlobMissing(LarderError):
    """The store holds no blob, or no such span, under this ref."""

    sentence = "The bytes are not on this device; fetch them again."


class BlobCorrupt(LarderError):
    """Bytes do not hash to the ref they claim."""

    sentence = "What arrived is not the file the server described; nothing was saved. Try again."


class VaultFull(LarderError):
    """The browser's storage has no room; whatever was there before is intact."""

    sentence = "There is no room left in this browser's storage; everything already kept is safe."

    def __init__(self, sentence: str = "", missing: int = 0) -> None:
        super().__init__(sentence)
        self.missing = missing
        """Bytes that have to be freed by hand; 0 when nobody knows."""


class StorageDenied(LarderError):
    """The browser refuses persistent storage (private window, blocked site data)."""

    sentence = "This browser does not let Larder store anything here; playing still works."


class StoreClosed(LarderError):
    """The store was closed by another tab's upgrade or by clearing site data; reopen it."""

    sentence = "The storage was closed by another tab; reload this page to go on."


class Busy(LarderError):
    """Somebody else holds the file, and did not let go in time."""

    sentence = "Another tab is writing this file; nothing was changed. Close that tab, then try again."


class Offline(LarderError):
    """The server did not answer, or the connection broke."""

    sentence = "The server can't be reached; what is on this device still plays."


class Rejected(LarderError):
    """Refused for good: trying the same again gives the same answer."""

    sentence = "The server refused this; nothing was changed."


class NotLetIn(Rejected):
    """The server does not know who asks: nothing is wrong with what was asked for."""

    sentence = "The server asks who this is; everything here is safe. Open the link it printed at its start."


class Unreadable(LarderError):
    """A file outside the vault was moved, changed or removed since it was offered, or may not be read."""

    sentence = "It can't be read; it was moved, changed or removed since. Nothing of it was brought in."


class Conflict(LarderError):
    """A record is no longer what the caller expected; nothing was written."""

    sentence = "This was changed somewhere else meanwhile; nothing was overwritten."


class Undecodable(LarderError):
    """No decoder in this browser understands the bytes."""

    sentence = "This browser can't decode this file; the bytes are safe."
