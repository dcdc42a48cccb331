"""How much memory a browser takes: all its processes together, sampled while something runs."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from statistics import median
from threading import Event, Thread
from time import sleep, time

EVERY = 0.25
"""Seconds between samples."""
BEFORE = 4
"""Samples whose median is what it took before."""
PROC = Path("/proc")
ANONYMOUS = re.compile(r"^Pss_Anon:\s+(\d+) kB", re.MULTILINE)


class Memory:
    """Anonymous PSS of the browser on a profile (Linux, `/proc/PID/smaps_rollup`), in MB of 10^6 bytes."""

    def __init__(self, profile: Path) -> None:
        self._browser = browser_on(profile)
        self._samples: list[tuple[float, float]] = []
        self._done = Event()
        self._before = 0.0
        self._thread = Thread(target=self._run, daemon=True)

    def __enter__(self) -> Memory:
        first = [self._now()]
        for _ in range(BEFORE - 1):
            sleep(EVERY)
            first.append(self._now())
        self._before = median(first)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def peak(self, since: float = 0.0, until: float = float("inf")) -> float:
        """The most above what it took before, between two moments in seconds since 1970."""
        inside = [taken for when, taken in self._samples if since <= when <= until + EVERY]
        return max(0.0, max(inside, default=self._before) - self._before)

    def _run(self) -> None:
        while not self._done.is_set():
            self._samples.append((time(), self._now()))
            self._done.wait(EVERY)

    def _now(self) -> float:
        return sum(anonymous(pid) for pid in tree(self._browser)) * 1024 / 1e6


def browser_on(profile: Path) -> int:
    """Process id of the browser that runs on a profile. Raises RuntimeError when none does."""
    for folder in PROC.glob("[0-9]*"):
        words = _read(folder / "cmdline")
        if f"--user-data-dir={profile}" in words and "--type=" not in words:
            return int(folder.name)
    raise RuntimeError(f"no browser runs on {profile}")


def tree(root: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = defaultdict(list)
    for folder in PROC.glob("[0-9]*"):
        # The name, in parentheses, may hold anything; the parent is the second field after it.
        fields = _read(folder / "stat").rpartition(")")[2].split()
        if fields:
            children[int(fields[1])].append(int(folder.name))
    found = [root]
    for pid in found:
        found += children[pid]
    return found


def anonymous(pid: int) -> int:
    """KiB of a process's own; 0 when it is gone."""
    found = ANONYMOUS.search(_read(PROC / str(pid) / "smaps_rollup"))
    return int(found[1]) if found else 0


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
