"""Which records hold which blobs."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.ref import ref_of
from app.model.vault.keep import Keep
from app.model.vault.references import HOLDING, LISTING, references
from tests.doubles.tracks import music, track

ONE, TWO, THREE = (ref_of(bytes([n])) for n in (1, 2, 3))
APP = Path(__file__).parents[2] / "app"
REFS = st.sampled_from((ONE, TWO, THREE))
JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=3) | REFS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def kinds_written() -> set[str]:
    """Kinds that a constant of the app names: `KIND = "keep/"`, `FENCE = "head/fence"`."""
    found: set[str] = set()
    for path in [*(APP / "core").rglob("*.py"), *(APP / "model").rglob("*.py")]:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                if isinstance(node.targets[0], ast.Name) and node.targets[0].id == "MEDIA_TYPE":
                    continue
                match = re.fullmatch(r"([a-z]+/)[a-z]*", str(node.value.value))
                found |= {match[1]} if match else set()
    return found


def test_every_kind_of_record_is_known_to_hold_or_to_list() -> None:
    assert kinds_written() <= HOLDING | LISTING
    assert not HOLDING & LISTING
    assert {"keep/", "transfer/", "library/", "position/", "head/"} <= kinds_written()


def test_a_keep_names_all_its_blobs_and_no_other() -> None:
    asset = track(1, music(1))
    kept = Keep(asset, asset.digest, 10_000, cover=TWO, peaks=THREE)
    assert references([(kept.key, kept.as_json())]) == set(kept.refs)


def test_a_transfer_holds_what_it_waits_for_and_a_list_holds_nothing() -> None:
    asset = track(1, music(1))
    assert references([("transfer/1", asset.as_json())]) == {asset.digest}
    assert references([("library/000000", {"items": [asset.as_json()]})]) == set()


def test_a_blob_may_be_named_by_the_key() -> None:
    assert references([(f"unclaimed/{ONE}", {"size": 1})]) == {ONE}


def test_a_kind_that_nobody_here_knows_holds_what_it_names() -> None:
    assert references([("mixtape/1", {"cover": ONE, "tracks": [{"ref": TWO}]})]) == {ONE, TWO}


@given(JSON, st.sampled_from(sorted(HOLDING)))
def test_wherever_it_stands_it_is_found(value: object, holding: str) -> None:
    text = repr(value)
    assert references([(holding + "1", {"any": value})]) == {r for r in (ONE, TWO, THREE) if r in text}


@pytest.mark.parametrize("text", [ONE[:-1], ONE.upper(), f"{ONE} ", ONE + "0"])
def test_what_only_looks_like_a_ref_is_none(text: str) -> None:
    assert references([("keep/1", {"any": text})]) == set()
