"""docs/api.md, written from the routes: `python -m server.api_doc`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from server.app import EVERYWHERE, build
from server.settings import ROOT, Settings

PAGE = ROOT / "docs" / "api.md"
INTRODUCTION = """\
# The HTTP interface

Written by `python -m server.api_doc` from the routes; a test compares the two. The same, for machines:
`/api/openapi.json`. What holds everywhere:

- Refusals are `application/problem+json` (RFC 9457); `detail` is one sentence: what happened, what is
  safe, what to do. What makes no sense gets 422.
- A missing or foreign `Host` gets 400. With `--token`, or on any address but this machine's own, everything
  but `/healthz` needs the cookie of the printed URL or `Authorization: Bearer`, else 401.
- Writes need `Sec-Fetch-Site: same-origin`; without that field the same `Origin`, or the bearer token; else
  403.
- A header is at most 32 KiB and 10 s; a body rests at most 30 s and holds 1 MiB (a waveform 4 MiB, a piece of
  an upload as much as an upload may), else 413. 64 requests at once, 32 pieces of uploads, and 256 of audio,
  covers, waveforms and blobs, whose streams a paused player keeps open; else 503.
- A key names a file's path, and stays when the index is lost, or it is the id of an asset that a device
  brought. `?ref=sha256-…` names its bytes.
"""
METHODS = ("options", "get", "head", "put", "post", "patch", "delete")


def api_doc() -> str:
    """The page as it must be now."""
    with TemporaryDirectory() as folder:
        schema = build(Settings(data_dir=Path(folder)), Path(folder)).openapi()
    return "\n".join([INTRODUCTION, *_paths(schema)])


def _paths(schema: Mapping[str, Any]) -> Iterator[str]:
    for path, operations in schema["paths"].items():
        yield f"## `{path}`\n"
        for method in METHODS:
            if method in operations and not (method == "head" and "get" in operations):
                also = ", HEAD" if method == "get" and "head" in operations else ""
                yield from _operation(method.upper() + also, operations[method])


def _operation(method: str, operation: Mapping[str, Any]) -> Iterator[str]:
    about = f" {operation['description']}" if operation.get("description") else ""
    yield f"**{method}**: {operation['summary']}.{about}\n"
    for parameter in operation.get("parameters", ()):
        yield f"- `{parameter['name']}` ({parameter['in']}){_about(parameter)}"
    for status, response in sorted(operation["responses"].items()):
        if response["description"] in EVERYWHERE.values():
            continue
        yield f"- {status}: {response['description'].rstrip('.')}."
    yield ""


def _about(parameter: Mapping[str, Any]) -> str:
    return f": {parameter['description']}" if parameter.get("description") else ""


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(api_doc(), "utf-8")
