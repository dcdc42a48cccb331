"""The composition root: choose a driver for every port, wire, show."""

from __future__ import annotations

import gc

from app.browser.drivers import choose
from app.browser.media_session import MediaSession
from app.browser.offers import Offers
from app.browser.render import Surface
from app.browser.script import offer
from app.browser.shell import Shell
from app.core.larder import Larder
from app.ui.answers import answers
from app.ui.desk import Desk
from app.ui.face import Face
from app.ui.screen import Screen
from app.ui.wishes.wishes import Wishes


async def main() -> None:
    """Bring the page to life, or say that it could not be done."""
    shell = Shell()
    try:
        await start(shell)
    except Exception as error:
        shell.failed(error)
        raise


async def start(shell: Shell) -> None:
    """Show the page, then let the rest follow. What was playing before goes on untouched."""
    gc.freeze()  # what was imported stays for good: to look at it again and again would hold the page up
    choice = await choose(shell.closed)
    larder = Larder(choice.drivers)
    page: Face | None = None
    session = MediaSession()

    def show(screen: Screen) -> None:
        if page is not None:
            page.show(screen)
            session.show(screen.player.asset, screen.player.art, playing=screen.player.playing)

    desk = Desk(larder, show)
    desk.banner, desk.can_save = choice.banner, choice.can_save
    larder.retention.allowed = choice.can_save and choice.drivers.stored_in != "memory"
    wishes = Wishes(desk, shell.reload)
    session.hear(wishes.hear)
    page = Face(await Surface.open(), wishes.hear)
    offers = await Offers.open(wishes.imports.offer, wishes.imports.hover)
    wishes.imports.choose = offers.choose
    await larder.start()
    await wishes.arrive(shell.place())
    desk.draw()
    page.draw()
    offer(answers(desk))
    shell.ready(page.snapshot)
    shell.listen(desk, larder.reachability.wake)
    larder.spawn(larder.settle())  # the page is up: what goes wrong from here on is not a start that failed
