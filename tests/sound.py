"""A sound device that nobody hears: Firefox plays nothing at all where there is none."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 10.0


@contextmanager
def silence(folder: Path) -> Generator[dict[str, str]]:
    """The environment in which programs play into nothing, in real time.

    Empty where PulseAudio is not installed: then they use the machine's own device.
    """
    if shutil.which("pulseaudio") is None:
        yield {}
        return
    socket = folder / "native"
    modules = ("module-null-sink", f"module-native-protocol-unix auth-anonymous=1 socket={socket}")
    options = ("-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--disable-shm=yes")
    command = ["pulseaudio", *options, *(f"--load={module}" for module in modules)]
    environ = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "PATH": "/usr/bin:/bin"}
    server = subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + PATIENCE
        while not socket.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        yield {"PULSE_SERVER": f"unix:{socket}"}
    finally:
        server.terminate()
        server.wait()
