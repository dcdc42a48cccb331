"""What an offered file says of itself is read from as little of it as need be."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from tinytag import TinyTag

from app.core.imports.pages import MOST, PAGE, Pages, looked
from app.core.imports.recognise import recognised
from app.core.imports.tags import tags
from app.memory import MemoryOffered
from app.model.errors import Rejected, Unreadable
from app.model.span import Span

VECTORS = Path(__file__).parents[1] / "vectors"
KINDS = (".m4a", ".mp3", ".flac", ".ogg", ".opus")
SOUNDS = sorted(path for path in VECTORS.iterdir() if path.suffix in KINDS)


class Watched(MemoryOffered):
    """A file that knows how much of it was read."""

    def __init__(self, name: str, data: bytes, path: str = "") -> None:
        super().__init__(name, data, path)
        self.came = 0

    async def read(self, span: Span) -> bytes:
        data = await super().read(span)
        self.came += len(data)
        return data


def id3(*frames: tuple[bytes, bytes]) -> bytes:
    """An ID3v2.3 tag of such frames."""
    body = b"".join(name + len(data).to_bytes(4, "big") + b"\0\0" + data for name, data in frames)
    return b"ID3\x03\0\0" + bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0)) + body


@pytest.mark.parametrize("path", SOUNDS, ids=lambda path: path.name)
async def test_as_if_all_of_it_were_there(path: Path) -> None:
    told = await tags(MemoryOffered(path.name, path.read_bytes()))
    whole = TinyTag.get(path)
    assert told is not None
    assert told.duration == round(whole.duration or 0, 3) > 0
    assert told.words.title.casefold() == (whole.title or path.stem).casefold()


async def test_what_the_tags_say_counts_and_the_name_fills_in() -> None:
    sound = (VECTORS / "cbr128-stereo.mp3").read_bytes()
    frames = ((b"TIT2", b"\0Slate"), (b"TPE1", b"\0Harbour"), (b"TRCK", b"\0003/9"), (b"TYER", b"\0002019"))
    told = await tags(MemoryOffered("Nobody - Nothing.mp3", id3(*frames) + sound, "Tides"))
    assert told is not None
    words = told.words
    assert (words.title, words.artist, words.album) == ("Slate", "Harbour", "")
    assert (words.track, words.year) == (3, 2019)
    untitled = await tags(MemoryOffered("07 Last.mp3", id3((b"TPE1", b"\0Harbour")) + sound, "Tides"))
    assert untitled is not None
    words = untitled.words
    assert (words.title, words.artist, words.track, words.album) == ("Last", "Harbour", 7, "Tides")


async def test_of_a_long_file_little_is_read() -> None:
    sound = (VECTORS / "cbr128-stereo.mp3").read_bytes()
    frames = sound[sound.index(b"\xff\xfb") :]
    file = Watched("long.mp3", id3((b"TIT2", b"\0Long")) + frames * 600)
    told = await tags(file)
    assert told is not None and told.words.title == "Long"
    assert file.came < 2 * 1024 * 1024 < file.size


async def test_a_file_that_wants_to_be_read_whole_is_let_be() -> None:
    file = Watched("huge", bytes(MOST + PAGE))
    assert await looked(file.read, file.size, lambda pages: pages.read()) is None
    assert file.came == 0


async def test_pages_are_read_like_a_file() -> None:
    data = bytes(range(256)) * 1000
    steps = [(0, 0, 10), (-128, 2, 3), (5, 1, 70_000), (PAGE - 1, 0, 2), (len(data) + 9, 0, 5), (7, 0, -1)]

    def walk(file: object) -> list[object]:
        return [(file.seek(at, whence), file.read(count), file.tell()) for at, whence, count in steps]

    file = MemoryOffered("file", data)
    assert await looked(file.read, file.size, walk) == walk(BytesIO(data))
    with pytest.raises(OSError):
        Pages(10).seek(-11, 2)


async def test_what_goes_meanwhile_is_said() -> None:
    file = MemoryOffered("gone.mp3", (VECTORS / "cbr128-stereo.mp3").read_bytes())
    file.data = None
    with pytest.raises(Unreadable):
        await tags(file)


async def test_a_picture_in_a_films_clothes_is_no_audio() -> None:
    picture = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x10meta" + bytes(8) + b"\0\0\0\x10mdat" + bytes(8)
    with pytest.raises(Rejected, match="without a sound track"):
        await recognised(MemoryOffered("IMG_1.HEIC", picture))
    sound = MemoryOffered("sound.m4a", (VECTORS / "aac.m4a").read_bytes())
    assert await recognised(sound) == "audio/mp4"
