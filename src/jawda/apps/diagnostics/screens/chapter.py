"""The page on which one chapter is filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from django.http import Http404
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jawda.apps.diagnostics.assigning.queries import Asked
from jawda.apps.diagnostics.domain import version
from jawda.apps.diagnostics.evidence_queries import Piece, Pieces
from jawda.apps.diagnostics.models import Answer as AnswerRow
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.queries import Loaded, as_answer, minutes_left
from jawda.apps.diagnostics.screens.meanwhile import Theirs
from jawda.core.assessment import Answer, State
from jawda.core.languages import Language
from jawda.core.referentials import Reason, Referential, Requirement, ScaleKind, ScaleLevel
from jawda.foundation.ui.forms import Choice
from jawda.foundation.ui.frame import Chapter
from jawda.foundation.ui.marks import Mark

TICKS = {"C": "c", "P": "p", "X": "x", "0": "x", "1": "x", "2": "p", "3": "c", "4": "c", "5": "c"}
_LABEL = 90
"""Characters of the headings that a section consists of."""
_LONG = 800
"""Characters of an explanation that would push the next question off the page."""
_MARKS = {"C": Mark.CONFORMS, "P": Mark.PARTLY, "X": Mark.DOES_NOT}


@dataclass(frozen=True, slots=True)
class Former:
    """Of a proposal carried over: when it was answered, and whether it only has to be confirmed."""

    certain: bool
    saved: datetime | None
    follows: bool = False
    """The former question asks for more, so that what was met there is met here."""


def former_of(row: AnswerRow | None) -> Former | None:
    """What to say of a proposal; None for an answer of this assessment."""
    if row is None or not row.carried:
        return None
    saved = parse_datetime(str(row.carried_detail.get("saved", "")))
    certain = bool(row.carried_detail.get("certain"))
    return Former(certain, saved, follows=certain and row.carried == Reason.SUBSET)


@dataclass(frozen=True, slots=True)
class CameBack:
    """An answer that somebody without an account gave by a link, and that nobody has accepted yet."""

    name: str
    at: datetime


def came_back(row: AnswerRow | None) -> CameBack | None:
    """Who answered by a link; None once it is accepted, or another answer was given."""
    return CameBack(row.saved_as, row.saved_at) if row is not None and row.saved_as and row.to_review else None


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed that was not saved, and why: it stays on the page, beside what stands."""

    answer: Answer
    to_review: bool = False
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
    state: State
    to_review: bool
    """A person marked it; a proposal carried over is to review without that."""
    heading: Requirement | None
    """The sub-heading it opens, where it is the first below it."""
    version: str
    """Names the stored answer that the page knows of."""
    errors: tuple[str, ...]
    theirs: Theirs | None
    pieces: tuple[Piece, ...]
    brought: TypedEvidence | None
    proposal: Former | None
    back: CameBack | None
    asked: tuple[Asked, ...]
    """To whom it was given."""
    now: bool
    hints: tuple[object, ...] = ()
    """Former answers to questions of another referential that share something with it."""

    @property
    def text(self) -> bool:
        """Whether the requirement has a text of its own to show (imported catalogues)."""
        return bool(self.requirement.description)

    @property
    def opens(self) -> bool:
        """Whether the explanation is short enough to stand open beside the question in hand."""
        return len(self.requirement.plain_words.best("fr")) < _LONG


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page to fill in: a chapter, or a section of a large one; with what applies of it."""

    id: str
    code: str
    """The reference that it begins with, and the last where it is a section."""
    label: str
    part: bool
    """A section of a larger chapter."""
    chapter: Requirement
    questions: tuple[Requirement, ...]
    answered: int

    @property
    def asked(self) -> int:
        """How many questions apply."""
        return len(self.questions)

    @property
    def left(self) -> int:
        """How many are without an answer."""
        return self.asked - self.answered


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterScreen:
    """The fill-in page of one chapter, or of one section of it."""

    assessment: Assessment
    referential: Referential
    page: Page
    chapters: tuple[Chapter, ...]
    summary: str
    questions: tuple[Question, ...]
    previous: Page | None
    following: Page | None
    last_saved: datetime | None
    may_write: bool
    as_levels: bool
    keys: str

    @property
    def key_rows(self) -> tuple[dict[str, object], ...]:
        """What one types to fill in, for the list of keys."""
        return (
            {"keys": tuple(self.keys), "label": _("Answer the question in hand")},
            {"keys": ("N",), "label": _("Not applicable")},
            {"keys": ("J", "K"), "label": _("Next, previous question")},
            {"keys": ("E",), "label": _("Add evidence")},
            {"keys": ("A",), "label": _("Ask a colleague")},
            {"keys": ("V",), "label": _("Accept what was proposed or came back")},
        )

    @property
    def answered(self) -> int:
        """How many questions of this page have an answer."""
        return self.page.answered

    @property
    def asked(self) -> int:
        """How many questions of this page apply."""
        return self.page.asked

    @property
    def proposals(self) -> int:
        """How many answers of this page are only proposed."""
        return sum(item.proposal is not None for item in self.questions)


def chapter_screen(
    loaded: Loaded,
    chapter_id: str,
    language: Language,
    *,
    may_answer: bool,
    handle: str = "",
    address: Callable[[str], str] | None = None,
    pieces: Pieces | None = None,
    asked: Mapping[str, tuple[Asked, ...]] | None = None,
    typed: Typed | None = None,
    brought: TypedEvidence | None = None,
    hints: Mapping[str, tuple[object, ...]] | None = None,
) -> ChapterScreen:
    """``Http404`` for a page that the referential does not have, or where nothing applies.

    ``address`` gives that of each page by its id, where it is not one of the company's room named by ``handle``.
    """
    here_at = address or partial(_address, loaded, handle)
    referential = loaded.referential
    pages = pages_of(loaded, language)
    # a link to a chapter leads to the first of its pages on which something applies
    named = [item for item in pages if chapter_id in (item.id, item.chapter.id)]
    here = next((item for item in named if item.id == chapter_id), named[0] if named else None)
    if here is None:
        raise Http404
    position = pages.index(here)
    whole = loaded.result.whole
    minutes = minutes_left(whole.unanswered)
    return ChapterScreen(
        assessment=loaded.row,
        referential=referential,
        page=here,
        chapters=tuple(_link(loaded, item, here_at(item.id), item is here) for item in pages),
        summary=_("As a whole: %(answered)s questions of %(all)s, about %(minutes)s min left")
        % {"answered": whole.answered, "all": whole.assessable, "minutes": minutes}
        if minutes
        else _("As a whole: all questions are answered."),
        questions=_questions(
            loaded, here, language, pieces or {}, asked or {}, typed=typed, brought=brought, hints=hints or {}
        ),
        previous=pages[position - 1] if position else None,
        following=pages[position + 1] if position + 1 < len(pages) else None,
        last_saved=loaded.last_saved,
        may_write=may_answer and loaded.is_open,
        as_levels=referential.scale.kind is ScaleKind.MATURITY,
        keys="".join(level.code for level in _levels(referential)),
    )


def pages_of(loaded: Loaded, language: Language) -> list[Page]:
    """The pages on which something applies, in order."""
    counted, applicable = loaded.result.counted, {item.id for item in loaded.result.applicable}
    found = []
    for section in loaded.sections:
        asked = tuple(item for item in section.questions if item.id in applicable)
        if asked:
            heads = section.heads
            ends = dict.fromkeys(item.reference for item in (heads[0], heads[-1]) if item.reference)
            # with numbers before it one common title is enough; without, each part is named
            named = (section.subject,) if ends else heads
            titles = [(item.title or item.question).best(language) for item in named]
            found.append(
                Page(
                    id=section.id,
                    code="–".join(ends),
                    label=Truncator(pgettext("in a list", ", ").join(titles)).chars(_LABEL),
                    part=heads != (section.chapter,),
                    chapter=section.chapter,
                    questions=asked,
                    answered=sum(item.id in counted for item in asked),
                )
            )
    return found


def tick_of(answer: Answer) -> str:
    """The class of a question's tick in the line of progress."""
    if answer.level is None:
        return "n" if answer.answered else ""
    return TICKS.get(answer.level, "")


