"""Codes, the systems they belong to, and how systems correspond; all of it dated, none of it a constant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jawda.core.languages import Text


class Coverage(StrEnum):
    """How much of a system stands in the data: all of it, a part, or none (it is only referred to)."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NONE = "none"


class Relation(StrEnum):
    """What a code of one system says of a code of another.

    ``PARTLY``: some of what the other code covers; a person must decide.
    """

    SAME = "same"
    INCLUDES = "includes"
    EXCLUDES = "excludes"
    PARTLY = "partly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One code of one edition of a system; ``valid_until`` is the last day, ``None`` where no end is known.

    >>> from datetime import date
    >>> Code(system="ma-region-2015", code="06", title=Text(fr="Casablanca-Settat"), valid_from=date(2015, 2, 20)).code
    '06'
    """

    system: str
    code: str
    title: Text
    parent: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSystem:
    """One edition of a classification: who issues it, for which country (``None``: any), under which licence.

    ``kind`` is what it classifies: ``region``, ``activity`` or ``scope``.
    """

    system: str
    kind: str
    country: str | None
    title: Text
    issuer: str
    valid_from: date | None
    valid_until: date | None
    licence: str
    source: str
    coverage: Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """``from_code`` of one system includes, excludes, partly covers or equals ``to_code`` of another."""

    from_system: str
    from_code: str
    relation: Relation
    to_system: str
    to_code: str
    source: str


def valid_on(codes: Iterable[Code], day: date) -> tuple[Code, ...]:
    """The codes whose validity contains ``day``, both ends included; an unknown end is open.

    >>> from datetime import date
    >>> old = Code(system="nace-2", code="45", title=Text(fr="Commerce"), valid_until=date(2024, 12, 31))
    >>> len(valid_on([old], date(2024, 12, 31))), len(valid_on([old], date(2025, 1, 1)))
    (1, 0)
    """
    return tuple(
        code
        for code in codes
        if (code.valid_from is None or code.valid_from <= day) and (code.valid_until is None or day <= code.valid_until)
    )
