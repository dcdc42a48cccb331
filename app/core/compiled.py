"""A zip of Python sources as a zip of their bytecode: what starts without compiling."""

from __future__ import annotations

import io
import zipfile
from importlib.util import MAGIC_NUMBER
from marshal import dumps
from typing import Any

UNCHECKED = (1).to_bytes(4, "little") + bytes(8)
"""PEP 552: hash-based, never checked; the archive as a whole is named after its source."""


def compiled(archive: Any) -> bytes:
    """Every `.py` of the archive (bytes, or the browser's buffer of them) as a `.pyc`; the rest as is.

    A module that does not compile stays as source: some of the library's test data is broken on purpose.
    """
    data = archive.to_bytes() if hasattr(archive, "to_bytes") else archive
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for item in source.infolist():
            name, body = item.filename, source.read(item)
            if name.endswith(".py"):
                name, body = _module(name, body)
            target.writestr(zipfile.ZipInfo(name), body)
    return out.getvalue()


def _module(name: str, body: bytes) -> tuple[str, bytes]:
    try:
        code = compile(body, name, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return name, body
    return name + "c", MAGIC_NUMBER + UNCHECKED + dumps(code)
