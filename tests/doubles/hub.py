"""The server's side of a sync in the same process, which can be restored from a backup."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from app.model.sync.exchanged import Commit, OtherPast, Pulled, Pushed, Refusal
from app.model.sync.kinds import KINDS
from app.model.sync.ledger import NEVER, Answer, Version, answer
from app.model.sync.op import Op


@dataclass
class Books:
    """What a backup holds."""

    records: dict[str, tuple[int, Version]] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    commits: list[str] = field(default_factory=lambda: [""])


class MemoryHub:
    """`page` is how many records a pull gives at a time."""

    def __init__(self, page: int = 3) -> None:
        self.books, self.page = Books(), page
        self.refuses: dict[str, str] = {}
        """Reasons by key."""

    def backup(self) -> Books:
        return deepcopy(self.books)

    def restore(self, books: Books) -> None:
        self.books = deepcopy(books)

    @property
    def head(self) -> Commit:
        return Commit(len(self.books.commits) - 1, self.books.commits[-1])

    async def push(self, ops: Sequence[Op], known: Commit) -> Pushed:
        self._remembers(known)
        return Pushed([self._answer(op) for op in ops], self.head)

    async def pull(self, after: int, known: Commit | None) -> Pulled:
        if known is not None:
            self._remembers(known)
        rows = self.books.records.items()
        changed = sorted((place, key, now) for key, (place, now) in rows if place > after)
        some = changed[: self.page]
        more = len(some) < len(changed)
        place = some[-1][0] if more else self.head.place
        return Pulled([(key, now) for _, key, now in some], place, more, self.head)

    def _answer(self, op: Op) -> Answer | Refusal:
        if op.key.partition("/")[0] not in KINDS:
            return Refusal("This is no change that this server knows; it was not taken.")
        if op.key in self.refuses:
            return Refusal(self.refuses[op.key])
        if op.id in self.books.answers:
            return self.books.answers[op.id]
        said = answer(self.books.records.get(op.key, (0, NEVER))[1], op)
        if said.taken:
            self.books.answers[op.id] = said
            if said.now.name == op.id:
                self.books.commits.append(op.id)
                self.books.records[op.key] = (self.head.place, said.now)
        return said

    def _remembers(self, known: Commit) -> None:
        if known.place >= len(self.books.commits) or self.books.commits[known.place] != known.op:
            raise OtherPast
