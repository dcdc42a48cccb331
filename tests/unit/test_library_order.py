"""What devices brought stands among what the server lists."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.model.asset import Asset
from app.model.library_order import merged, place

WORDS = st.sampled_from(["", "Abend", "abend", "Åse", "Zeit"])
ASSETS = st.lists(
    st.builds(Asset, st.uuids().map(str), WORDS, WORDS, WORDS, st.none() | st.integers(1, 3)),
    unique_by=lambda asset: asset.key,
)


@given(ASSETS, ASSETS)
def test_all_are_there_in_order(listed: list[Asset], others: list[Asset]) -> None:
    ordered = sorted(listed, key=place)
    assert list(merged(ordered, others)) == sorted([*listed, *others], key=place)


@given(ASSETS, ASSETS)
def test_the_servers_order_is_the_servers(listed: list[Asset], others: list[Asset]) -> None:
    found = merged(listed, others)
    keys = {asset.key for asset in listed}
    assert [asset for asset in found if asset.key in keys] == listed
    assert len(found) == len(listed) + len(others)


def test_who_has_no_name_comes_last() -> None:
    named, nameless = Asset("1", "Zzz", "Zeit"), Asset("2", "Aaa")
    assert merged((named,), (nameless,)) == (named, nameless)
