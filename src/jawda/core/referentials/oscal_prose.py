"""The text of a control: its statement with its numbered items, parameters put in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from jawda.core.referentials.wording import LONGEST_TEXT
from jawda.core.spreadsheets.model import FORBIDDEN

_INSERT: Final = re.compile(r"\{\{\s*insert:\s*param,\s*([^}\s]+)\s*\}\}")
_LONGEST_PARAMETER: Final = 400
_DEEPEST: Final = 4


class Parameters:
    """A catalogue's parameters by id, each put in words once.

    >>> length = {"id": "p", "label": "a duration"}
    >>> Parameters([length]).inserted("Lock after {{ insert: param, p }}.")
    'Lock after [a duration].'
    """

    def __init__(self, params: Iterable[Mapping[str, Any]]) -> None:
        self._params = {param["id"]: param for param in params}
        self._words: dict[tuple[str, int], str] = {}

    def inserted(self, prose: str, depth: int = 0) -> str:
        """The prose with every ``{{ insert: param, … }}`` replaced by words."""
        return _INSERT.sub(lambda found: self._word(found[1], depth), prose)

    def _word(self, name: str, depth: int) -> str:
        """Its values if it has any, else the choices of its selection, else its label, else its id."""
        if (name, depth) not in self._words:
            self._words[name, depth] = f"[{_cut(self._inner(name, depth), _LONGEST_PARAMETER)}]"
        return self._words[name, depth]

    def _inner(self, name: str, depth: int) -> str:
        param = self._params.get(name, {})
        choices = param.get("values") or param.get("select", {}).get("choice")
        if choices and depth < _DEEPEST:
            return " / ".join(self.inserted(choice, depth + 1) for choice in choices)
        return str(param.get("label", name))


def statement(node: Mapping[str, Any], parameters: Parameters) -> str:
    """The lines of the parts named ``statement`` and ``overview``, items indented below what they belong to."""
    parts = [part for part in node.get("parts", ()) if part["name"] in ("statement", "overview")]
    return _joined(parts, parameters)


def guidance(node: Mapping[str, Any], parameters: Parameters) -> str:
    """The lines of the parts named ``guidance``."""
    return _joined([part for part in node.get("parts", ()) if part["name"] == "guidance"], parameters)


def label(node: Mapping[str, Any]) -> str:
    """The label that people read: the one without a class first (others carry padded forms); '' if none."""
    labels = [prop for prop in node.get("props", ()) if prop["name"] == "label"]
    plain = [prop for prop in labels if "class" not in prop]
    return one_line((plain or labels or [{"value": ""}])[0]["value"])


def one_line(text: str) -> str:
    """Without line breaks, double spaces and control characters."""
    return " ".join(FORBIDDEN.sub(" ", text).split())


def _joined(parts: Iterable[Mapping[str, Any]], parameters: Parameters) -> str:
    lines = "\n".join(line for part in parts for line in _lines(part, parameters, 0))
    return _cut(FORBIDDEN.sub(" ", lines.replace("\r\n", "\n")).strip(), LONGEST_TEXT)


def _lines(part: Mapping[str, Any], parameters: Parameters, indent: int) -> Iterator[str]:
    words = (label(part), parameters.inserted(part.get("prose", "")[:LONGEST_TEXT]))
    if line := " ".join(word for word in words if word):
        yield "  " * max(indent - 1, 0) + line
    for below in part.get("parts", ()):
        yield from _lines(below, parameters, indent + 1)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
