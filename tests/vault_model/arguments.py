"""What a step may be given, for whoever chooses: hypothesis in CPython, dice in a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of these."""

    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Maybe:
    """One of these numbers, or 0 as often."""

    numbers: range


@dataclass(frozen=True, slots=True)
class Several:
    """From `least` to `most` of these numbers."""

    numbers: range
    least: int
    most: int


Argument = range | OneOf | Maybe | Several
Step = Callable[..., Any]


def step(**arguments: Argument) -> Callable[[Step], Step]:
    """Mark a method as a step that may be taken at any time with these arguments."""

    def mark(method: Step) -> Step:
        method.arguments = arguments
        return method

    return mark


def steps_of(model: type) -> dict[str, dict[str, Argument]]:
    """The arguments of every step of a model, by its name."""
    return {name: each.arguments for name, each in vars(model).items() if hasattr(each, "arguments")}


def rolled(argument: Argument, dice: Random) -> Any:
    """What the dice choose."""
    match argument:
        case range():
            return dice.choice(argument)
        case OneOf(values):
            return dice.choice(values)
        case Maybe(numbers):
            return dice.choice((0, dice.choice(numbers)))
        case Several(numbers, least, most):
            return dice.choices(numbers, k=dice.randint(least, most))
