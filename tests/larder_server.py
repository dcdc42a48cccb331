"""The real server, as a process that tests may stop, kill, freeze and start again."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parent.parent
READY = re.compile(r"^Larder is ready: (\S+)$", re.MULTILINE)
PATIENCE = 30.0


class LarderServer:
    """The `serve.py` of `root` over one media folder and one data folder; `url` is the one that it prints.

    It keeps its port from one start to the next.
    """

    def __init__(self, media: Path, data: Path, *flags: str, root: Path = ROOT) -> None:
        self.media, self.data, self.root = media, data, root
        self.url = ""
        self._flags = flags
        self._port = 0
        self._log = data.with_suffix(".log")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def origin(self) -> str:
        """The URL without path or token, as in `http://127.0.0.1:8484`."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def log(self) -> str:
        """Everything it has written, over all its starts."""
        return self._log.read_text() if self._log.exists() else ""

    @property
    def pid(self) -> int:
        """Of the running process; raises RuntimeError when there is none."""
        if self._process is None or self._process.poll() is not None:
            raise RuntimeError(f"the server is not running\n{self.log}")
        return self._process.pid

    def start(self) -> LarderServer:
        """Start it and wait until it answers."""
        before = len(self.log)
        options = ["--port", str(self._port), "--data-dir", self.data, "--no-browser", *self._flags]
        command = [sys.executable, self.root / "serve.py", self.media, *options]
        environ = {name: value for name, value in os.environ.items() if not name.startswith("LARDER_")}
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, env=environ)
        deadline = time.monotonic() + PATIENCE
        while not (ready := READY.search(self.log, before)):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server did not start\n{self.log}")
            time.sleep(0.02)
        self.url = ready[1]
        self._port = urlsplit(self.url).port or 0
        return self

    def stop(self) -> None:
        """Ask it to end, and wait until it has; fine when it has ended already."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a crash would."""
        self._end(signal.SIGKILL)

    def restart(self) -> LarderServer:
        """Stop it and start it on the same port, media and data."""
        self.stop()
        return self.start()

    def freeze(self) -> None:
        """It keeps its connections, takes new ones, and answers nothing."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on."""
        os.kill(self.pid, signal.SIGCONT)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(how)
        self._process.send_signal(signal.SIGCONT)
        self._process.wait(PATIENCE)
