"""Finding one file inside a wheel that stays where it is.

A wheel is a zip: its directory stands at the end (APPNOTE.TXT §4.3.6), so a few byte ranges are enough.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from runtime.answer import answer, content_range
from runtime.errors import Unreachable
from runtime.span import Span

LOCAL_HEADER = struct.Struct("<26xHH")
"""Lengths of the name and of the extra field, at the end of a local file header (APPNOTE.TXT §4.3.7)."""


def member_span(index: str, wheel: str, member: str) -> Span:
    """Where the still deflated bytes of `member` lie in a wheel that the simple index (PEP 503) lists.

    Raises Unreachable when the index, the wheel or the member can't be had.
    """
    url = _listed(index, wheel)
    remote = RemoteFile(wheel, url)
    try:
        entry = zipfile.ZipFile(remote).getinfo(member)
    except (KeyError, zipfile.BadZipFile) as error:
        raise Unreachable(wheel, url, error) from error
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise Unreachable(wheel, url, f"{member} is not deflated in it")
    remote.seek(entry.header_offset)
    name, extra = LOCAL_HEADER.unpack(remote.read(LOCAL_HEADER.size))
    return Span(url, entry.compress_size, first=entry.header_offset + LOCAL_HEADER.size + name + extra)


class RemoteFile:
    """A file on the web, readable from any byte on: each read is one range request. Raises Unreachable."""

    def __init__(self, what: str, url: str) -> None:
        self._what, self._url, self._at = what, url, 0
        with answer(what, url, first=0, last=0) as opened:
            self._size = content_range(opened)[1]

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a byte; returns its distance from the start."""
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        return self._at

    def tell(self) -> int:
        """The distance from the start."""
        return self._at

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes from here on; all of them without `size`."""
        left = self._size - self._at
        wanted = left if size < 0 else min(size, left)
        content = b"".join(Span(self._url, wanted, first=self._at).chunks(self._what)) if wanted else b""
        self._at += len(content)
        return content


class Links(HTMLParser):
    """The targets of a page's links, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def _listed(index: str, wheel: str) -> str:
    """The address that the index gives for the wheel."""
    project = re.sub(r"[-_.]+", "-", wheel.partition("-")[0]).lower()
    page, links = f"{index}/{project}/", Links()
    with answer(wheel, page) as opened:
        links.feed(opened.read().decode())
    for link in links.found:
        url = urldefrag(urljoin(page, link)).url
        if urlsplit(url).path.endswith(f"/{wheel}"):
            return url
    raise Unreachable(wheel, page, "the index does not list it")
