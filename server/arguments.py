"""The command line of `serve.py`."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, BooleanOptionalAction
from collections.abc import Sequence
from typing import Any

EPILOG = (
    "`serve.py check` reads everything that devices brought, and says whether all of it is sound. "
    "Each option has an environment twin, LARDER_PORT for --port and so on (LARDER_MEDIA for FOLDER)."
)


def parser() -> ArgumentParser:
    """The parser; an option that was not given leaves no attribute, so that the environment decides."""
    made = ArgumentParser(
        "serve.py", description="Serve a folder of music.", epilog=EPILOG, argument_default=SUPPRESS
    )
    made.add_argument(
        "media", nargs="?", metavar="FOLDER", help="the music; default ./media, else a small demo"
    )
    made.add_argument("--host", help="address to listen on; default 127.0.0.1, this machine alone")
    made.add_argument("--port", type=int, help="default 8484 or the next free one; 0 takes any free port")
    made.add_argument(
        "--data-dir", metavar="DIR", help="where the index, covers and peaks are kept; default data/"
    )
    made.add_argument("--no-browser", action="store_true", default=SUPPRESS, help="do not open the page")
    made.add_argument("--token", action=BooleanOptionalAction, help="ask for the token of the printed URL")
    made.add_argument(
        "--max-upload", type=int, metavar="BYTES", help="the largest that a device may bring; default 512 MiB"
    )
    made.add_argument("--quota", type=int, metavar="BYTES", help="all that devices may bring; default 10 GiB")
    return made


def arguments(words: Sequence[str]) -> dict[str, Any]:
    """What was given, by the names of `Settings`. Exits with status 2 and a usage line for anything else."""
    return vars(parser().parse_args(words))
