"""Markup on its way to the page: a tree of templates flattened into one JSON text per frame.

A template crosses once, as its constant strings; after that only its number and its values do.

    frame  = {"fresh": [[text...]...], "root": node}
    node   = null | true | false | number | text | [number, node...] | {"keys": [text...], "nodes": [node...]}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache
from json import dumps
from string.templatelib import Template
from typing import Any

PARTS = 1024
"""Parts remembered at a time: some screenfuls of rows."""

INDENT = re.compile(r"(?:^|(?<=>))\s*\n\s*(?=<|$)")
"""Line breaks between tags, which are there for whoever reads the views."""


@dataclass(frozen=True, slots=True)
class Part:
    """Markup that depends on `values` alone, and is therefore made once for equal values."""

    view: Callable[..., Template]
    values: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Nodes with a key each: a node moves, and keeps its focus, when its key moves."""

    nodes: tuple[tuple[str, Node], ...]


type Node = Template | Part | Listing | str | int | float | bool | None


class Encoder:
    """Turns trees into frames and remembers which templates the page already has."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._fresh: list[tuple[str, ...]] = []
        self._part = lru_cache(maxsize=PARTS)(self._make_part)

    def frame(self, root: Node) -> str:
        """The text to hand over. Each frame must reach the page, in order: templates are sent once."""
        node = self._node(root)
        fresh, self._fresh = self._fresh, []
        return f'{{"fresh":{dumps(fresh)},"root":{node}}}'

    def _node(self, node: Node) -> str:
        if isinstance(node, Template):
            return self._template(node)
        if isinstance(node, Part):
            return self._part(node.view, node.values)
        if isinstance(node, Listing):
            keys = dumps([key for key, _ in node.nodes])
            return f'{{"keys":{keys},"nodes":[{",".join([self._node(child) for _, child in node.nodes])}]}}'
        return dumps(node)

    def _template(self, template: Template) -> str:
        number = self._numbers.get(template.strings)
        if number is None:
            number = self._numbers[template.strings] = len(self._numbers)
            self._fresh.append(tuple(compact(text) for text in template.strings))
        values = [self._value(hole.value, hole.format_spec) for hole in template.interpolations]
        return f"[{','.join([str(number), *values])}]"

    def _value(self, value: Any, spec: str) -> str:
        return dumps(format(value, spec)) if spec else self._node(value)

    def _make_part(self, view: Callable[..., Template], values: tuple[Hashable, ...]) -> str:
        return self._node(view(*values))


def compact(text: str) -> str:
    """A template's text without its line breaks: none between tags, a space elsewhere."""
    return re.sub(r"\s*\n\s*", " ", INDENT.sub("", text))
