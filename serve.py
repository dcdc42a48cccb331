"""Larder: `python serve.py FOLDER` serves a folder of music on this machine."""

from __future__ import annotations

import sys

MISSING = "Larder's Python packages are not here ({}); run `make run`, or start it inside its environment."


def main(words: list[str]) -> int:
    """Serve until told to stop, or check. 0 when all is well, 1 when a check says no, 2 for a refusal."""
    try:
        from server.arguments import arguments
        from server.check import check
        from server.refusal import Refusal
        from server.settings import settings
        from server.start import start
    except ModuleNotFoundError as error:
        print(MISSING.format(error.name), file=sys.stderr)
        return 2
    try:
        if words[:1] == ["check"]:
            return check(settings(arguments(words[1:])))
        start(settings(arguments(words)))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
