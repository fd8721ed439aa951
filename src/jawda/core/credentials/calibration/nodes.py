"""An element of the certificate with its place: what is asked of it is found, or the fault is noted with its path.

One element where one belongs: of two, two readers would take another. Elements of other namespaces are not seen.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from typing import Final

from jawda.core.credentials.moments import OFFSET
from jawda.core.findings import Finding, Place, Refused
from jawda.core.findings.model import Argument
from jawda.core.plain_xml import Element

CERTIFICATE: Final = "https://ptb.de/dcc"
VALUES: Final = "https://ptb.de/si"
#: Faults noted; a person mends these first, and a hostile file has thousands.
MOST_FAULTS: Final = 50
#: Numbers in all lists together.
MOST_NUMBERS: Final = 200_000
#: A text that people read; a longer one is no name or paragraph.
_MOST_TEXT: Final = 100_000
_MOST_FIGURES: Final = 64
_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
_DATE: Final = re.compile(rf"(\d{{4}}-\d\d-\d\d){OFFSET}?", re.ASCII)
_TIME: Final = re.compile(rf"\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{{1,12}})?{OFFSET}?", re.ASCII)
_NOT_A_NUMBER: Final = frozenset(("NaN", "nan", "NAN"))
_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}
_ATTRIBUTES: Final = 200


def refuse(reason: str, *, path: str | None = None, line: int | None = None, **arguments: Argument) -> Refused:
    """The refusal to raise where reading cannot go on."""
    place = Place(path=path, line=line)
    return Refused([Finding(id=f"calibration_certificates.{reason}", place=place, arguments=arguments)])


class Faults:
    """What is wrong with a document, gathered so that a person mends it in one go."""

    def __init__(self) -> None:
        self.found: list[Finding] = []
        self.numbers = 0
        self.files = 0

    def note(self, reason: str, path: str, **arguments: Argument) -> None:
        """A fault at a place; those beyond :data:`MOST_FAULTS` are not kept."""
        if len(self.found) < MOST_FAULTS:
            place = Place(path=path[:300])
            self.found.append(Finding(id=f"calibration_certificates.{reason}", place=place, arguments=arguments))


class Node:
    """An element, its path from the root, and where faults go."""

    __slots__ = ("_by_tag", "element", "faults", "path")

    def __init__(self, element: Element, path: str, faults: Faults) -> None:
        self.element, self.path, self.faults = element, path, faults
        self._by_tag: dict[object, list[Element]] | None = None

    @property
    def name(self) -> str:
        """The local name."""
        return str(self.element.tag).rpartition("}")[2]

    def all(self, *names: str, namespace: str = CERTIFICATE) -> tuple[Node, ...]:
        """Children of these names in the order of the document; of equal names each is numbered from 1."""
        known = self._children()
        if len(names) == 1:
            return self._numbered(known.get(f"{{{namespace}}}{names[0]}", []), names[0])
        if not any(f"{{{namespace}}}{name}" in known for name in names):
            return ()
        own = {name: iter(self.all(name, namespace=namespace)) for name in names}
        tags = {f"{{{namespace}}}{name}": name for name in names}
        return tuple(next(own[tags[str(each.tag)]]) for each in self.element if each.tag in tags)

    def every(self, *, namespace: str) -> tuple[Node, ...]:
        """All children in the namespace."""
        start = f"{{{namespace}}}"
        return self.all(
            *(str(tag)[len(start) :] for tag in self._children() if str(tag).startswith(start)), namespace=namespace
        )

    def one(self, name: str, *, namespace: str = CERTIFICATE) -> Node | None:
        """The child of this name, or None; two are a fault."""
        found = self._children().get(f"{{{namespace}}}{name}")
        if not found:
            return None
        nodes = self._numbered(found, name)
        if len(nodes) > 1:
            self.faults.note("twice", nodes[1].path, name=name)
        return nodes[0]

    def _children(self) -> dict[object, list[Element]]:
        """By tag: what reads a certificate asks each element for many."""
        if self._by_tag is None:
            self._by_tag = {}
            for each in self.element:
                self._by_tag.setdefault(each.tag, []).append(each)
        return self._by_tag

    def _numbered(self, found: list[Element], name: str) -> tuple[Node, ...]:
        start = f"{self.path}/{name}" if self.path else name
        if len(found) == 1:
            return (Node(found[0], start, self.faults),)
        return tuple(Node(each, f"{start}[{number}]", self.faults) for number, each in enumerate(found, 1))

    def text(self) -> str:
        """The element's own text, its white space collapsed; child elements inside are a fault."""
        found = " ".join((self.element.text or "").split())
        if len(self.element):
            self.faults.note("elements_in_text", self.path)
        if len(found) > _MOST_TEXT:
            self.faults.note("long_text", self.path, most=_MOST_TEXT)
            return ""
        return found

    def text_of(self, name: str, *, namespace: str = CERTIFICATE) -> str:
        """The text of the one child of this name, or ''."""
        found = self.one(name, namespace=namespace)
        return "" if found is None else found.text()

    def texts_of(self, name: str) -> tuple[str, ...]:
        """The texts of all children of this name; empty ones are left out."""
        return tuple(text for each in self.all(name) if (text := each.text()))

    def attribute(self, name: str) -> str:
        """A short attribute, or ''."""
        found = " ".join(self.element.get(name, "").split())
        if len(found) > _ATTRIBUTES:
            self.faults.note("long_text", self.path, most=_ATTRIBUTES)
            return ""
        return found

    @property
    def reference_types(self) -> tuple[str, ...]:
        """``refType``: what kind of thing this is in the vocabulary of the good practice."""
        return tuple(self.attribute("refType").split())

    def words(self) -> tuple[str, ...]:
        """A text that is a list: its parts between white space."""
        found = tuple((self.element.text or "").split())
        if len(self.element):
            self.faults.note("elements_in_text", self.path)
        self.faults.numbers += len(found)
        if self.faults.numbers > MOST_NUMBERS:
            self.faults.note("many_numbers", self.path, most=MOST_NUMBERS)
            return ()
        return found

    def numbers(self) -> tuple[tuple[float | None, ...], tuple[str, ...]]:
        """A list of numbers and how they are written; None for what is written as not a number."""
        written = self.words()
        return tuple(self._number(figures, place) for place, figures in enumerate(written, 1)), written

    def _number(self, figures: str, place: int) -> float | None:
        if figures in _NOT_A_NUMBER:
            return None
        if len(figures) <= _MOST_FIGURES and _NUMBER.fullmatch(figures) and math.isfinite(found := float(figures)):
            return found
        self.faults.note("number", self.path, figures=figures[:40], position=place)
        return None

    def date_of(self, name: str) -> date | None:
        """The day of the one child of this name; a time zone is left out, as the day is that of the laboratory."""
        found = self.one(name)
        if found is None or not (text := found.text()):
            return None
        match = _DATE.fullmatch(text)
        try:
            return date.fromisoformat(match[1] if match else "")
        except ValueError:
            self.faults.note("date", found.path, text=text[:40])
            return None

    def times(self) -> tuple[str, ...]:
        """Moments as they are written (``xs:dateTime``)."""
        found = self.words()
        for text in found:
            if not _is_time(text):
                self.faults.note("time", self.path, text=text[:40])
        return found

    def booleans(self) -> tuple[bool, ...]:
        """A list of truth values."""
        found = self.words()
        for text in found:
            if text not in _BOOLEANS:
                self.faults.note("boolean", self.path, text=text[:40])
        return tuple(_BOOLEANS.get(text, False) for text in found)

    def boolean_of(self, name: str) -> bool | None:
        """The truth value of the one child of this name, or None."""
        found = self.one(name)
        values = () if found is None else found.booleans()
        return values[0] if values else None


def _is_time(text: str) -> bool:
    match = _TIME.fullmatch(text)
    if match is None:
        return False
    try:
        datetime.fromisoformat(text[:19])
    except ValueError:
        return False
    return True
