"""The folders a start needs, each found or made, or refused with one sentence."""

from __future__ import annotations

import os
from pathlib import Path

from server.refusal import Refusal
from server.settings import Settings

RUNTIME = ("vendor/pyscript/core.js", "vendor/pyodide/pyodide.mjs")
"""Without these the page can't start."""


def data_folder(settings: Settings) -> Path:
    """Where the index, covers and peaks are kept; made if need be. Raises Refusal."""
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.listdir(folder)
    except OSError as error:
        raise Refusal(
            f"The data folder {folder} can't be used ({error.strerror}); choose another by --data-dir."
        ) from None
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise Refusal(f"The data folder {folder} can't be written to; choose another by --data-dir.")
    return folder


def library_folder(settings: Settings) -> Path:
    """The music: what was asked for, else ./media, else a demo made in the data folder. Raises Refusal."""
    folder = settings.media
    if folder is None and Path("media").is_dir():
        folder = Path("media").absolute()
    if folder is None:
        return _demo(settings.data_dir / "demo")
    try:
        os.listdir(folder)
    except FileNotFoundError:
        raise Refusal(f"There is no folder {folder}; name the folder your music is in.") from None
    except OSError as error:
        raise Refusal(f"The folder {folder} can't be read ({error.strerror}); nothing was started.") from None
    return folder


def check_runtime(root: Path) -> None:
    """Raises Refusal when the browser's part of Larder was not fetched yet."""
    if not all((root / name).is_file() for name in RUNTIME):
        raise Refusal(
            f"The browser runtime is not in {root / 'vendor'} yet; run `make run` once to fetch it."
        )


def _demo(folder: Path) -> Path:
    from demo import make_demo  # generating sound takes a moment and modules that no other start needs

    try:
        return make_demo(folder)
    except OSError as error:
        raise Refusal(
            f"The demo library can't be made in {folder} ({error.strerror}); name a folder of music."
        ) from None
