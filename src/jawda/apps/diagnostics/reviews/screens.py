"""What the pages of a review show, as frozen values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawda.apps.diagnostics.queries import Loaded
from jawda.apps.diagnostics.reviews.domain import Given, expert_answer, own_answer
from jawda.apps.diagnostics.reviews.models import Review, ReviewAnswer, ReviewDecision
from jawda.core.assessment import Answer, Usual, expected_band, review
from jawda.core.languages import Language
from jawda.core.referentials import Referential, Requirement, ScaleKind
from jawda.foundation.ui.formats import number, signed
from jawda.foundation.ui.forms import Choice
from jawda.foundation.ui.frame import Chapter
from jawda.foundation.ui.marks import Mark
from jawda.foundation.ui.tables import Column, Table

_MARKS: Final = {"C": Mark.CONFORMS, "P": Mark.PARTLY, "X": Mark.DOES_NOT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A question as the expert grades it: what the company says, and what the form shows."""

    requirement: Requirement
    own: Answer
    own_level: str
    given: Given
    chosen: str
    choices: tuple[Choice, ...]
    heading: Requirement | None
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GradingScreen:
    """One chapter of a review that is being written."""

    loaded: Loaded
    chapter: Requirement
    questions: tuple[Reviewed, ...]
    chapters: tuple[Chapter, ...]
    following: Requirement | None
    as_levels: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A question in a signed review: both levels in words, by how much they differ, and what became of it."""

    requirement: Requirement
    chapter: str
    own: str
    expert: str
    difference: float | None
    remark: str
    discuss: bool
    note: str
    evidence: str
    decision: ReviewDecision | None
    now: str
    """The company's answer as it stands now."""

    @property
    def state(self) -> str:
        """``discuss``, ``agreed`` or ``differently``."""
        return "discuss" if self.discuss else "agreed" if self.own == self.expert else "differently"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedScreen:
    """A signed review: what it comes to, by chapter, and the differences, the widest first."""

    row: Review
    title: str
    usual: str
    seen: int
    agreed: int
    overrated: tuple[Line, ...]
    underrated: tuple[Line, ...]
    undecided: tuple[Line, ...]
    agreed_lines: tuple[Line, ...]
    chapters: Table
    unseen: int

    @property
    def lines(self) -> tuple[Line, ...]:
        """All of them, in the order of the page."""
        return (*self.overrated, *self.underrated, *self.undecided, *self.agreed_lines)


def level_words(referential: Referential, answer: Answer | None, language: Language) -> str:
    """An answer's level in words; '' where there is none."""
    if answer is None or not answer.answered:
        return ""
    level = referential.scale.level(answer.level) if answer.level else None
    return level.title.best(language) if level else _("Not applicable")


def grading_screen(
    loaded: Loaded,
    chapter_id: str,
    rows: Mapping[str, ReviewAnswer],
    language: Language,
    *,
    handle: str,
    typed: Mapping[str, tuple[Given, tuple[str, ...]]] | None = None,
) -> GradingScreen:
    """``typed`` is what was refused, with why. ``Http404`` for a chapter without anything to grade."""
    result, referential = loaded.result, loaded.referential
    chapters = [item for item in referential.children[None] if result.nodes[item.id].assessable]
    here = next((item for item in chapters if item.id == chapter_id), None)
    if here is None:
        raise Http404
    position = chapters.index(here)
    return GradingScreen(
        loaded=loaded,
        chapter=here,
        questions=_questions(loaded, here, rows, language, typed or {}),
        chapters=tuple(_link(loaded, item, rows, language, handle, item is here) for item in chapters),
        following=chapters[position + 1] if position + 1 < len(chapters) else None,
        as_levels=referential.scale.kind is ScaleKind.MATURITY,
    )


def chapter_links(
    loaded: Loaded, rows: Mapping[str, ReviewAnswer], language: Language, *, handle: str
) -> tuple[Chapter, ...]:
    """The chapters to grade, each with how many questions have the expert's level."""
    chapters = [item for item in loaded.referential.children[None] if loaded.result.nodes[item.id].assessable]
    return tuple(_link(loaded, item, rows, language, handle, False) for item in chapters)