def _address(loaded: Loaded, handle: str, page: str) -> str:
    return reverse("diagnostics:chapter", args=[handle, loaded.row.pk, page])


def _link(loaded: Loaded, page: Page, url: str, current: bool) -> Chapter:
    counted = loaded.result.counted
    if page.answered == 0:
        state, label = Mark.TO_DO, _("to do")
    elif page.left:
        state, label = Mark.IN_PROGRESS, _("in progress")
    elif all(counted[item.id].not_applicable for item in page.questions):
        state, label = Mark.NOT_APPLICABLE, _("not applicable")
    else:
        state, label = Mark.CONFORMS, _("answered")
    code = page.code.partition("–")[0]
    return Chapter(
        code=code if len(code) <= 5 else "",
        label=page.label,
        url=url,
        state=state,
        state_label=label,
        count=f"{page.answered}/{page.asked}",
        current=current,
        note=_("%(minutes)s min") % {"minutes": minutes_left(page.left)} if page.left else "",
    )


def _levels(referential: Referential) -> tuple[ScaleLevel, ...]:
    """Maturity rises from 0; conformity is offered with “conforms” first."""
    levels = referential.scale.levels
    return levels if referential.scale.kind is ScaleKind.MATURITY else levels[::-1]


def choices_of(referential: Referential, language: Language) -> tuple[tuple[Choice, ...], Choice]:
    """The levels as they are offered, and “not applicable”."""
    is_maturity = referential.scale.kind is ScaleKind.MATURITY
    choices = tuple(
        Choice(level.code, level.title.best(language), level.code, None if is_maturity else _MARKS.get(level.code))
        for level in _levels(referential)
    )
    return choices, Choice("N", _("Not applicable"), "N", None if is_maturity else Mark.NOT_APPLICABLE)


