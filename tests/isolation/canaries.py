"""Unmistakable strings planted in every tenant's rows, whose they are, and how they are found again in any output."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
"""The letters of handles, so that a canary fits there too; it is ten long for the same reason."""
LENGTH = 10
_CANARY = re.compile(rf"(?=(zq[{ALPHABET}]{{8}}))")
_KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NOT_LETTERS = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A row in which a canary stands: its model, and the organisations and persons the row is about."""

    label: str
    organisations: frozenset[UUID]
    persons: frozenset[UUID]
    public: bool = False


@dataclass
class Canaries:
    """Every canary, and every key of a row, with the places where it stands."""

    places: dict[str, set[Place]] = field(default_factory=lambda: defaultdict(set))
    _chance: random.Random = field(default_factory=lambda: random.Random(2026))

    def new(self) -> str:
        """A string that stands nowhere else."""
        return "zq" + "".join(self._chance.choices(ALPHABET, k=LENGTH - 2))

    def note_row(self, row: Mapping[str, Any], place: Place) -> None:
        """Remember the row's own key, and each canary in its values."""
        if isinstance(key := row.get("id"), str) and _KEY.fullmatch(key):
            self.places[key].add(place)
        for value in row.values():
            for token in _CANARY.findall(str(value)):
                self.places[token].add(place)

    def found_in(self, text: str) -> set[str]:
        """The canaries and keys in ``text``: as it stands, and with all but letters and digits taken out."""
        lower = text.casefold()
        tokens = set(_CANARY.findall(lower)) | set(_KEY.findall(lower))
        return {token for token in tokens | set(_CANARY.findall(_NOT_LETTERS.sub("", lower))) if token in self.places}


def canaries_in(value: object) -> set[str]:
    """What looks like a canary in any value's text."""
    return set(_CANARY.findall(str(value).casefold()))


def text_of(kind: str, body: bytes) -> str:
    """Everything that can be read in a body of this content type: PDF pages, members of a workbook, or the text."""
    if body.startswith(b"%PDF"):
        return _pdf_text(body)
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join(f"{name}\n{text_of('', archive.read(name))}" for name in archive.namelist())
    return body.decode("utf-8", "replace")


def _pdf_text(body: bytes) -> str:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(body))
    pages: Iterable[str] = (page.extract_text() for page in reader.pages)
    return "\n".join([*pages, str(reader.metadata), body.decode("latin-1")])
