"""The page on which one chapter is filled in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from jawda.apps.diagnostics.domain import version
from jawda.apps.diagnostics.evidence_queries import Piece, Pieces
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.queries import Loaded, minutes_left
from jawda.core.assessment import Answer, NodeResult
from jawda.core.languages import Language
from jawda.core.referentials import Referential, Requirement, ScaleKind, ScaleLevel
from jawda.foundation.ui.forms import Choice
from jawda.foundation.ui.frame import Chapter
from jawda.foundation.ui.marks import Mark

TICKS = {"C": "c", "P": "p", "X": "x", "0": "x", "1": "x", "2": "p", "3": "c", "4": "c", "5": "c"}
_LONG = 800
"""Characters of an explanation that would push the next question off the page."""
_MARKS = {"C": Mark.CONFORMS, "P": Mark.PARTLY, "X": Mark.DOES_NOT}


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else saved meanwhile."""

    answer: Answer
    shown: str
    """The level in words."""
    by: str
    at: datetime
    version: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed that was not saved, and why: it stays on the page, beside what stands."""

    answer: Answer
    errors: tuple[str, ...] = ()
    theirs: Theirs | None = None


@dataclass(frozen=True, slots=True)
class TypedEvidence:
    """Evidence that a person brought and that was not kept, and why; a browser does not keep the files chosen."""

    requirement: str
    title: str = ""
    text: str = ""
    errors: tuple[str, ...] = ()

    def refused(self, errors: tuple[str, ...]) -> TypedEvidence:
        """The same with the reasons."""
        return replace(self, errors=errors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A requirement on the fill-in page; ``answer`` is what the form shows."""

    requirement: Requirement
    answer: Answer
    choices: tuple[Choice, ...]
    chosen: str
    tick: str
    heading: Requirement | None
    """The sub-heading it opens, where it is the first below it."""
    version: str
    """Names the stored answer that the page knows of."""
    errors: tuple[str, ...]
    theirs: Theirs | None
    pieces: tuple[Piece, ...]
    brought: TypedEvidence | None
    now: bool

    @property
    def text(self) -> bool:
        """Whether the requirement has a text of its own to show (imported catalogues)."""
        return bool(self.requirement.description)

    @property
    def opens(self) -> bool:
        """Whether the explanation is short enough to stand open beside the question in hand."""
        return len(self.requirement.plain_words.best("fr")) < _LONG


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterScreen:
    """The fill-in page of one chapter."""

    assessment: Assessment
    referential: Referential
    chapter: Requirement
    node: NodeResult
    minutes: int
    chapters: tuple[Chapter, ...]
    summary: str
    questions: tuple[Question, ...]
    previous: Requirement | None
    following: Requirement | None
    last_saved: datetime | None
    may_write: bool
    as_levels: bool
    keys: str


def chapter_screen(
    loaded: Loaded,
    chapter_id: str,
    language: Language,
    *,
    handle: str,
    may_answer: bool,
    pieces: Pieces | None = None,
    typed: Typed | None = None,
    brought: TypedEvidence | None = None,
) -> ChapterScreen:
    """``Http404`` for a chapter that the referential does not have, or where nothing applies."""
    referential, result = loaded.referential, loaded.result
    chapters = [item for item in referential.children[None] if result.nodes[item.id].assessable]
    here = next((item for item in chapters if item.id == chapter_id), None)
    if here is None:
        raise Http404
    position = chapters.index(here)
    node, whole = result.nodes[here.id], result.whole
    is_maturity = referential.scale.kind is ScaleKind.MATURITY
    minutes = minutes_left(whole.unanswered)
    return ChapterScreen(
        assessment=loaded.row,
        referential=referential,
        chapter=here,
        node=node,
        minutes=minutes_left(node.unanswered),
        chapters=tuple(_link(loaded, item, language, handle, item is here) for item in chapters),
        summary=_("As a whole: %(answered)s questions of %(all)s, about %(minutes)s min left")
        % {"answered": whole.answered, "all": whole.assessable, "minutes": minutes}
        if minutes
        else _("As a whole: all questions are answered."),
        questions=_questions(loaded, here, language, pieces or {}, typed, brought),
        previous=chapters[position - 1] if position else None,
        following=chapters[position + 1] if position + 1 < len(chapters) else None,
        last_saved=loaded.last_saved,
        may_write=may_answer and loaded.is_open,
        as_levels=is_maturity,
        keys="".join(level.code for level in _levels(referential)),
    )


