"""A person in front of the page, who finds things by their accessible names alone."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import ConsoleMessage, Error, Locator, Page, expect

from tests.browsers import Profile
from tests.e2e.patience import LONG, until

expect.set_options(timeout=1000 * LONG)
NOT_OURS = re.compile(
    r"net::ERR_(CONNECTION|SOCKET|EMPTY|INTERNET|INCOMPLETE|CONTENT_LENGTH|ABORTED|FAILED|NETWORK|FILE_NOT_FOUND)"
    r"|network error response|ServiceWorker passed a promise"
    r"|Cross-Origin-Opener-Policy header has been ignored"
)
"""What browsers log themselves when nobody answers, a file has gone, or the page came over plain http."""
FILES = """async () => {
    const found = [];
    const look = async (folder, path) => {
        for await (const [name, handle] of folder.entries())
            if (handle.kind === "directory") await look(handle, `${path}${name}/`);
            else await handle.getFile().then(({ size }) => found.push([path + name, size]), () => {});
    };
    await look(await navigator.storage.getDirectory(), "");
    return found;
}"""
SOUND = """() => {
    const { currentTime, paused, seeking, duration, error } = document.getElementById("audio");
    return { currentTime, paused, seeking, duration, error: error?.message ?? null };
}"""
INSTALLED = """async () => {
    await navigator.serviceWorker.ready;
    const made = await (await caches.open("larder-compiled")).keys();
    return made.length === 2 && Boolean(navigator.serviceWorker.controller);
}"""

TO_SEE = 300
"""Milliseconds after which a person can have meant what they see; the page heeds none of the first 250."""
BEGUN_IN_A_DATABASE = """() => new Promise((resolve, reject) => {
    const asked = indexedDB.open("larder");
    asked.onerror = reject;
    asked.onsuccess = () => {
        const mark = asked.result.transaction("records", "readwrite");
        mark.objectStore("records").put('{"in":"IndexedDB","v":1}', "head/vault");
        mark.oncomplete = () => { asked.result.close(); resolve(); };
    };
})"""


class Visitor:
    """One browser on one profile, and what it has complained of."""

    def __init__(self, profile: Profile, url: str) -> None:
        self.profile, self.url = profile, url
        self.complaints: list[str] = []
        self.heard: list[str] = []
        self._crashed: Page | None = None
        self.page: Page

    def start(self, script: str = "", **options: Any) -> None:
        """Start the browser; nothing is open yet. `script` runs before the page's own, in every tab.

        `options` are those of `Profile.open`.
        """
        self.page = self._watched(self.profile.open(**options))
        if script:
            self.profile.context.add_init_script(f"if (isSecureContext) {{ {script} }}")

    def arrive(self, where: str = "", **options: Any) -> None:
        """Start the browser, open the page and wait until Python runs."""
        self.start(**options)
        self.page.goto(self.url + where)
        self.ready()

    def another_tab(self) -> Visitor:
        """The same browser's second tab, open and ready."""
        other = Visitor(self.profile, self.url)
        other.complaints = self.complaints
        other.open_tab()
        return other

    def open_tab(self) -> None:
        """Go on in a new tab."""
        self.page = self._watched(self.profile.context.new_page())
        self.page.goto(self.url)
        self.ready()

    def reload(self) -> None:
        """Reload the page and wait until Python runs again."""
        self.page.reload()
        self.ready()

    def ready(self) -> None:
        """Wait until Python runs. A page that the browser itself crashed says `Target crashed`."""
        try:
            until(lambda: self.crashed or self.app() != "booting", "Python starts")
        except AssertionError as late:
            late.add_note("\n".join([f"at {self.page.url}", *self.heard[-20:]]))
            raise
        assert not self.crashed, f"Target crashed at {self.page.url}"
        assert self.app() == "ready", self.page.evaluate("document.documentElement.dataset.details")

    @property
    def crashed(self) -> bool:
        """Whether the page that is open has been ended by the browser."""
        return self._crashed is self.page

    def app(self) -> str:
        """How far Python is; empty while the page is being replaced."""
        try:
            return self.page.evaluate("document.documentElement.dataset.app ?? 'booting'")
        except Error as error:
            self.heard.append(f"no answer: {error.message}")
            return "booting"

    def installed(self) -> None:
        """Wait until the next start needs no server."""
        until(lambda: self.page.evaluate(INSTALLED), "the service worker is here and Python is compiled", 180)

    def begun_in_a_database(self) -> None:
        """Start the browser, on a vault that its first start had to put into IndexedDB."""
        self.start()
        self.page.goto(self.url + "static/favicon.svg")
        self.page.evaluate(BEGUN_IN_A_DATABASE)
        self.complaints.clear()  # of a bare picture, which is no page of ours

    def go(self, view: str) -> None:
        """Press a link of the main navigation."""
        self.page.get_by_role("navigation", name="Main").get_by_role("link", name=view).click()

    @property
    def tracks(self) -> Locator:
        """The items of the library's list."""
        return self.page.get_by_role("list", name="Library").get_by_role("listitem")

    def item(self, title: str) -> Locator:
        """One item of the list that is shown."""
        return self.page.get_by_role("main").get_by_role("listitem", name=title, exact=True)

    def button(self, name: str) -> Locator:
        """A button by its exact name."""
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def player(self) -> Locator:
        """The player."""
        return self.page.get_by_role("region", name="Player")

    def alert(self) -> str:
        """The first sentence that must be seen, as soon as there is one."""
        alert = self.page.get_by_role("alert").first
        expect(alert).to_be_visible()
        return alert.inner_text()

    def play(self, title: str) -> None:
        """Press its play button, and wait until it is heard."""
        self.item(title).get_by_role("button", name=f"Play {title}", exact=True).click()
        expect(self.player).to_contain_text(title)
        self.hear()

    def hear(self, seconds: float = 0.3) -> None:
        """Wait until sound has gone on for so long, without an error."""
        heard, last = 0.0, self.sound()["currentTime"]

        def enough() -> bool:
            nonlocal heard, last
            sound = self.sound()
            assert sound["error"] is None, sound
            step, last = sound["currentTime"] - last, sound["currentTime"]
            # A greater step is a seek.
            heard += step if 0 < step < 2 and not sound["paused"] else 0
            return heard > seconds

        until(enough, "sound is heard")

    def sound(self) -> dict[str, Any]:
        """What the page's audio element says."""
        return self.page.evaluate(SOUND)

    def keep(self, title: str) -> None:
        """Save it offline and wait until it is."""
        self.button(f"Save {title} offline").click()
        self.kept(title)

    def cancel(self, title: str) -> None:
        """Stop saving it, once the button has been seen."""
        button = self.button(f"Cancel saving {title}")
        expect(button).to_be_visible()
        self.page.wait_for_timeout(TO_SEE)
        button.click()

    def kept(self, title: str) -> None:
        """Wait until it is on this device."""
        expect(self.button(f"Remove {title} from this device").first).to_be_visible()
        expect(self.item(title)).to_contain_text("On this device")

    def waveform(self, title: str) -> Locator:
        """Its waveform in the list."""
        return self.item(title).get_by_role("img", name=f"Waveform of {title}")

    def check(self) -> dict[str, Any]:
        """`larder.check()`."""
        return self.page.evaluate("larder.check()")

    def states(self) -> dict[str, str]:
        """Title to badge, of the whole library, as `larder.items()` tells."""
        return {item["title"]: item["state"] for item in self.page.evaluate("larder.items()")}

    def files(self) -> dict[str, int]:
        """Every file of the origin private file system and its size, read past the app."""
        return dict(self.page.evaluate(FILES))

    def connection(self, text: str, seconds: float = LONG) -> None:
        """Wait until the header says so."""
        status = self.page.get_by_role("status", name="Connection")
        expect(status).to_have_text(text, timeout=1000 * seconds)

    def _watched(self, page: Page) -> Page:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("crash", self._crash)
        page.on("requestfailed", lambda sent: self.heard.append(f"failed: {sent.url} {sent.failure}"))
        page.on("response", lambda response: self.heard.append(f"{response.status} {response.url}"))
        return page

    def _crash(self, page: Page) -> None:
        self.heard.append(f"crashed: {page.url}")
        self._crashed = page

    def _console(self, message: ConsoleMessage) -> None:
        self.heard.append(f"{message.type}: {message.text}")
        if message.type != "error" or NOT_OURS.search(message.text):
            return
        # The library as last seen may show what the server no longer has.
        if "404" not in message.text or "/cover?" not in message.location["url"]:
            self.complaints.append(message.text)
