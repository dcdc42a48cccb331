"""Chromium samples its own heap at some of its users', and must not take the page down with it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browsers import Profile
from tests.conftest import StartServer
from tests.e2e.visitor import Visitor

TRACK = "Buoys"
OFTEN = "nonstable-probability/1/stable-probability/1/renderer-prob-pct/100/renderer-sampling-rate-bytes/9999"
PROFILED = f"--enable-features=HeapProfilerReporting:{OFTEN}"
"""In every page, and far more often than by itself: what is seldom happens at once."""


def test_a_page_whose_heap_is_sampled_lives(chromium: Profile, larder_server: StartServer) -> None:
    visitor = Visitor(chromium, larder_server().url)
    visitor.arrive(args=[PROFILED])
    visitor.installed()
    for _ in range(3):
        visitor.reload()
    visitor.keep(TRACK)
    expect(visitor.waveform(TRACK)).to_be_visible()
    visitor.play(TRACK)
    visitor.hear()