def tick_of(answer: Answer) -> str:
    """The class of a question's tick in the line of progress."""
    if answer.level is None:
        return "n" if answer.answered else ""
    return TICKS.get(answer.level, "")


def _link(loaded: Loaded, item: Requirement, language: Language, handle: str, current: bool) -> Chapter:
    node = loaded.result.nodes[item.id]
    if node.answered == 0:
        state, label = Mark.TO_DO, _("to do")
    elif node.unanswered:
        state, label = Mark.IN_PROGRESS, _("in progress")
    elif node.not_applicable == node.assessable:
        state, label = Mark.NOT_APPLICABLE, _("not applicable")
    else:
        state, label = Mark.CONFORMS, _("answered")
    return Chapter(
        code=item.reference if len(item.reference) <= 5 else "",
        label=(item.title or item.question).best(language),
        url=reverse("diagnostics:chapter", args=[handle, loaded.row.pk, item.id]),
        state=state,
        state_label=label,
        count=f"{node.answered}/{node.assessable}",
        current=current,
    )


def _levels(referential: Referential) -> tuple[ScaleLevel, ...]:
    """Maturity rises from 0; conformity is offered with “conforms” first."""
    levels = referential.scale.levels
    return levels if referential.scale.kind is ScaleKind.MATURITY else levels[::-1]


def _questions(
    loaded: Loaded,
    chapter: Requirement,
    language: Language,
    pieces: Pieces,
    typed: Typed | None,
    brought: TypedEvidence | None,
) -> tuple[Question, ...]:
    referential, result = loaded.referential, loaded.result
    is_maturity = referential.scale.kind is ScaleKind.MATURITY
    levels = _levels(referential)
    choices = tuple(
        Choice(level.code, level.title.best(language), level.code, None if is_maturity else _MARKS.get(level.code))
        for level in levels
    )
    without = Choice("N", _("Not applicable"), "N", None if is_maturity else Mark.NOT_APPLICABLE)
    applicable = [item for item in result.applicable if referential.chapter_of[item.id] == chapter.id]
    refused = typed.answer.requirement if typed else brought.requirement if brought else ""
    current = refused or _current(loaded, applicable)
    shown: set[str | None] = {chapter.id, None}
    questions = []
    for item in applicable:
        stored = result.answers.get(item.id, Answer(requirement=item.id))
        mine = typed if typed is not None and typed.answer.requirement == item.id else None
        answer = mine.answer if mine else stored
        heading = referential.by_id[item.parent] if item.parent not in shown and item.parent else None
        shown.add(item.parent)
        row = loaded.rows.get(item.id)
        questions.append(
            Question(
                requirement=item,
                answer=answer,
                choices=choices if item.knock_out and referential.certifiable else (*choices, without),
                chosen="N" if answer.not_applicable else answer.level or "",
                tick=tick_of(stored),
                heading=heading,
                version=version(row),
                errors=mine.errors if mine else (),
                theirs=mine.theirs if mine else None,
                pieces=pieces.get(item.id, ()),
                brought=brought if brought is not None and brought.requirement == item.id else None,
                now=item.id == current,
            )
        )
    return tuple(questions)


def _current(loaded: Loaded, applicable: list[Requirement]) -> str:
    """The question in hand: the first without an answer, else the first."""
    counted = loaded.result.counted
    return next((item.id for item in applicable if item.id not in counted), applicable[0].id if applicable else "")
