"""docs/performance.md."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.bench.result import Result
from tests.bench.table import markdown

PATH = Path(__file__).parents[2] / "docs/performance.md"
TEXT = """\
# Performance

Measured by `make bench` on {date}: {browser}, headless, {cpus} CPUs, the real server on the same machine.
Medians of five runs, of three where a run is long; ours and the floor take turns within one run, so read
ratios, not absolutes.

{table}

## What the floors are

- **Bare Pyodide** and **stock PyScript** start Python with its library as shipped and run one line. They
  come from the same server, and offline from the same service worker, as the app does. The app starts
  from a library that the device compiled, and does all it does at a start besides.
- **Static HTML** is a button and an audio element. What is kept plays in both before any Python.
- **JS pipeTo** and **JS worker** save the same bytes unchecked. The app hashes every byte, compares the
  hash with the server's, publishes the file whole and records it in a strict transaction.
- **Native audio** is a bare element on the same file from the same server; the slow line is the browser's
  own throttling.
- **decodeAudioData** decodes the whole file from memory and makes nothing of it. The app reads the file
  back from disk, decodes it in slices, makes peaks at every zoom, keeps them and sends them to the
  server. numpy is loaded before.
- **Plain JavaScript** draws thirty bare rows of the same records.

Memory is what all processes of the browser together take in private memory (anonymous PSS, four samples a
second) above what they took before, with garbage that was not collected yet. A block is a task of the
page's thread over 50 ms.
"""


def write(results: Sequence[Result], browser: str) -> None:
    """Write the results down."""
    text = TEXT.format(date=date.today(), browser=browser, cpus=os.cpu_count(), table=markdown(results))
    PATH.write_text(text)


def version(executable: str) -> str:
    """Name and number of a browser, as in `Chromium 140.0.7339.80`."""
    said = subprocess.run([executable, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"[A-Za-z ]+ [\d.]+", said)
    return found[0] if found else said.strip()
