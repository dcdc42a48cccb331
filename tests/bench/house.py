"""A copy of the program with the floors' pages beside its own: one server, one origin, the same files."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARTS = ("serve.py", "index.html", "pyscript.toml", "app", "server", "static", "vendor")
FLOORS = Path(__file__).parent / "floors"
STOCK = "python_stdlib.zip"
SHIM = """\
import { loadPyodide as load, version } from "./pyodide.mjs";
export { version };
export const loadPyodide = (options) => load({ ...options, stdLibURL: "/static/bench/python_stdlib.zip" });
"""
"""Under the name that the service worker swaps for compiled Python a floor would not be stock."""


def house(folder: Path) -> Path:
    """The copy, in `folder`. Editing the original does not disturb a measurement."""
    folder.mkdir()
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, folder / name)
    shutil.copytree(FLOORS, folder / "static/bench")
    shutil.copy2(ROOT / "vendor/pyodide" / STOCK, folder / "static/bench" / STOCK)
    (folder / "vendor/pyodide/stock.mjs").write_text(SHIM)
    return folder
