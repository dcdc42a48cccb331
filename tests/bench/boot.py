"""From the navigation to a page that Python runs, beside Pyodide and PyScript with nothing to run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from demo import make_demo
from tests.bench.bench import OUR_PAGE, STOPWATCH, Bench, go
from tests.bench.result import Result
from tests.bench.rounds import medians
from tests.bench.target import ratio_at_most
from tests.e2e.visitor import Visitor
from tests.larder_server import LarderServer

PYODIDE = "/static/bench/bare.html"
PYSCRIPT = "/static/bench/pyscript.html"
PAGES = (OUR_PAGE, PYODIDE, PYSCRIPT)
WARM, RELAUNCH = ratio_at_most(0.33), ratio_at_most(0.4)
"""Of stock PyScript, which is what a page in Python would have without anything of ours."""


def boot(bench: Bench) -> Iterator[Result]:
    """Empty profile; reload; new browser process with the server gone."""
    with bench.server(make_demo(bench.room("media") / "demo")) as server:
        cold = medians(bench.times(), pages(partial(first_visit, bench, server)))
        yield from results("boot, first visit", cold)
        with bench.arrived(server) as visitor:
            for page in PAGES:
                go(visitor, page)
            warm = medians(bench.times(), pages(partial(go, visitor)))
            yield from results("boot, reload", warm)
            yield Result("boot, reload", "ms", warm[OUR_PAGE], "stock PyScript", warm[PYSCRIPT], WARM)
            server.stop()
            offline = medians(bench.times(), pages(partial(relaunch, visitor)))
        yield from results("boot, new process, server gone", offline)
        yield Result(
            "boot, new process, server gone",
            "ms",
            offline[OUR_PAGE],
            "stock PyScript",
            offline[PYSCRIPT],
            RELAUNCH,
        )


def pages(measure: Callable[[str], float]) -> dict[str, Callable[[], float]]:
    """The measurement of each page."""
    return {page: partial(measure, page) for page in PAGES}


def results(row: str, taken: dict[str, float]) -> Iterator[Result]:
    """Beside bare Pyodide there is nothing to reach: its library is compiled at every start."""
    yield Result(row, "ms", taken[OUR_PAGE], "bare Pyodide", taken[PYODIDE])


def first_visit(bench: Bench, server: LarderServer, page: str) -> float:
    """On an empty profile."""
    with bench.visitor(server) as visitor:
        visitor.start(script=STOPWATCH)
        return go(visitor, page)


def relaunch(visitor: Visitor, page: str) -> float:
    """In a new browser process on the same profile."""
    visitor.start(script=STOPWATCH)
    return go(visitor, page)
