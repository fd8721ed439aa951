"""What the list of links and the colleague's page show, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jawda.apps.diagnostics.assigning.models import Assignment
from jawda.apps.diagnostics.assigning.queries import answered_at, is_open
from jawda.apps.diagnostics.domain import version
from jawda.apps.diagnostics.models import Answer as AnswerRow
from jawda.apps.diagnostics.queries import Loaded, as_answer
from jawda.apps.diagnostics.screens.chapter import Typed, offered, tick_of
from jawda.apps.diagnostics.screens.meanwhile import Theirs
from jawda.core.assessment import Answer
from jawda.core.languages import Language
from jawda.core.referentials import Referential, Requirement, ScaleKind
from jawda.foundation.ui.forms import Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedItem:
    """One question of a link in the company's list: its page, and when it came back."""

    requirement: Requirement
    section: str
    answered: datetime | None
    to_accept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """One link in the company's list."""

    link: Assignment
    items: tuple[LinkedItem, ...]
    is_open: bool

    @property
    def answered(self) -> int:
        """How many came back."""
        return sum(item.answered is not None for item in self.items)


def link_row(link: Assignment, loaded: Loaded) -> LinkRow:
    """A link with its questions."""
    items = []
    for item in questions_of(link, loaded.referential):
        row = loaded.rows.get(item.id)
        back = bool(row and row.saved_as and row.to_review)
        items.append(
            LinkedItem(
                requirement=item,
                section=loaded.section_of[item.id],
                answered=answered_at(link, item.id),
                to_accept=back,
            )
        )
    return LinkRow(link=link, items=tuple(items), is_open=is_open(link))


def questions_of(link: Assignment, referential: Referential) -> list[Requirement]:
    """What a link opens of the referential as it is now."""
    found = (referential.by_id.get(name) for name in link.requirements)
    return [item for item in found if item is not None and item.assessable]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedQuestion:
    """A question on the colleague's page."""

    requirement: Requirement
    answer: Answer
    choices: tuple[Choice, ...]
    chosen: str
    tick: str
    version: str
    errors: tuple[str, ...]
    theirs: Theirs | None
    now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedScreen:
    """The colleague's page: the questions that were given, and nothing else of the company."""

    link: Assignment
    organisation_name: str
    fictitious: bool
    rights: str
    questions: tuple[LinkedQuestion, ...]
    as_levels: bool
    keys: str

    @property
    def answered(self) -> int:
        """How many the colleague has answered."""
        return count_answered(self.link, [item.requirement for item in self.questions])


def count_answered(link: Assignment, questions: list[Requirement]) -> int:
    """How many of them were answered by the link."""
    return sum(item.id in link.answered for item in questions)


def linked_screen(
    link: Assignment, loaded: Loaded, language: Language, *, organisation_name: str, fictitious: bool,
    typed: Typed | None = None,
) -> LinkedScreen:  # fmt: skip
    """Only what was given; what was refused stays in its form."""
    referential = loaded.referential
    asked = questions_of(link, referential)
    first = next((item.id for item in asked if item.id not in link.answered), asked[0].id if asked else "")
    current = typed.answer.requirement if typed else first
    questions = []
    for item in asked:
        row = loaded.rows.get(item.id)
        mine = typed if typed is not None and typed.answer.requirement == item.id else None
        answer = mine.answer if mine else _shown(row, item.id)
        questions.append(
            LinkedQuestion(
                requirement=item,
                answer=answer,
                choices=offered(item, referential, language),
                chosen="N" if answer.not_applicable else answer.level or "",
                tick=tick_of(answer) if item.id in link.answered else "",
                version=version(row),
                errors=mine.errors if mine else (),
                theirs=mine.theirs if mine else None,
                now=item.id == current,
            )
        )
    levels = [level.code for level in referential.scale.levels]
    maturity = referential.scale.kind is ScaleKind.MATURITY
    return LinkedScreen(
        link=link, organisation_name=organisation_name, fictitious=fictitious,
        rights=referential.rights.best(language), questions=tuple(questions), as_levels=maturity,
        keys="".join(levels if maturity else levels[::-1]),
    )  # fmt: skip


def _shown(row: AnswerRow | None, requirement: str) -> Answer:
    """The answer as it stands, without the company's words on evidence."""
    if row is None:
        return Answer(requirement=requirement)
    found = as_answer(row)
    return Answer(
        requirement=requirement, level=found.level, not_applicable=found.not_applicable, reason=found.reason,
        note=found.note,
    )  # fmt: skip
