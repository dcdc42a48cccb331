"""A server process whose program was imported before: it starts in a third of a second."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.larder_server import PATIENCE, ROOT

READY = re.compile(r"^Larder is ready: (\S+)\n", re.MULTILINE)
"""The whole line: who is killed in the middle of it leaves half of one."""
NURSERY = """
import os, signal, sys
import serve, server.arguments, server.check, server.settings, server.start
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:
    log, *words = line.rstrip("\\n").split("\\t")
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(file, 1), os.dup2(file, 2)
        sys.exit(serve.main(words))
    print(child, flush=True)
"""
"""Has the program imported, and a child for every line: where it logs, and the words of its command."""


class ForkedServer:
    """`serve.py` over an empty library, to be killed and started again on the same port and data."""

    def __init__(self, folder: Path) -> None:
        self.data, self._media, self._log = folder / "data", folder / "music", folder / "log"
        self._media.mkdir()
        self.origin = ""
        self._port, self._pid = "0", 0
        environ = {name: value for name, value in os.environ.items() if not name.startswith("LARDER_")}
        command, pipe = [sys.executable, "-c", NURSERY], subprocess.PIPE
        self._nursery = subprocess.Popen(command, cwd=ROOT, env=environ, stdin=pipe, stdout=pipe, text=True)

    @property
    def log(self) -> str:
        """Everything it has written since its last start."""
        return self._log.read_text() if self._log.exists() else ""

    def start(self) -> None:
        """Start it and wait until it answers."""
        assert self._nursery.stdin and self._nursery.stdout
        words = (str(self._media), "--port", self._port, "--data-dir", str(self.data), "--no-browser")
        self._log.unlink(missing_ok=True)
        print(self._log, *words, sep="\t", file=self._nursery.stdin, flush=True)
        self._pid = int(self._nursery.stdout.readline())
        deadline = time.monotonic() + PATIENCE
        while not (ready := READY.search(self.log)):
            if not self._alive() or time.monotonic() > deadline:
                raise RuntimeError(f"the server did not start\n{self.log}")
            time.sleep(0.01)
        self.origin = ready[1].rstrip("/")
        self._port = self.origin.rpartition(":")[2]

    def kill(self) -> None:
        """End it as a crash would; fine when it has ended already."""
        if self._alive():
            os.kill(self._pid, signal.SIGKILL)
        while self._alive():
            time.sleep(0.002)
        self._pid = 0

    def close(self) -> None:
        """There will be no more of them."""
        self.kill()
        with self._nursery:
            pass

    def _alive(self) -> bool:
        if not self._pid:
            return False
        try:
            os.kill(self._pid, 0)
        except ProcessLookupError:
            return False
        return True
