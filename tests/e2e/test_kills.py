"""Killed again and again, at any moment: what was acknowledged as saved is there after every start."""

from __future__ import annotations

import os
import time
from random import Random

import pytest

from tests.e2e.patience import until
from tests.e2e.test_eviction import limit, vault
from tests.e2e.treatments import slow
from tests.e2e.visitor import Visitor
from tests.e2e.wire import Wire

KILLS = int(os.environ.get("KILLS", "6"))
"""How often: a few for every run, hundreds where somebody waits for them."""
SEED = int(os.environ.get("SEED", "1"))
AUDIO = r"^/api/audio/[0-9a-f]+$"
RATE = 8_000_000
"""Bytes a second, so that a kill meets saves under way."""
KEPT = "On this device"
NEAR_ITS_END = """audio.addEventListener("durationchange", () => {
    if (audio.duration > 1) audio.currentTime = audio.duration - 0.5;
}, { once: true })"""
LONGEST = 2.5
"""Seconds from the last press to the kill, at the most."""


class Person:
    """Presses what there is to press, and remembers what the page acknowledged."""

    def __init__(self, visitor: Visitor, random: Random) -> None:
        self._visitor, self._random = visitor, random
        self.kept: set[str] = set()
        self.unsure: set[str] = set()
        """Removal was asked for: it may be here or not."""

    def look(self) -> None:
        """Take the page's word for what is saved."""
        states = self._visitor.states()
        here = {title for title, state in states.items() if state == KEPT}
        self.unsure &= here
        self.kept = here - self.unsure

    def act(self) -> None:
        """Limit what is retained, save some, remove some, hear the end of one: that retains it."""
        states = self._visitor.states()
        vault(self._visitor)
        limit(self._visitor, self._random.choice((0, 500)))
        self._visitor.go("Library")
        self._hear(self._random.choice(sorted(states)))
        for title in self._random.sample(sorted(states), 4):
            if states[title] == KEPT:
                self.kept.discard(title)
                self.unsure.add(title)
                self._press(f"Remove {title} from this device")
            else:
                self._press(f"Save {title} offline")

    def _hear(self, title: str) -> None:
        self._press(f"Play {title}")
        self._visitor.page.evaluate(NEAR_ITS_END)

    def linger(self) -> None:
        """Watch for a while, until the kill."""
        end = time.monotonic() + self._random.uniform(0, LONGEST)
        while time.monotonic() < end:
            self.look()

    def _press(self, name: str) -> None:
        button = self._visitor.button(name).first
        if button.is_visible():
            button.click()


@pytest.mark.parametrize("visitor", ["chromium"], indirect=True)
def test_no_kill_takes_what_was_acknowledged(visitor: Visitor, wire: Wire) -> None:
    wire.treat(AUDIO, slow(RATE))
    random = Random(SEED)
    person = Person(visitor, random)
    for number in range(KILLS):
        visitor.arrive()
        states, found = visitor.states(), visitor.check()
        lost = {title for title in person.kept if states[title] != KEPT}
        assert not lost, f"kill {number} of seed {SEED} lost {lost}"
        assert not (found["damaged"] or found["missing"] or found["broken"] or found["wronged"]), found
        person.look()
        person.act()
        person.linger()
        if random.random() < 0.5:
            visitor.profile.kill()
        else:
            visitor.profile.kill_pages()
            visitor.profile.close()
    wire.heal()
    visitor.arrive()
    until(lambda: visitor.check()["clean"], "nothing is left over")
    visitor.complaints.clear()  # what the killed ones said of it
