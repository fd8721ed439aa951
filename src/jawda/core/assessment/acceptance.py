"""Whether an answer may be given at all; one place for the spreadsheet, the pages and the API.

A knock-out of a certifiable referential cannot be declared not applicable. ISO 9001:2015, 4.3, admits a requirement
as not applicable only where that touches neither the ability nor the responsibility to ensure that products and
services conform; the knock-outs are what an auditor looks for before anything else (ISO/IEC 17021-1:2015,
9.3.1.2.2), and every organization can do them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from jawda.core.assessment.model import Answer
from jawda.core.findings import Finding
from jawda.core.findings.model import Argument
from jawda.core.referentials.model import Referential, Scale, ScaleKind

MAXIMUM_TEXT: Final = 5000
"""Characters in a reason, a note or an evidence."""

UNUSABLE: Final = frozenset({"unknown_requirement", "heading_answered", "unknown_level"})
"""Faults after which an answer says nothing of this referential."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: the finding's name, the column it stands in, and the arguments of its words."""

    name: str
    column: str
    arguments: dict[str, Argument]


def check_answer(referential: Referential, answer: Answer) -> tuple[Finding, ...]:
    """Everything that speaks against storing ``answer``; empty when it may be.

    >>> from jawda.core.languages import Text
    >>> from jawda.core.referentials.model import Referential, Requirement
    >>> from jawda.core.referentials.scales import MATURITY
    >>> referential = Referential(
    ...     id="first-1", slug="first", edition="1", title=Text(en="First"), languages=("en",), publisher="-",
    ...     rights=Text(), scale=MATURITY, requirements=(Requirement(id="a", reference="1", title=Text(en="A")),),
    ... )
    >>> check_answer(referential, Answer(requirement="a", level="3"))
    ()
    >>> [finding.id for finding in check_answer(referential, Answer(requirement="a", level="7"))]
    ['assessment.unknown_level']
    """
    return tuple(
        Finding(id=f"assessment.{fault.name}", arguments=fault.arguments)
        for fault in faults(referential, answer, Nearest(referential))
    )


def faults(referential: Referential, answer: Answer, nearest: Nearest) -> Iterator[Fault]:
    """The faults of one answer, in the order of the columns."""
    requirement = referential.by_id.get(answer.requirement)
    if requirement is None:
        arguments: dict[str, Argument] = {
            "found": answer.requirement[:80],
            "expected": nearest.to(answer.requirement),
        }
        yield Fault("unknown_requirement", "requirement", arguments)
    elif not requirement.assessable:
        yield Fault("heading_answered", "requirement", {"found": answer.requirement})
    if answer.level is not None:
        if referential.scale.level(answer.level) is None:
            shown: dict[str, Argument] = {"found": answer.level[:40], "expected": expected_levels(referential.scale)}
            yield Fault("unknown_level", "level", shown)
        if answer.not_applicable:
            yield Fault("level_and_not_applicable", "not_applicable", {})
    if answer.not_applicable:
        if requirement is not None and requirement.knock_out and referential.certifiable:
            yield Fault("knock_out_not_applicable", "not_applicable", {})
        if not answer.reason.strip():
            yield Fault("reason_missing", "reason", {})
    for column, text in (("reason", answer.reason), ("note", answer.note), ("evidence", answer.evidence)):
        if len(text) > MAXIMUM_TEXT:
            yield Fault("text_too_long", column, {"characters": len(text), "limit": MAXIMUM_TEXT})


def expected_levels(scale: Scale) -> str:
    """The codes a person may type.

    >>> from jawda.core.referentials.scales import CONFORMITY, MATURITY
    >>> expected_levels(CONFORMITY), expected_levels(MATURITY)
    ('C, P, X', '0, 1, 2, 3, 4, 5')
    """
    levels = scale.levels if scale.kind is ScaleKind.MATURITY else scale.levels[::-1]
    return ", ".join(level.code for level in levels)


class Nearest:
    """The requirement that an unknown id most likely meant.

    A likeness costs time, and a hostile file has thousands of wrong ids: only the first ``searches`` are searched for.
    """

    def __init__(self, referential: Referential, searches: int = 50) -> None:
        self._ids = tuple(item.id for item in referential.assessable)
        self._left = searches
        self._by_reference: dict[str, str] = {}
        for item in referential.assessable:
            self._by_reference.setdefault(item.reference, item.id)

    def to(self, identifier: str) -> str:
        """The id with this reference (a clause number), else the likest id, else the first; '' where there is none."""
        if identifier in self._by_reference:
            return self._by_reference[identifier]
        near: list[str] = []
        if self._left > 0:
            self._left -= 1
            near = difflib.get_close_matches(identifier[:80], self._ids, n=1)
        return (near or [*self._ids[:1], ""])[0]
