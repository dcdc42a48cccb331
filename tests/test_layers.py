"""The picture of docs/architecture.md: arrows only point down, and JavaScript stays in app/browser."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = [path for part in ("app", "server", "runtime", "demo") for path in (ROOT / part).rglob("*.py")]
JS = ("js", "pyodide", "pyodide_js", "pyscript")
BROUGHT_ALONG = ("numpy", "tinytag")
OUTSIDE_CORE = ("app.model", "app.ports")
SERVER_SIDE = ("app.core.brought", "app.core.catalog", "app.core.favourites", "app.core.reachability")
IMPORTS = ("vault", "saves", "imports")
UPLOADS = ("vault", "saves", "uploads", "rest")
MAY_IMPORT = {
    r"app/model/": ("app.model", "numpy"),
    r"app/ports/": ("app.ports", "app.model"),
    r"app/core/": ("app.core", "app.model", "app.ports", "tinytag"),
    r"app/core/vault/": (*OUTSIDE_CORE, "app.core.vault"),
    r"app/core/peaks/": (*OUTSIDE_CORE, "app.core.vault", "app.core.peaks"),
    r"app/core/saves/": (*OUTSIDE_CORE, "app.core.vault", "app.core.saves"),
    r"app/core/imports/": (*OUTSIDE_CORE, *(f"app.core.{room}" for room in IMPORTS), *SERVER_SIDE, "tinytag"),
    r"app/core/uploads/": (*OUTSIDE_CORE, *(f"app.core.{room}" for room in UPLOADS), *SERVER_SIDE),
    r"app/core/room/": (*OUTSIDE_CORE, "app.core.vault", "app.core.room", *SERVER_SIDE),
    r"app/core/play/": (*OUTSIDE_CORE, "app.core.vault", "app.core.room", "app.core.play", *SERVER_SIDE),
    r"app/memory\.py": ("app.model", "app.ports"),
    r"app/ui/": ("app.ui", "app.core", "app.model", "app.ports"),
    r"app/browser/": ("app.browser", "app.core", "app.memory", "app.model", "app.ports", *BROUGHT_ALONG, *JS),
    r"app/(main|worker)\.py": ("app", *JS),
    r"runtime/": ("runtime",),
}
BANNED = {"eval", "exec", "run_js", "pickle"}


@pytest.mark.parametrize("path", sorted(FILES), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_keeps_to_its_layer(path: Path) -> None:
    name, source = path.relative_to(ROOT).as_posix(), path.read_text()
    assert source.count("\n") <= 300
    # Type statements and template strings, which not every Python here parses, in older words.
    source = re.sub(r"^type (\w+) =", r"\1 =", re.sub(r"\bt(?=[\"'])", "f", source), flags=re.M)
    nodes = list(ast.walk(ast.parse(source)))
    imports = {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    imports |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {getattr(node, "id", None) or getattr(node, "attr", None) for node in nodes}
    assert not BANNED & (named | imports)
    assert not {i for i in imports if name.startswith("server/") and re.match(r"app(?!\.(model|ports)\b)", i)}
    may = [(*sys.stdlib_module_names, *may) for layer, may in MAY_IMPORT.items() if re.match(layer, name)]
    assert not {i for i in imports for m in may if not re.match(rf"({'|'.join(m)})(\.|$)", i)}
