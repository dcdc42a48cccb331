"""Chromium and Firefox on profiles that outlive the process, by Playwright."""

from __future__ import annotations

import os
import re
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Playwright, TimeoutError

Engine = Literal["chromium", "firefox"]
ENGINES: tuple[Engine, ...] = ("chromium", "firefox")

COMMANDS: dict[Engine, tuple[str, ...]] = {
    "chromium": ("chromium", "google-chrome"),
    "firefox": ("firefox-esr", "firefox"),
}
PACKAGES: dict[Engine, str] = {"chromium": "chromium", "firefox": "firefox-esr"}

QUIET_CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)
QUIET_FIREFOX: dict[str, str | float | bool] = {
    "media.autoplay.default": 0,
    "media.autoplay.blocking_policy": 0,
    "app.normandy.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}


def installed(engine: Engine, playwright: Playwright) -> str | None:
    """The browser to start: the machine's own, else the one that Playwright fetched, else None."""
    for command in COMMANDS[engine]:
        if path := shutil.which(command):
            return path
    fetched = Path(getattr(playwright, engine).executable_path)
    return str(fetched) if fetched.exists() else None


class Profile:
    """A browser's profile: `open` starts the browser on it, again and again."""

    def __init__(self, playwright: Playwright, engine: Engine, path: Path, environ: dict[str, str]) -> None:
        executable = installed(engine, playwright)
        if executable is None:
            pytest.skip(f"no {engine} on this machine: apt-get install {PACKAGES[engine]}")
        self.engine: Engine = engine
        self.path = path
        self._environ = os.environ | environ
        self._type = getattr(playwright, engine)
        self._executable = executable
        self._context: BrowserContext | None = None

    @property
    def context(self) -> BrowserContext:
        """The running browser; raises RuntimeError when it is closed."""
        if self._context is None:
            raise RuntimeError(f"{self.engine} is not open")
        return self._context

    def open(self, prefs: dict[str, str | float | bool] | None = None, **options: Any) -> Page:
        """Start the browser; its first page. `prefs` are Firefox's, `options` Playwright's."""
        self.close()
        options = {"executable_path": self._executable, "headless": True, "env": self._environ} | options
        if self.engine == "chromium":
            options["args"] = [*QUIET_CHROMIUM, *options.get("args", [])]
        else:
            options["firefox_user_prefs"] = QUIET_FIREFOX | (prefs or {})
        if self.engine == "firefox" and self._executable != self._type.executable_path:
            # Mozilla's own builds speak WebDriver BiDi, not the protocol of Playwright's patched one.
            options["channel"] = "moz-firefox"
        self._context = self._type.launch_persistent_context(self.path, **options)
        return self.context.pages[0] if self.context.pages else self.context.new_page()

    def close(self) -> None:
        """End the browser in good order; fine when it is closed already."""
        if self._context is not None:
            self._context.close()
            self._context = None

    def kill(self) -> None:
        """End the browser, with all its processes, as a crash would."""
        os.killpg(self._leader(), signal.SIGKILL)
        try:
            self.close()
        except Error:
            self._context = None

    def kill_pages(self) -> None:
        """End Chromium's processes that run pages and workers, as a crash of theirs would."""
        for pid in self._page_processes():
            os.kill(pid, signal.SIGKILL)

    def process_of(self, page: Page) -> int:
        """The id of the process that runs a page of Chromium's: while it is frozen, the page is mute."""
        for pid in self._page_processes():
            with self.frozen(pid):
                try:
                    page.wait_for_function("true", timeout=1000, polling=50)
                except TimeoutError:
                    return pid
        raise RuntimeError(f"no process of its own runs {page.url}")

    def kill_page(self, pid: int) -> None:
        """End one process, as a crash of its page would."""
        os.kill(pid, signal.SIGKILL)

    @contextmanager
    def frozen(self, pid: int) -> Iterator[None]:
        """Inside it that process does nothing."""
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    def _page_processes(self) -> list[int]:
        return [pid for pid, command in self._processes() if b"--type=renderer" in command]

    def _leader(self) -> int:
        """Process id of the browser, which leads a process group of its own."""
        for pid, _ in self._processes():
            try:
                if os.getpgid(pid) == pid:
                    return pid
            except ProcessLookupError:
                continue
        raise RuntimeError(f"no process of {self.engine} on {self.path}")

    def _processes(self) -> Iterator[tuple[int, bytes]]:
        """Process ids and command lines that name the profile, and not one whose name only begins alike."""
        named = re.compile(re.escape(str(self.path).encode()) + rb"(?!\w)")
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes()
            except (ProcessLookupError, FileNotFoundError):
                continue
            if named.search(command):
                yield int(folder.name), command
