"""`python -m tests.bench [ROW ...] [--quick] [--write]`."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.bench import report
from tests.bench.bench import Bench
from tests.bench.boot import boot
from tests.bench.keep import keep
from tests.bench.library import library
from tests.bench.peaks import peaks
from tests.bench.play import play
from tests.bench.queue import queue
from tests.bench.result import Result
from tests.bench.sound import sound
from tests.bench.sync import sync
from tests.bench.table import plain
from tests.bench.vault import vault
from tests.browsers import installed
from tests.sound import silence

Row = Callable[[Bench], Iterator[Result]]
MEASURED: tuple[Row, ...] = (boot, sound, keep, queue, play, peaks, library, vault, sync)
ROWS = {row.__name__: row for row in MEASURED}


def main(words: Sequence[str]) -> int:
    """Exit code: 0, or 2 where there is no Chromium to measure in."""
    options = parsed(words)
    with (
        tempfile.TemporaryDirectory(prefix="larder-bench-", ignore_cleanup_errors=True) as folder,
        sync_playwright() as playwright,
    ):
        executable = installed("chromium", playwright)
        if executable is None:
            print("There is no Chromium to measure in; `make test` installs one.", file=sys.stderr)
            return 2
        place = Path(folder)
        browser = report.version(executable)
        with silence(made(place / "sound")) as environ:
            results = list(measured(Bench(playwright, place, environ, options.quick), options.rows))
    print(f"\n{browser}, {os.cpu_count()} CPUs\n\n{plain(results)}")
    if options.write:
        report.write(results, browser)
    return 0


def parsed(words: Sequence[str]) -> argparse.Namespace:
    """Which rows, and how."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure beside floors.")
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"{', '.join(ROWS)}; all when none is named")
    parser.add_argument("--quick", action="store_true", help="once, a tenth as large: does it work?")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    options = parser.parse_args(words)
    if unknown := set(options.rows) - set(ROWS):
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    if options.quick and options.write:
        parser.error("what is written down is measured in full: leave out --quick")
    return options


def measured(bench: Bench, rows: Sequence[str]) -> Iterator[Result]:
    """Every line of every row, told as it comes."""
    for name in rows or ROWS:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        for result in ROWS[name](bench):
            print("  " + "  ".join(filter(None, result.cells())), file=sys.stderr, flush=True)
            yield result


def made(folder: Path) -> Path:
    """The folder, new."""
    folder.mkdir()
    return folder


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