def offered(item: Requirement, referential: Referential, language: Language) -> tuple[Choice, ...]:
    """What one may answer to a question."""
    choices, without = choices_of(referential, language)
    return choices if _must_apply(item, referential) else (*choices, without)


def _must_apply(item: Requirement, referential: Referential) -> bool:
    return item.knock_out and referential.certifiable


def _questions(
    loaded: Loaded,
    page: Page,
    language: Language,
    pieces: Pieces,
    asked: Mapping[str, tuple[Asked, ...]],
    *,
    typed: Typed | None,
    brought: TypedEvidence | None,
    hints: Mapping[str, tuple[object, ...]],
) -> tuple[Question, ...]:
    referential = loaded.referential
    choices, without = choices_of(referential, language)
    refused = typed.answer.requirement if typed else brought.requirement if brought else ""
    current = refused or _current(loaded, page.questions)
    shown: set[str | None] = {page.chapter.id, None}
    questions = []
    for item in page.questions:
        row = loaded.rows.get(item.id)
        stored = as_answer(row) if row else Answer(requirement=item.id)
        mine = typed if typed is not None and typed.answer.requirement == item.id else None
        answer = mine.answer if mine else stored
        heading = referential.by_id[item.parent] if item.parent not in shown and item.parent else None
        shown.add(item.parent)
        questions.append(
            Question(
                requirement=item,
                answer=answer,
                choices=choices if _must_apply(item, referential) else (*choices, without),
                chosen="N" if answer.not_applicable else answer.level or "",
                tick=tick_of(stored) if row and not row.carried else "",
                state=loaded.state(item.id),
                to_review=mine.to_review if mine else bool(row and row.to_review),
                heading=heading,
                version=version(row),
                errors=mine.errors if mine else (),
                theirs=mine.theirs if mine else None,
                pieces=pieces.get(item.id, ()),
                brought=brought if brought is not None and brought.requirement == item.id else None,
                proposal=former_of(row),
                back=came_back(row),
                asked=asked.get(item.id, ()),
                now=item.id == current,
                hints=() if item.id in loaded.result.counted else hints.get(item.id, ()),
            )
        )
    return tuple(questions)


def _current(loaded: Loaded, applicable: Sequence[Requirement]) -> str:
    """The question in hand: the first without an answer, else the first."""
    counted = loaded.result.counted
    return next((item.id for item in applicable if item.id not in counted), applicable[0].id if applicable else "")
