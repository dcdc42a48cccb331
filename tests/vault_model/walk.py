"""Steps of the model by dice, where there is no hypothesis: the same seed takes the same steps."""

from __future__ import annotations

import traceback
from random import Random

from tests.vault_model.arguments import rolled
from tests.vault_model.model import STEPS, VaultModel
from tests.vault_model.stores import Stores


async def walk(stores: Stores, seed: int, count: int) -> str:
    """The empty string when every promise held after each of `count` steps, else the way to the break."""
    dice, taken = Random(seed), list[str]()
    try:
        model = await VaultModel.open(stores)
        for _ in range(count):
            name = dice.choice(list(STEPS))
            given = {key: rolled(argument, dice) for key, argument in STEPS[name].items()}
            taken.append(written(name, given))
            await getattr(model, name)(**given)
            await model.check()
    except Exception:
        return "\n".join((f"seed {seed}, step {len(taken)}:", *taken, traceback.format_exc()))
    return ""


def written(name: str, given: dict[str, object]) -> str:
    """A step as one would write it."""
    values = (f"{key}={getattr(value, '__name__', repr(value))}" for key, value in given.items())
    return f"await model.{name}({', '.join(values)})"
