"""What an upload is to become: written once, before its first byte."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from secrets import token_hex

from app.model.ref import Ref, ref

ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Note:
    """`length` bytes that hash to `ref`, sent by `user`. The id can't be guessed."""

    id: str
    user: str
    ref: Ref
    length: int

    def text(self) -> str:
        """The note as it is stored; `note(...)` reads it back."""
        return json.dumps(asdict(self))


def new_note(user: str, wanted: Ref, length: int) -> Note:
    """A note of an upload that nobody has begun."""
    return Note(token_hex(16), user, wanted, length)


def note(text: str) -> Note:
    """A note from its text. Raises ValueError, KeyError or TypeError for anything that is not one."""
    line = json.loads(text)
    return Note(str(line["id"]), str(line["user"]), ref(line["ref"]), int(line["length"]))
