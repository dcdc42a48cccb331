"""What a person wants of the queue of saves, carried out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from app.core.saves.transfers import Transfers


class SaveWishes:
    """One function for each verb, in `doing`."""

    def __init__(self, transfers: Transfers) -> None:
        self.doing: dict[str, Callable[[str, str], Awaitable[None]]] = {
            "cancel": lambda key, _value: transfers.cancel(key),
            "cancel-all": lambda _key, _value: transfers.cancel_all(),
            "pause-saving": lambda _key, _value: transfers.pause(),
            "resume-saving": lambda _key, _value: transfers.go_on(),
            "retry": lambda key, _value: transfers.retry(key),
            "retry-all": lambda _key, _value: transfers.retry(),
            "dismiss-failure": lambda key, _value: transfers.dismiss(key),
            "dismiss-all": lambda _key, _value: transfers.dismiss(),
        }
