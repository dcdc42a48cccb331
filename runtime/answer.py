"""What a source answers over HTTP; every way in which it can fail becomes Unreachable here."""

from __future__ import annotations

import base64
import re
from collections.abc import Generator
from contextlib import contextmanager
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

from runtime.errors import Unreachable

PATIENCE = 30.0
"""So many seconds of silence are failure."""


@contextmanager
def answer(
    what: str, url: str, first: int = 0, last: int | None = None, patience: float = PATIENCE
) -> Generator[HTTPResponse]:
    """The answer to a GET for bytes `first` to `last`, whole without `last`; `what` names it for people.

    Raises Unreachable for a refusal, for silence, and for any OSError or HTTPException inside the block.
    """
    request = _request(url)
    if last is not None:
        request.add_header("Range", f"bytes={first}-{last}")
    try:
        with urlopen(request, timeout=patience) as opened:
            yield opened
    except HTTPError as error:
        error.close()
        raise Unreachable(what, url, f"it answered {error.code}") from error
    except (OSError, HTTPException) as error:
        raise Unreachable(what, url, getattr(error, "reason", None) or error) from error


def content_range(answer: HTTPResponse) -> tuple[int, int]:
    """First byte and total size out of a 206 answer (RFC 9110 §14.4); raises OSError when there is none."""
    match = re.fullmatch(r"bytes (\d+)-\d+/(\d+)", answer.headers.get("Content-Range", ""))
    if answer.status != 206 or not match:
        raise OSError("it does not serve byte ranges")
    return int(match[1]), int(match[2])


def _request(url: str) -> Request:
    """A request with the address's user and password in a header that no redirect passes on."""
    parts = urlsplit(url)
    request = Request(parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl())
    request.add_header("User-Agent", "larder-runtime")
    if parts.username:
        secret = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
        request.add_unredirected_header("Authorization", f"Basic {base64.b64encode(secret).decode()}")
    return request
