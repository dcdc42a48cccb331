"""WebKitGTK's MiniBrowser on a screen of its own, by Selenium."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

DRIVER = "WebKitWebDriver"
BROWSER = "lib/*/webkit2gtk-4.*/MiniBrowser"
SCREEN = "1280x900x24"


@contextmanager
def webkit() -> Generator[webdriver.WebKitGTK]:
    """The browser, ended afterwards; skips with the reason when this machine has none."""
    driver, browsers = shutil.which(DRIVER), sorted(Path("/usr").glob(BROWSER))
    if driver is None or not browsers:
        pytest.skip("no WebKitGTK on this machine: apt-get install webkit2gtk-driver")
    with screen() as display:
        options = Options()
        options.binary_location = str(browsers[-1])
        options.add_argument("--automation")
        options.add_argument("--autoplay-policy=allow")
        service = Service(driver, env=os.environ | {"DISPLAY": display})
        browser = webdriver.WebKitGTK(options=options, service=service)
        try:
            yield browser
        finally:
            browser.quit()


@contextmanager
def screen() -> Generator[str]:
    """An X display that nobody sees; its name."""
    if shutil.which("Xvfb") is None:
        pytest.skip("no screen for WebKitGTK on this machine: apt-get install xvfb")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as number:
        display = number.readline().strip()
    try:
        yield f":{display}"
    finally:
        server.terminate()
        server.wait()
