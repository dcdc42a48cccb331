"""The server, and the way to it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any, Protocol

from app.model.batch import Record
from app.model.chunk import Chunk
from app.model.ref import Ref
from app.model.span import WHOLE, Span

if TYPE_CHECKING:
    from app.model.reply import Reply


class Remote(Protocol):
    """The server, seen from the browser.

    Every method raises Offline when it can't be reached, or something else answers in its place. A refusal is
    NotLetIn when the server wants to know first who asks.
    """

    async def ask(self, path: str, etag: str = "") -> Reply | None:
        """GET a JSON document. None: unchanged since `etag`. Raises Rejected for any other refusal."""
        ...

    def fetch(self, path: str, span: Span = WHOLE, etag: str = "") -> AbstractAsyncContextManager[Incoming]:
        """GET bytes from `span.start`; `etag` goes out as If-Range. Raises Rejected for a refusal."""
        ...

    async def send(self, path: str, body: bytes, media_type: str) -> None:
        """PUT bytes. Raises Rejected for a refusal."""
        ...

    async def tell(self, path: str, body: Record) -> Any:
        """POST a JSON document; the one that answers it. Raises Rejected for a refusal."""
        ...

    def events(self, path: str) -> AsyncGenerator[str]:
        """What the server has to say, as it says it: the data of each event (HTML, "server-sent events").

        Raises Rejected for a refusal, Offline when the connection breaks or falls silent: it never just ends.
        """
        ...


class Incoming(Protocol):
    """A reply whose body is still arriving."""

    offset: int
    """Where in the whole the body begins: `span.start`, or 0 when the server started over."""
    total: int | None
    """Size of the whole in bytes, when the server said."""
    media_type: str
    etag: str
    digest: Ref | None
    """The whole's ref from `Repr-Digest` (RFC 9530), when the server said."""

    def chunks(self) -> AsyncIterator[Chunk]:
        """The body, piece by piece. Raises Offline when the connection breaks or the body is short."""
        ...


class Connection(Protocol):
    """The way to the server, as far as the device knows."""

    def metered(self) -> bool:
        """Whether bytes are said to cost money; False where nobody says."""
        ...
