"""Running a parser over a blob."""

from __future__ import annotations

from app.model.audio.questions import Found, Questions
from app.ports import Read


async def ask(questions: Questions[Found], read: Read) -> Found:
    """What the parser finds; each span it asks for is read from the blob."""
    try:
        span = next(questions)
        while True:
            span = questions.send(await read(span))
    except StopIteration as end:
        return end.value
