"""WebKitGTK has no origin private file system: what is saved lies in IndexedDB, and plays from there."""

from __future__ import annotations

from typing import Any

import pytest
from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.by import By

from tests.conftest import StartServer
from tests.e2e.patience import LONG, until

BADGE = """return document.querySelector('li[aria-label="Buoys"] .badge')?.textContent"""


@pytest.fixture
def page(webkit: WebKitGTK, larder_server: StartServer) -> WebKitGTK:
    webkit.get(larder_server().url)
    app = "return document.documentElement.dataset.app"
    until(lambda: webkit.execute_script(app) != "booting", "Python starts", 2 * LONG)
    assert webkit.execute_script(app) == "ready"
    return webkit


def press(page: WebKitGTK, name: str) -> None:
    """Press the button of that accessible name, as soon as it is there."""
    until(lambda: page.find_elements(By.CSS_SELECTOR, f'button[aria-label="{name}"]'), f"“{name}” is offered")
    page.find_element(By.CSS_SELECTOR, f'button[aria-label="{name}"]').click()


def sound(page: WebKitGTK, what: str) -> Any:
    return page.execute_script(f"return document.getElementById('audio').{what}")


def test_it_saves_and_plays_from_indexeddb(page: WebKitGTK) -> None:
    press(page, "Save Buoys offline")
    until(lambda: page.execute_script(BADGE) == "On this device", "it is kept")
    wave = "svg[aria-label='Waveform of Buoys']"
    until(lambda: page.find_elements(By.CSS_SELECTOR, wave), "its waveform is drawn")
    press(page, "Play Buoys")
    player = "return document.querySelector('section[aria-label=Player]').innerText"
    until(lambda: "Playing from this device" in page.execute_script(player), "it plays the copy")
    until(lambda: sound(page, "currentTime") > 0.5, "it is heard")
    assert sound(page, "error") is None
    page.find_element(By.CSS_SELECTOR, "nav[aria-label=Main] a[href='#/vault']").click()
    vault = "return document.querySelector('section[aria-label=\"Offline vault\"]')?.textContent ?? ''"
    until(lambda: "Stored in: IndexedDB" in page.execute_script(vault), "the vault says where")
    remove = page.find_element(By.CSS_SELECTOR, "main button[aria-label='Remove Buoys from this device']")
    page.execute_script("arguments[0].click()", remove)
    until(lambda: "Nothing is kept yet" in page.execute_script(vault), "it is removed")
