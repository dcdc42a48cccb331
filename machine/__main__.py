"""`python -m machine environment LOCK` and `python -m machine workshop`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from machine.environment import Environment
from machine.errors import NotReady
from machine.workshop import furnish

ROOT = Path(__file__).parent.parent


def main() -> int:
    """Exit code: 0, or 2 after one sentence saying what is missing."""
    parser = argparse.ArgumentParser(prog="python -m machine", description="Make this machine ready.")
    parts = parser.add_subparsers(dest="part", required=True)
    environment = parts.add_parser("environment", help="install a lock file's packages into .venv")
    environment.add_argument("lock", type=Path)
    parts.add_parser("workshop", help="install the programs that tests drive")
    options = parser.parse_args()
    if options.part == "workshop":
        for line in furnish():
            print(line)
        return 0
    try:
        Environment(ROOT / ".venv").install(options.lock)
    except NotReady as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
