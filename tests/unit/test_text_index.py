"""Search by words, without case and accents: exactly what looking at every line would find."""

from __future__ import annotations

from unicodedata import combining, normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.model.asset import Asset
from app.model.text_index import TextIndex, folded

LETTERS = "abAB éÉeßſ™ﬁİıñ\n\t\u0301\u00a0½Åå漢ー"
TEXT = st.text(LETTERS, max_size=12) | st.text(max_size=6)
LINES = st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=8)


def naive(assets: list[Asset], query: str) -> list[int]:
    """Every word of the query somewhere in title, artist or album, compared by what is seen."""

    def plain(text: str) -> str:
        decomposed = normalize("NFKD", normalize("NFKD", text).casefold())
        return "".join(c for c in decomposed if not combining(c))

    words = plain(query).split()
    lines = [plain(f"{a.title} {a.artist} {a.album}") for a in assets]
    return [at for at, line in enumerate(lines) if all(word in line for word in words)]


@given(LINES, TEXT)
@example([("Foo™", "", "")], "tm")
@example([("a", "", ""), ("", "", "")], "")
@example([("one\ntwo", "", ""), ("two", "", "")], "two")
def test_it_finds_what_a_look_at_every_line_finds(lines: list[tuple[str, str, str]], query: str) -> None:
    assets = [Asset(str(at), title, artist, album) for at, (title, artist, album) in enumerate(lines)]
    assert TextIndex(assets).find(query) == naive(assets, query)


@pytest.mark.parametrize(
    "query", ["björk", "BJORK", "homogenic bjo", "jóga", "joga  bjork", "jo\u0301ga", "HOMOGÉNIC", "b h j"]
)
def test_words_in_any_order_with_or_without_accents(query: str) -> None:
    assets = [Asset("1", "Jóga", "Björk", "Homogenic"), Asset("2", "Army of Me", "Björk", "Post")]
    assert TextIndex(assets).find(query) == [0] + [1] * (folded(query) == "bjork")


def test_the_whole_library_without_a_word_and_none_without_a_match() -> None:
    assets = [Asset("1", "One"), Asset("2", "Two")]
    assert TextIndex(assets).find("  ") == [0, 1]
    assert TextIndex(assets).find("three") == []
    assert TextIndex([]).find("one") == []
