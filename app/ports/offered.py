"""What a person offers to bring in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from app.model.chunk import Chunk
from app.model.span import Span


class Offered(Protocol):
    """A file that was picked, dropped or pasted. Its bytes stay where they are until they are read.

    What can't be read any more (moved, changed or removed since it was offered) raises Unreadable.
    """

    @property
    def name(self) -> str:
        """As the person knows it, without folders."""
        ...

    @property
    def path(self) -> str:
        """The folders it was offered in, with `/` between them: `Artist/Album`; empty for none."""
        ...

    @property
    def size(self) -> int:
        """Bytes."""
        ...

    async def read(self, span: Span) -> bytes:
        """The bytes of `span`, cut to the file's size."""
        ...

    def chunks(self) -> AsyncIterator[Chunk]:
        """The whole, piece by piece: `size` bytes, or Unreadable."""
        ...
