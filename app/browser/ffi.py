"""Where JavaScript's exceptions become ours, and its modules are loaded."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from js import window
from pyodide.ffi import JsException, to_js
from pyscript import js_import

from app.model.errors import BlobMissing, Busy, LarderError, Offline, StorageDenied, StoreClosed, VaultFull

NAMES: dict[str, type[LarderError]] = {
    "QuotaExceededError": VaultFull,
    "SecurityError": StorageDenied,
    "NotAllowedError": StorageDenied,
    "UnknownError": StorageDenied,
    "InvalidStateError": StoreClosed,
    "VersionError": StoreClosed,
    "NoModificationAllowedError": Busy,
    "NotFoundError": BlobMissing,
    "NetworkError": Offline,
    "TimeoutError": Offline,
}

if hasattr(window, "QuotaExceededError"):
    # Pyodide knows an exception by its stack or by the name DOMException. Where this is a class of its own
    # it has neither, and awaiting a promise that it ends would never end.
    window.QuotaExceededError.prototype.stack = ""


def name_of(error: BaseException) -> str:
    """The DOMException's name, or the empty string for any other exception."""
    return str(getattr(error, "name", "")) if isinstance(error, JsException) else ""


@contextmanager
def dom_errors(**here: type[LarderError]) -> Generator[None]:
    """Inside it a DOMException of a known name is raised as the LarderError that says what to do.

    `here`: what other names mean at this place.
    """
    try:
        yield
    except JsException as error:
        kind = (NAMES | here).get(name_of(error))
        if kind is None:
            raise
        raise kind from error


async def module(path: str) -> Any:
    """A JavaScript module from our own origin, by its path below the site's root."""
    (loaded,) = await js_import(path)
    return loaded


def raw(chunk: Any) -> Any:
    """The chunk's bytes as a Uint8Array; copied only when Python holds them."""
    held = getattr(chunk, "raw", None)
    return to_js(chunk.view()) if held is None else held
