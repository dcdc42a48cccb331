"""`serve.py check`: whether all that devices have entrusted to this server is there, and is what it was."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.model.ref import PATTERN, Ref
from server.blobs.found import look
from server.blobs.shelf import Shelf, folder_of
from server.refusal import Refusal
from server.settings import Settings
from server.sync.audit import Audit, audit
from server.uploads.parts import Parts
from server.uploads.uploads import LASTS


@dataclass(frozen=True, slots=True)
class Stock:
    """What is on the shelf, each file read from its first byte to its last."""

    sizes: Mapping[Ref, int]
    altered: frozenset[Ref]
    """Blobs whose bytes do not hash to their name."""
    strange: list[Path]
    """Files that are no blobs."""


def check(settings: Settings) -> int:
    """Print what was found as JSON; 0 when every promise holds, else 1. Changes nothing. Raises Refusal.

    The server may be running: what came or went meanwhile is not held against it.
    """
    data = settings.data_dir
    before = audit(data / "records.db")
    try:
        stock, parts = taken(Shelf(data / "blobs")), Parts(data / "uploads")
        found = report(before, stock, audit(data / "records.db"))
        found["leftovers"] += leftovers(data, stock, parts)
        found["counts"]["uploads"] = sum(1 for _ in parts.folder.glob("*.json"))
    except OSError as error:
        raise Refusal(f"What is in {data} can't be read ({error}); nothing was changed.") from None
    print(json.dumps(found, indent=2))
    return 0 if found["holds"] else 1


def taken(shelf: Shelf) -> Stock:
    """Read everything on the shelf. Raises OSError."""
    sizes: dict[Ref, int] = {}
    altered, strange = set[Ref](), list[Path]()
    for path in shelf.files():
        if not (PATTERN.fullmatch(path.name) and path.parent.name == folder_of(Ref(path.name))):
            strange.append(path)
            continue
        try:
            found = look(path)
        except FileNotFoundError:
            continue  # collected since it was listed
        sizes[Ref(path.name)] = found.size
        if found.ref != path.name:
            altered.add(Ref(path.name))
    return Stock(sizes, frozenset(altered), strange)


def report(before: Audit, stock: Stock, after: Audit) -> dict[str, Any]:
    """What there is to say of the shelf, between two looks into the books."""
    held = before.holdings.keys() & after.holdings.keys()
    known = {ref for _, ref in before.holdings.keys() | after.holdings.keys()}
    missing = sorted(each for each in held if each[1] not in stock.sizes)
    told = {ref: after.holdings[user, ref] for user, ref in held}
    cut = {ref for ref, size in told.items() if stock.sizes.get(ref, size) != size}
    damaged = stock.altered | cut
    sound = not damaged & known
    promises = {
        "1": not cut,
        "2": sound and not missing,
        "3": not after.lost,
        "4": not after.twice,
        "5": sound,
        "6": sound and not missing,
    }
    awaited = (key for (user, key), ref in after.assets.items() if (user, ref) not in after.holdings)
    return {
        "counts": {
            "blobs": len(stock.sizes),
            "bytes": sum(stock.sizes.values()),
            "holdings": len(after.holdings),
            "assets": len(after.assets),
            "records": after.records,
        },
        "damaged": sorted(damaged),
        "missing": [{"user": user, "ref": ref} for user, ref in missing],
        "orphaned": sorted(stock.sizes.keys() - known),
        "awaited": sorted(awaited),
        "leftovers": [],
        "books": [*after.lost, *after.twice],
        "promises": promises,
        "holds": all(promises.values()),
    }


def leftovers(data: Path, stock: Stock, parts: Parts) -> list[str]:
    """What interrupted work left, and the server clears away in time; and what is strange to it."""
    old = parts.older(time.time() - LASTS) if parts.folder.is_dir() else set[str]()
    return sorted(str(path.relative_to(data)) for path in [*stock.strange, *map(parts.path, old)])
