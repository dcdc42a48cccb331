"""Sound before Python: what is kept plays from the static page, and Python takes it over unheard."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.patience import until
from tests.e2e.visitor import Visitor
from tests.larder_server import LarderServer

TRACK = "Bramley"
LISTEN = """addEventListener("DOMContentLoaded", () => {
    window.heard = [];
    const audio = document.getElementById("audio");
    for (const name of ["playing", "pause", "emptied", "stalled", "error"])
        audio.addEventListener(name, () => heard.push([name, document.documentElement.dataset.app]));
    audio.addEventListener("error", () => heard.push([audio.src, audio.error.message]));
})"""

LATE = """const instantiate = WebAssembly.instantiateStreaming;
WebAssembly.instantiateStreaming = async (...what) => {
    await new Promise((done) => addEventListener("playing", done, { capture: true, once: true }));
    return instantiate(...what);
};"""
"""Has Python wait for the first sound: on a busy machine a press by a script comes late."""


def test_a_press_before_python_is_heard_through(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive(script=LISTEN)
    visitor.keep(TRACK)
    server.kill()
    visitor.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # looks elsewhere first
    visitor.page.goto("about:blank")
    visitor.page.add_init_script(LATE)
    visitor.page.goto(visitor.url, wait_until="commit")
    visitor.button(f"Play {TRACK}").click()
    expect(visitor.player).to_contain_text(TRACK)
    until(lambda: visitor.page.evaluate("window.heard?.length"), "something is heard")
    assert visitor.page.evaluate("heard") == [["playing", "booting"]]
    visitor.ready()
    expect(visitor.player).to_contain_text("Playing from this device")
    expect(visitor.player).to_contain_text(TRACK)
    visitor.hear()
    assert visitor.page.evaluate("heard") == [["playing", "booting"]]
    visitor.player.get_by_role("button", name="Pause").click()
    until(lambda: visitor.sound()["paused"], "Python pauses what it took over")


def test_the_waveform_of_what_is_kept_is_not_its_bytes(visitor: Visitor, server: LarderServer) -> None:
    visitor.arrive()
    visitor.keep(TRACK)
    found = "async () => (await (await fetch('/api/library')).json()).items.find(({ peaks }) => peaks)"
    until(lambda: visitor.page.evaluate(found), "the server has the waveform")
    until(lambda: visitor.page.evaluate("Boolean(navigator.serviceWorker.controller)"), "the worker is there")
    begins = """async () => {
        const { key, digest } = await (FOUND)();
        const at = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());
        const [dat, whole] = [`/api/audio/${key}/peaks?ref=${digest}`, `/api/audio/${key}?ref=${digest}`];
        return [(await at(dat))[0], (await at(whole)).length > (await at(dat)).length];
    }""".replace("FOUND", found)
    assert visitor.page.evaluate(begins) in ([1, True], [2, True])
