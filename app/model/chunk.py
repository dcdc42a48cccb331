"""A piece of a blob on its way into a store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Chunk(Protocol):
    """Bytes that may live outside Python until somebody looks at them."""

    @property
    def size(self) -> int:
        """Bytes in the piece."""
        ...

    def view(self) -> memoryview:
        """The bytes, for hashing. Valid until the next piece is asked for."""
        ...


@dataclass(frozen=True, slots=True)
class Piece:
    """A chunk that Python already holds."""

    data: bytes

    @property
    def size(self) -> int:
        """Bytes in the piece."""
        return len(self.data)

    def view(self) -> memoryview:
        """The bytes themselves."""
        return memoryview(self.data)