def _questions(
    loaded: Loaded,
    chapter: Requirement,
    rows: Mapping[str, ReviewAnswer],
    language: Language,
    typed: Mapping[str, tuple[Given, tuple[str, ...]]],
) -> tuple[Reviewed, ...]:
    referential, result = loaded.referential, loaded.result
    maturity = referential.scale.kind is ScaleKind.MATURITY
    levels = referential.scale.levels if maturity else referential.scale.levels[::-1]
    choices = tuple(
        Choice(level.code, level.title.best(language), level.code, None if maturity else _MARKS.get(level.code))
        for level in levels
    )
    without = Choice("N", _("Not applicable"), "N", None if maturity else Mark.NOT_APPLICABLE)
    shown: set[str | None] = {chapter.id, None}
    found = []
    for item in _of_chapter(loaded, chapter):
        own = result.answers.get(item.id, Answer(requirement=item.id))
        given, errors = typed.get(item.id, (_given(item.id, rows.get(item.id)), ()))
        found.append(
            Reviewed(
                requirement=item,
                own=own,
                own_level=level_words(referential, own, language),
                given=given,
                chosen="N" if given.not_applicable else given.level or "",
                choices=choices if item.knock_out and referential.certifiable else (*choices, without),
                heading=referential.by_id[item.parent] if item.parent and item.parent not in shown else None,
                errors=errors,
            )
        )
        shown.add(item.parent)
    return tuple(found)


def _given(requirement: str, row: ReviewAnswer | None) -> Given:
    if row is None:
        return Given(requirement=requirement)
    return Given(
        requirement=requirement, level=row.level or None, not_applicable=row.not_applicable, remark=row.remark,
        discuss=row.discuss,
    )  # fmt: skip


def _of_chapter(loaded: Loaded, chapter: Requirement) -> list[Requirement]:
    chapter_of = loaded.referential.chapter_of
    return [item for item in loaded.result.applicable if chapter_of[item.id] == chapter.id]


def _link(
    loaded: Loaded, item: Requirement, rows: Mapping[str, ReviewAnswer], language: Language, handle: str, current: bool
) -> Chapter:
    asked = _of_chapter(loaded, item)
    done = sum(1 for question in asked if question.id in rows and expert_answer(rows[question.id]).answered)
    state, label = (
        (Mark.CONFORMS, _("graded")) if done == len(asked) else (Mark.IN_PROGRESS, _("in progress")) if done
        else (Mark.TO_DO, _("to do"))
    )  # fmt: skip
    return Chapter(
        code=item.reference if len(item.reference) <= 5 else "",
        label=(item.title or item.question).best(language),
        url=reverse("diagnostics:review_chapter", args=[handle, loaded.row.pk, item.id]),
        state=state,
        state_label=label,
        count=f"{done}/{len(asked)}",
        current=current,
    )


def signed_screen(
    row: Review,
    loaded: Loaded,
    rows: Mapping[str, ReviewAnswer],
    decisions: Mapping[str, ReviewDecision],
    language: Language,
    *,
    known: Usual | None = None,
) -> SignedScreen:
    """From the levels as they were taken down at signing. A decision on what the expert changed since is none."""
    referential = loaded.referential
    fitting = [item for item in rows.values() if item.requirement in referential.by_id]
    found = review(referential, map(own_answer, fitting), map(expert_answer, fitting))
    differences = {item.requirement.id: item.difference for item in found.seen}

    def line(identifier: str) -> Line:
        said, decision = rows[identifier], decisions.get(identifier)
        own = loaded.rows.get(identifier)
        return Line(
            requirement=referential.by_id[identifier],
            chapter=referential.chapter_of[identifier],
            own=level_words(referential, own_answer(said), language),
            expert=level_words(referential, expert_answer(said), language),
            difference=differences.get(identifier),
            remark=said.remark,
            discuss=said.discuss,
            note=own.note if own else "",
            evidence=own.evidence if own else "",
            decision=decision if decision and decision.decided_at >= said.saved_at else None,
            now=level_words(referential, loaded.result.answers.get(identifier), language),
        )

    over = [item.requirement.id for item in found.overrated]
    under = [item.requirement.id for item in found.underrated]
    alike = [item.requirement.id for item in found.seen if item.difference == 0]
    rest = [item.id for item in referential.assessable if item.id in rows and item.id not in {*over, *under, *alike}]
    undecided = [name for name in rest if name in found.undecided or rows[name].discuss or rows[name].remark]
    return SignedScreen(
        row=row,
        title=_title(found.difference, language),
        usual=usual_words(known, language) if known else "",
        seen=len(found.seen),
        agreed=found.agreed,
        overrated=tuple(map(line, over)),
        underrated=tuple(map(line, under)),
        undecided=tuple(map(line, (*undecided, *(name for name in alike if rows[name].discuss)))),
        agreed_lines=tuple(line(name) for name in alike if not rows[name].discuss),
        chapters=_by_chapter(referential, found.chapters, (*over, *under, *alike), language),
        unseen=sum(1 for item in loaded.result.counted if item not in rows),
    )


