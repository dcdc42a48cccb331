"""The list: ordered, paged, searched, and unchanged when nothing changed."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import anyio
import pytest

from app.model.asset import Asset, asset
from app.model.ref import ref
from server.database import open_database
from server.key import key_of
from server.track import Track, Words
from server.tracks import Tracks
from tests.server.client import Client
from tests.server.conftest import Open
from tests.server.encoded import encode, ffmpeg, tone

ALBUM = [
    ("Åse", "Zenith", 2, "Beta"),
    ("Åse", "Zenith", 1, "Alpha"),
    ("Åse", "Aria", 1, "Last words"),
    ("aldo", "Mare", None, "Onda"),
    ("", "", None, "Nameless"),
]


@pytest.fixture
def client(opened: Open, music: Path) -> Client:
    for number, (artist, album, track, title) in enumerate(ALBUM):
        told = [f"artist={artist}", f"album={album}", f"title={title}", f"track={track or ''}"]
        tags = [word for tag in told if not tag.endswith("=") for word in ("-metadata", tag)]
        ffmpeg(*tone(0.2), *tags, str(music / f"{number}.flac"))
    return opened()


def titles(client: Client, query: str = "") -> list[str]:
    return [item["title"] for item in client.get("/api/library" + query).json()["items"]]


def test_the_order_is_artist_album_track_title_and_nobody_comes_last(client: Client) -> None:
    assert titles(client) == ["Onda", "Last words", "Alpha", "Beta", "Nameless"]


def test_items_are_the_assets_of_the_model(opened: Open, music: Path, encoded: Path) -> None:
    (music / "a.mp3").write_bytes((encoded / "cbr.mp3").read_bytes())
    (item,) = opened().get("/api/library").json()["items"]
    read = asset(item)
    assert read.as_json() == item
    assert item.keys() == set(Asset.__slots__)
    assert (read.title, read.track, read.year, read.media_type) == ("Slate", 3, 2019, "audio/mpeg")
    assert read.size == len((encoded / "cbr.mp3").read_bytes()) and read.digest == ref(item["digest"])


def test_pages_join_to_the_whole(client: Client) -> None:
    found: list[str] = []
    cursor = ""
    while cursor is not None:
        page = client.get(f"/api/library?limit=2&cursor={cursor}").json()
        assert page["total"] == 5 and len(page["items"]) <= 2
        found += [item["title"] for item in page["items"]]
        cursor = page["next"]
    assert found == titles(client)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("beta", ["Beta"]),
        ("ase zen", ["Alpha", "Beta"]),
        ("WORDS last", ["Last words"]),
        ("åse", ["Last words", "Alpha", "Beta"]),
        ("100%", []),
        ("_", []),
        ("' OR 1=1 --", []),
        ("  ", ["Onda", "Last words", "Alpha", "Beta", "Nameless"]),
    ],
)
def test_search_finds_words_in_any_order(client: Client, query: str, found: list[str]) -> None:
    reply = client.request("GET", "/api/library", params={"q": query})
    assert [item["title"] for item in reply.json()["items"]] == found
    assert reply.json()["total"] == len(found)


@pytest.mark.parametrize("query", ["?limit=0", "?limit=1001", "?limit=x", "?q=" + "x" * 201])
def test_what_makes_no_sense_is_refused_with_a_sentence(client: Client, query: str) -> None:
    reply = client.get("/api/library" + query)
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"
    assert "can't be understood" in reply.json()["detail"]


@pytest.mark.parametrize("cursor", ["!!!", "_w==", "é"])
def test_a_foreign_cursor_is_refused(client: Client, cursor: str) -> None:
    assert client.get(f"/api/library?cursor={cursor}").status_code == 400


def test_the_etag_stays_while_nothing_changes(client: Client, music: Path, opened: Open) -> None:
    first = client.get("/api/library")
    etag = first.headers["etag"]
    assert not etag.startswith("W/")
    again = client.get("/api/library", if_none_match=etag)
    assert again.status_code == 304 and again.content == b""
    client.write("POST", "/api/library/scan")
    while client.get("/api/library/scan").json()["running"]:
        time.sleep(0.01)
    assert client.get("/api/library", if_none_match=etag).status_code == 304
    assert opened().get("/api/library", if_none_match=etag).status_code == 304
    encode(music / "new.flac", seconds=0.2)
    assert opened().get("/api/library", if_none_match=etag).status_code == 200


def test_a_library_of_twenty_thousand_answers_at_once(tmp_path: Path) -> None:
    anyio.run(_time_pages, tmp_path, backend="asyncio")


async def _time_pages(folder: Path) -> None:
    engine = open_database(folder / "larder.db")
    tracks = Tracks(engine)
    await tracks.belong_to(folder)
    for at in range(0, 20_000, 500):
        await tracks.put(_track(number) for number in range(at, at + 500))
    times: dict[str, float] = {}
    for query in ("", "title 1999", "nowhere"):
        spent: list[float] = []
        for _ in range(5):
            began = time.perf_counter()
            page = await tracks.page(query, "", 500)
            [item.asset(peaks=False).as_json() for item in page.tracks]
            spent.append(time.perf_counter() - began)
        times[query] = sorted(spent)[2]
    await engine.dispose()
    assert max(times.values()) < 0.25, times


def _track(number: int) -> Track:
    path = f"artist {number % 400}/album {number % 1600}/{number}.mp3".encode()
    words = Words(
        f"Title {number}", f"Artist {number % 400}", f"Album {number % 1600}", None, number % 12 + 1
    )
    return Track(key_of(path), path, "1-1", 1, 1, "audio/mpeg", 180.0, words)


def test_a_place_is_unique_and_bounded() -> None:
    one = _track(1)
    long = replace(one, words=replace(one.words, title="x" * 300, artist="y" * 300, album="z" * 300))
    assert len(long.place) < 320 and long.place != replace(long, key="0" * 32).place
