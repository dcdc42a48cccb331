"""The checkout over HTTP for in-page tests, with its Python as one zip."""

from __future__ import annotations

import io
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARTS = ("browser", "contracts", "doubles", "faults", "vault_model", "vectors")


def zipped() -> bytes:
    """`app/` and those parts of the tests that run in a page, as PyScript unpacks them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for part in ("app", *(f"tests/{part}" for part in PARTS)):
            for path in sorted((ROOT / part).rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    archive.write(path, path.relative_to(ROOT).as_posix())
        archive.write(ROOT / "tests/__init__.py", "tests/__init__.py")
    return buffer.getvalue()


class Tree(SimpleHTTPRequestHandler):
    """Files of the checkout, and `/tree.zip`."""

    extensions_map = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".js": "text/javascript",
        ".wasm": "application/wasm",
    }

    def do_GET(self) -> None:
        """Answer with the zip, or with a file."""
        if self.path != "/tree.zip":
            return super().do_GET()
        body = zipped()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def tree(handler: type[Tree] = Tree) -> ThreadingHTTPServer:
    """A server on a free loopback port; the caller runs and closes it."""
    return ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(ROOT)))
