"""`python -m runtime`: fetch the browser runtime; does nothing, and needs no network, when it is here."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from runtime.errors import FetchFailed
from runtime.fetch import fetch
from runtime.folder import Folder
from runtime.lock import LOCK, read_group
from runtime.registry import configured

ROOT = Path(__file__).parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 when the folder is complete, 2 after one sentence saying why it is not."""
    parser = argparse.ArgumentParser(prog="python -m runtime", description="Fetch the browser runtime.")
    parser.add_argument("--group", default="app", help="which part of the lock: app (default) or test")
    parser.add_argument("--into", type=Path, default=ROOT, help="where the group's folder is made")
    parser.add_argument("--lock", type=Path, default=LOCK, help="the lock file")
    options = parser.parse_args(arguments)
    group = read_group(options.group, options.lock)
    folder = Folder(options.into / group.folder)
    try:
        fetched = fetch(group, folder, configured())
    except FetchFailed as error:
        print(error, file=sys.stderr)
        return 2
    if fetched:
        print(f"Browser runtime: checked and placed in {folder.path}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
