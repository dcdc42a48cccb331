"""Larder: `python serve.py FOLDER` serves a folder of music on this machine."""

from __future__ import annotations

import sys

MISSING = "Larder's Python packages are not here ({}); run `make run`, or start it inside its environment."


def main(words: list[str]) -> int:
    """Serve until told to stop. 0 when it was, 2 when nothing could be started."""
    try:
        from server.arguments import arguments
        from server.refusal import Refusal
        from server.settings import settings
        from server.start import start
    except ModuleNotFoundError as error:
        print(MISSING.format(error.name), file=sys.stderr)
        return 2
    try:
        start(settings(arguments(words)))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
