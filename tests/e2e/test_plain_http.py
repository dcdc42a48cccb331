"""Opened over plain http from elsewhere: no secure context, so nothing can be stored, and it says so."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from playwright.sync_api import expect

from tests.browsers import ENGINES
from tests.conftest import NewProfile
from tests.e2e.visitor import Visitor
from tests.e2e.wire import Wire

NAME = "pantry.test"
"""A name that means this machine to the browser alone: what is called localhost would be trusted."""
CHROMIUM = {"args": [f"--host-resolver-rules=MAP {NAME} 127.0.0.1"]}
FIREFOX = {"prefs": {"network.dns.localDomains": NAME}}


@pytest.fixture(params=ENGINES)
def guest(request: pytest.FixtureRequest, profiles: NewProfile, wire: Wire) -> Generator[Visitor]:
    """Somebody at another machine."""
    wire.own_name = True
    profile = profiles(request.param)
    guest = Visitor(profile, f"http://{NAME}:{wire.server_address[1]}/")
    guest.arrive(**(CHROMIUM if request.param == "chromium" else FIREFOX))
    yield guest
    profile.close()
    assert not guest.complaints, "\n".join(guest.complaints)


def test_saving_is_off_and_playing_works(guest: Visitor) -> None:
    assert not guest.page.evaluate("isSecureContext")
    expect(guest.page.get_by_text("Saving is off here")).to_be_visible()
    expect(guest.tracks).to_have_count(8)
    for name in ("Save Buoys offline", "Save all offline"):
        expect(guest.button(name)).to_have_count(0)
    guest.play("Bramley")
    expect(guest.player).to_contain_text("Streaming")
    guest.go("Vault")
    expect(guest.page.get_by_text("Saving is off here")).to_be_visible()
