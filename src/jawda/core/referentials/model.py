"""A referential as a frozen tree of requirements.

Texts of standards are copyrighted: a referential carries references and titles, and questions,
explanations and examples in its authors' own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from jawda.core.languages import Language, Text


class ScaleKind(StrEnum):
    """The two kinds of scale; they are never mixed in one referential."""

    CONFORMITY = "conformity"
    """Conforms, partly, does not (certifiable referentials, imported catalogues)."""
    MATURITY = "maturity"
    """0 to 5, in the manner of ISO 9004:2018, annex A."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleLevel:
    """One level: ``code`` is what is stored and typed (``C``, ``P``, ``X`` or ``0`` to ``5``)."""

    code: str
    value: float
    """On 0-100; by default conformity is 100, 50, 0; maturity level n is 20 n."""
    title: Text
    description: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The levels an answer may take, from the lowest to the highest value."""

    kind: ScaleKind
    levels: tuple[ScaleLevel, ...]

    def level(self, code: str) -> ScaleLevel | None:
        """The level with this code, or ``None``."""
        return next((level for level in self.levels if level.code == code), None)


class Relation(StrEnum):
    """How a requirement of one referential relates to one of another (set theory, as in NIST IR 8477)."""

    EQUAL = "equal"
    SUBSET = "subset"
    SUPERSET = "superset"
    INTERSECTS = "intersects"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """Where a requirement comes from in the edition before: the id there, and how the two relate."""

    requirement: str
    relation: Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One profile condition: the requirement applies when the profile's answer is one of ``values``."""

    profile: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChoice:
    """One answer a company may give to a profile question."""

    value: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileQuestion:
    """A question about the company, whose answer decides which requirements apply."""

    id: str
    question: Text
    choices: tuple[ProfileChoice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A node of the tree: a heading, or (``assessable``) one question to answer.

    ``id`` is never reused, in no edition. ``reference`` is what people read (a clause number).
    """

    id: str
    reference: str
    title: Text
    parent: str | None = None
    assessable: bool = True
    question: Text = Text()
    plain_words: Text = Text()
    good_example: Text = Text()
    bad_example: Text = Text()
    auditor_asks: Text = Text()
    typical_evidence: Text = Text()
    description: Text = Text()
    """The requirement's own text where its rights allow it (imported catalogues), or a heading's introduction."""
    weight: float = 1.0
    knock_out: bool = False
    consequence: int = 2
    """What a gap here costs: 1 low, 2 medium, 3 high."""
    effort_days: float | None = None
    """Usual days of work for a small company to close the gap, where the author knows."""
    applies_when: tuple[Condition, ...] = ()
    """All must hold; empty means always."""
    needs: tuple[str, ...] = ()
    """Kinds of need that a gap calls for: codes such as ``training:internal-audit`` or ``calibration``."""
    lineage: tuple[Lineage, ...] = ()
    foreign: Mapping[str, Any] = field(default_factory=dict)
    """Members of an imported document that this model does not know, kept to be written out again."""


@dataclass(frozen=True, kw_only=True)
class Referential:
    """A whole referential in one edition. ``requirements`` is in reading order, each after its parent."""

    id: str
    """``<slug>-<edition>``, such as ``iso-9001-2015``."""
    slug: str
    edition: str
    title: Text
    languages: tuple[Language, ...]
    publisher: str
    rights: Text
    scale: Scale
    requirements: tuple[Requirement, ...]
    description: Text = Text()
    certifiable: bool = False
    published_on: date | None = None
    applies_from: date | None = None
    withdrawn_on: date | None = None
    dates_confirmed: bool = True
    replaces: str | None = None
    rests_on: tuple[str, ...] = ()
    profile: tuple[ProfileQuestion, ...] = ()
    foreign: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[str, Requirement]:
        """Requirements by their id."""
        return {requirement.id: requirement for requirement in self.requirements}

    @cached_property
    def children(self) -> Mapping[str | None, tuple[Requirement, ...]]:
        """Children by parent id, in reading order; under ``None`` the top of the tree (the chapters)."""
        found: dict[str | None, list[Requirement]] = {}
        for requirement in self.requirements:
            found.setdefault(requirement.parent, []).append(requirement)
        return {parent: tuple(nodes) for parent, nodes in found.items()}

    @cached_property
    def assessable(self) -> tuple[Requirement, ...]:
        """The requirements to answer, in reading order."""
        return tuple(requirement for requirement in self.requirements if requirement.assessable)

    @cached_property
    def profile_values(self) -> Mapping[str, frozenset[str]]:
        """What may be said to each profile question, by the questions' ids."""
        return {question.id: frozenset(choice.value for choice in question.choices) for question in self.profile}

    @cached_property
    def chapter_of(self) -> Mapping[str, str]:
        """The top ancestor's id of every requirement id (a top node is its own chapter)."""
        chapters: dict[str, str] = {}
        for requirement in self.requirements:
            chapters[requirement.id] = requirement.id if requirement.parent is None else chapters[requirement.parent]
        return chapters
