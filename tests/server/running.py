"""A real server process over a copy of the door and links to the rest of the house."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]
READY = re.compile(r"Larder is ready: (http://(\S+?)/\S*)\n")


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    process: subprocess.Popen[str]
    url: str

    @property
    def base(self) -> str:
        """Scheme, host and port."""
        return "http://" + urlsplit(self.url).netloc

    def connect(self) -> socket.socket:
        """A raw connection."""
        parts = urlsplit(self.url)
        return socket.create_connection((parts.hostname, parts.port), timeout=40)


def shell(folder: Path) -> Path:
    """A root with the smallest shell that starts."""
    files = {
        "index.html": "<!doctype html><title>Larder</title>",
        "pyscript.toml": "packages = []\n",
        "static/sw.js": "self.addEventListener('fetch', () => {})\n",
        "static/manifest.webmanifest": '{"name": "Larder"}',
        "static/css/larder.css": "body { margin: 0 }\n",
        "static/.hidden": "secret",
        "vendor/pyscript/core.js": "export {}\n",
        "vendor/pyscript/core.js.map": "{}",
        "vendor/pyscript/core.d.ts": "export {}\n",
        "vendor/pyodide/pyodide.mjs": "export {}\n",
        "vendor/pyodide/pyodide.asm.wasm": "\0asm",
        "vendor/tinytag/tinytag.py": "",
        "vendor/workbox/workbox-core.prod.js": "",
        "vendor/lit/package.json": "{}",
        "app/__init__.py": "",
        "app/model.py": "SAFE = True\n",
        "app/browser/opfs.js": "export {}\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def door(folder: Path) -> Path:
    """A root that can be started: the shell, serve.py, and links to the real packages."""
    shell(folder)
    shutil.rmtree(folder / "app")
    for name in ("app", "server", "demo"):
        (folder / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "serve.py", folder)
    return folder


def command(root: Path, *words: str) -> list[str]:
    """The command line."""
    return [sys.executable, str(root / "serve.py"), "--no-browser", *words]


def environment(**extra: str) -> dict[str, str]:
    """Ours without any LARDER_ variable, and `extra`."""
    return {name: value for name, value in os.environ.items() if not name.startswith("LARDER_")} | extra


def refused(root: Path, *words: str, **extra: str) -> str:
    """The one line of a start that is refused with status 2."""
    ended = subprocess.run(
        command(root, *words), cwd=root, env=environment(**extra), capture_output=True, text=True, timeout=30
    )
    assert ended.returncode == 2, ended
    assert ended.stdout == ""
    (line,) = ended.stderr.splitlines()
    return line


@contextmanager
def serving(root: Path, *words: str, **extra: str) -> Iterator[Running]:
    """A process that serves, ended on leaving."""
    process = subprocess.Popen(
        command(root, *words),
        cwd=root,
        env=environment(**extra),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout and process.stderr
    try:
        line = process.stdout.readline()
        match = READY.fullmatch(line)
        assert match, (line, process.stderr.read() if not line else "")
        yield Running(process, match[1])
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()
        process.stderr.close()
