"""Which referential to begin with, from a few plain questions about the company: a declared table of rules.

A rule proposes one referential in a situation and says why. The first rule that holds for a referential counts for it,
and proposals come in the table's order: reading the table is knowing what is proposed. What the table does not name is
never proposed, and always stands in the full list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol, TypeVar

from jawda.core.languages import Text
from jawda.core.referentials.choosing_words import QUESTIONS, RULES, Question, Rule
from jawda.core.referentials.model import Referential

__all__ = ["QUESTIONS", "RULES", "Edition", "Question", "Recommendation", "Rule", "announced", "prefilled", "recommend",
           "standing", "withdrawn"]  # fmt: skip

USUAL: Final = {"sector": "other", "asked_by": "nobody", "certificate": "none", "internal_laboratory": "no"}
"""What counts for a question without an answer: the company for which the least is known."""


class Edition(Protocol):
    """What one has to know of a referential to propose it."""

    @property
    def identifier(self) -> str:
        """Its id."""

    @property
    def slug(self) -> str:
        """The same in all its editions."""

    @property
    def published_on(self) -> date | None:
        """When it was, or is to be, published."""

    @property
    def applies_from(self) -> date | None:
        """From when it can be applied."""

    @property
    def withdrawn_on(self) -> date | None:
        """Until when it stands."""

    @property
    def dates_confirmed(self) -> bool:
        """Whether these dates are more than announced."""


E = TypeVar("E", bound=Edition)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A referential to begin with, or to go on to, and why in one or two sentences."""

    identifier: str
    reason: Text


def announced(edition: Edition, today: date) -> bool:
    """Whether it does not stand yet: its dates are announced only, or lie ahead."""
    return not edition.dates_confirmed or any(
        day is not None and day > today for day in (edition.published_on, edition.applies_from)
    )


def withdrawn(edition: Edition, today: date) -> bool:
    """Whether it stands no longer."""
    return edition.withdrawn_on is not None and edition.withdrawn_on <= today


def standing(editions: Iterable[E], today: date) -> dict[str, E]:
    """Of each referential the edition that stands, by slug; the latest of several, none that is only announced."""
    found: dict[str, E] = {}
    for item in editions:
        if announced(item, today) or withdrawn(item, today):
            continue
        other = found.get(item.slug)
        if other is None or (_since(item), item.identifier) > (_since(other), other.identifier):
            found[item.slug] = item
    return found


def _since(edition: Edition) -> date:
    return edition.applies_from or edition.published_on or date.min


def recommend(answers: Mapping[str, str], editions: Sequence[Edition], today: date) -> tuple[Recommendation, ...]:
    """What to begin with and what to go on to, in order; nothing where nothing was answered.

    Only editions that stand today are proposed, each once.
    """
    given = {name: value for name, value in answers.items() if value}
    if not given:
        return ()
    situation = {**USUAL, **given}
    available = standing(editions, today)
    reasons: dict[str, Text] = {}
    for rule in RULES:
        if rule.slug in available and rule.holds(situation):
            reasons.setdefault(rule.slug, rule.why)
    return tuple(Recommendation(available[slug].identifier, why) for slug, why in reasons.items())


def prefilled(answers: Mapping[str, str], referential: Referential) -> dict[str, str]:
    """The answers that the referential's own questions about the company share, under the same id."""
    meanings = {
        (question.id, choice.value): (choice.value, *choice.also)
        for question in QUESTIONS
        for choice in question.choices
    }
    found: dict[str, str] = {}
    for question in referential.profile:
        offered = {choice.value for choice in question.choices}
        said = meanings.get((question.id, answers.get(question.id, "")), ())
        value = next((value for value in said if value in offered), None)
        if value is not None:
            found[question.id] = value
    return found