def _by_chapter(referential: Referential, means: Mapping[str, float], seen: Iterable[str], language: Language) -> Table:
    counts: dict[str, int] = {}
    for name in seen:
        counts[referential.chapter_of[name]] = counts.get(referential.chapter_of[name], 0) + 1
    ordered = sorted(means.items(), key=lambda item: -item[1])
    return Table(
        caption=_("Difference by chapter"),
        columns=(
            Column(label=_("Chapter"), heading=True, fold="wide"),
            Column(label=_("Difference"), numeric=True, fold="repeat"),
            Column(label=_("Questions"), numeric=True, fold="repeat"),
        ),
        rows=tuple(
            (
                f"{referential.by_id[name].reference} {referential.by_id[name].title.best(language)}",
                _isolated(signed(mean, language)),
                counts[name],
            )
            for name, mean in ordered
        ),
    )


def _title(difference: float | None, language: Language) -> str:
    if difference is None:
        return _("No question was graded by both")
    points = round(abs(difference))
    if points == 0:
        return _("As a whole, the company and the expert see the same")
    words = {"points": number(points, language)}
    if difference > 0:
        return (
            ngettext(
                "The company sees itself %(points)s point better than the expert does",
                "The company sees itself %(points)s points better than the expert does",
                points,
            )
            % words
        )
    return (
        ngettext(
            "The expert sees the company %(points)s point better than it does itself",
            "The expert sees the company %(points)s points better than it does itself",
            points,
        )
        % words
    )


def usual_words(known: Usual, language: Language) -> str:
    """How far such self-assessments usually lie from an expert's, as a sentence."""
    points = round(abs(known.middle))
    words = {
        "points": number(points, language),
        "low": _isolated(number(known.low, language)),
        "high": _isolated(number(known.high, language)),
    }
    if points == 0:
        text = _("As a rule, such a self-assessment lies where an expert’s does; half of them between %(low)s and "
                 "%(high)s points above.")  # fmt: skip
    elif known.middle > 0:
        text = ngettext(
            "As a rule, such a self-assessment lies %(points)s point above an expert’s; half of them between %(low)s "
            "and %(high)s.",
            "As a rule, such a self-assessment lies %(points)s points above an expert’s; half of them between %(low)s "
            "and %(high)s.",
            points,
        )
    else:
        text = ngettext(
            "As a rule, such a self-assessment lies %(points)s point below an expert’s; half of them between %(low)s "
            "and %(high)s points above.",
            "As a rule, such a self-assessment lies %(points)s points below an expert’s; half of them between %(low)s "
            "and %(high)s points above.",
            points,
        )
    return text % words


def band_words(score: float | None, known: Usual | None, language: Language) -> str:
    """Where an expert would probably place this result; '' where nothing is known."""
    if score is None or known is None:
        return ""
    low, high = expected_band(score, known)
    band = {"low": number(low, language), "high": number(high, language)}
    expected = _("An expert would probably place this result between %(low)s and %(high)s of 100.") % band
    return f"{expected} {usual_words(known, language)}"


def _isolated(text: str) -> str:
    """A signed figure within words of either direction."""
    return f"\u2066{text}\u2069"
