"""The fields of a form in YAML: maps, lists, texts and numbers, each fault kept with its line and path."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence

from jawda.core.findings import Finding
from jawda.core.statistics.uncertainty.document import Document, Tree, cut_at_comma, has_decimal_comma, number_of


class Fields:
    """Takes fields from a document, and goes on after a fault so that all of them are told at once.

    >>> from jawda.core.statistics.uncertainty.document import read_document
    >>> fields = Fields(read_document("value: 1,5", file="model.yaml"))
    >>> fields.number_at("value"), [fault.id for fault in fields.faults]
    (None, ['uncertainty.decimal_comma'])
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.tree = document.tree
        self.faults: builtins.list[Finding] = []

    def fault(self, name: str, path: str, /, **arguments: str | int | float) -> None:
        """Something is wrong at a path."""
        self.faults.append(self.document.finding(name, path, **arguments))

    def known_keys(self, tree: Mapping[str, Tree], known: Sequence[str], path: str) -> None:
        """A key that nobody reads is a fault; ``{u: 0,1}`` is a key 1 for YAML, and a decimal comma."""
        before = ""
        for key, value in tree.items():
            if key not in known:
                where = f"{path}.{key}" if path else key
                comma = cut_at_comma(before and tree[before], key, value)
                if comma is not None:
                    self.fault("decimal_comma", f"{path}.{before}" if path else before, value=comma[:60])
                else:
                    self.fault("unknown_key", where, key=key[:60], known=", ".join(known))
            before = key

    def map(self, tree: Tree, path: str) -> Mapping[str, Tree]:
        """Keys and values; none where the place is empty."""
        if isinstance(tree, dict):
            return tree
        if tree is not None:
            self.fault("map_expected", path)
        return {}

    def list(self, tree: Tree, path: str) -> builtins.list[Tree]:
        """Items; none where the place is empty."""
        if isinstance(tree, list):
            return tree
        if tree is not None:
            self.fault("list_expected", path)
        return []

    def text(self, tree: Tree, path: str) -> str | None:
        """A text, or None where the place is empty."""
        if tree is None or isinstance(tree, str):
            return tree
        self.fault("text_expected", path)
        return None

    def number(self, tree: Tree, path: str) -> float | None:
        """A number, or None where the place is empty or holds none."""
        if tree is None:
            return None
        found = number_of(tree) if isinstance(tree, str) else None
        if found is None:
            value = tree[:60] if isinstance(tree, str) else "…"
            comma = isinstance(tree, str) and has_decimal_comma(tree)
            self.fault("decimal_comma" if comma else "number_expected", path, value=value)
        return found

    def number_at(self, key: str) -> float | None:
        """The number of a key at the top."""
        return self.number(self.tree.get(key), key)

    def numbers(self, tree: Tree, path: str) -> builtins.list[float | None]:
        """A list of numbers, None where one is missing."""
        return [self.number(item, f"{path}[{index}]") for index, item in enumerate(self.list(tree, path), 1)]
