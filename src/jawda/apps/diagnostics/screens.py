"""What the pages of the diagnosis show, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.queries import Loaded, minutes_left
from jawda.core.assessment import Answer, Gap, KnockOut, NodeResult, Result
from jawda.core.languages import Language
from jawda.core.referentials.model import Referential, Requirement, ScaleLevel

TICKS = {"C": "c", "P": "p", "X": "x", "0": "x", "1": "x", "2": "p", "3": "c", "4": "c", "5": "c"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer a person may give: its code is also its key."""

    level: ScaleLevel
    chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A requirement on the fill-in page."""

    requirement: Requirement
    answer: Answer
    choices: tuple[Choice, ...]
    tick: str
    heading: Requirement | None
    """The sub-heading it opens, where it is the first below it."""


@dataclass(frozen=True, slots=True)
class ChapterLink:
    """A chapter in the rail: its node, its result, and its state as a mark."""

    requirement: Requirement
    node: NodeResult
    mark: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterScreen:
    """The fill-in page of one chapter."""

    assessment: Assessment
    referential: Referential
    chapter: Requirement
    node: NodeResult
    whole: NodeResult
    minutes: int
    minutes_whole: int
    chapters: tuple[ChapterLink, ...]
    questions: tuple[Question, ...]
    previous: Requirement | None
    following: Requirement | None
    last_saved: datetime | None


def chapter_screen(loaded: Loaded, chapter_id: str, language: Language) -> ChapterScreen:
    """``Http404`` for a chapter that the referential does not have."""
    referential, result = loaded.referential, loaded.result
    chapters = [item for item in referential.children[None] if result.nodes[item.id].assessable]
    here = next((item for item in chapters if item.id == chapter_id), None)
    if here is None:
        raise Http404
    position = chapters.index(here)
    node = result.nodes[here.id]
    return ChapterScreen(
        assessment=loaded.row,
        referential=referential,
        chapter=here,
        node=node,
        whole=result.whole,
        minutes=minutes_left(node.assessable - node.answered),
        minutes_whole=minutes_left(result.whole.assessable - result.whole.answered),
        chapters=tuple(
            ChapterLink(item, result.nodes[item.id], _state(result.nodes[item.id]), item is here) for item in chapters
        ),
        questions=tuple(_questions(result, here)),
        previous=chapters[position - 1] if position else None,
        following=chapters[position + 1] if position + 1 < len(chapters) else None,
        last_saved=loaded.last_saved,
    )


def _state(node: NodeResult) -> str:
    if node.answered == 0:
        return "to_do"
    if node.answered < node.assessable:
        return "in_progress"
    return "not_applicable" if node.not_applicable == node.assessable else "conforms"


def _questions(result: Result, chapter: Requirement) -> list[Question]:
    referential = result.referential
    shown: set[str | None] = {chapter.id, None}
    questions = []
    for item in result.applicable:
        if referential.chapter_of[item.id] != chapter.id:
            continue
        answer = result.answers.get(item.id, Answer(requirement=item.id))
        heading = referential.by_id[item.parent] if item.parent not in shown and item.parent else None
        shown.add(item.parent)
        levels = referential.scale.levels if referential.scale.kind == "maturity" else referential.scale.levels[::-1]
        choices = tuple(Choice(level, level.code == answer.level) for level in levels)
        tick = "n" if answer.level is None and answer.answered else TICKS.get(answer.level or "", "")
        questions.append(Question(item, answer, choices, tick, heading))
    return questions


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A chapter's bar: result, target and distance from it."""

    requirement: Requirement
    node: NodeResult
    target: float | None
    distance: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultScreen:
    """The result page."""

    assessment: Assessment
    referential: Referential
    title: str
    reason: str
    seal: str
    knock_outs: tuple[KnockOut, ...]
    first: tuple[Gap, ...]
    rows: tuple[Row, ...]
    gaps: tuple[Gap, ...]
    whole: NodeResult
    levels: tuple[tuple[ScaleLevel, int], ...]
    unanswered: int
    effort_days: float | None
    by_conformity: bool


SEALS = {"ready": "ready", "ready_with_gaps": "ready", "important_gaps": "not_ready", "not_ready": "not_ready"}


def result_screen(loaded: Loaded, language: Language) -> ResultScreen:
    """Bars sorted by distance to the target, the widest first; chapters without a result last."""
    result = loaded.result
    target = result.target
    rows = []
    for item in loaded.referential.children[None]:
        node = result.nodes[item.id]
        if node.assessable:
            wanted = target if target is not None else 100.0
            distance = node.score - wanted if node.score is not None else None
            rows.append(Row(requirement=item, node=node, target=target, distance=distance))
    rows.sort(key=lambda row: (row.distance is None, row.distance or 0.0))
    efforts = [gap.effort_days for gap in result.gaps[:3] if gap.effort_days is not None]
    levels = tuple((level, result.whole.levels[level.code]) for level in reversed(loaded.referential.scale.levels))
    return ResultScreen(
        assessment=loaded.row,
        referential=loaded.referential,
        title=result.verdict.title(language),
        reason=result.verdict.reason(language),
        seal=SEALS.get(result.verdict.code, "unknown"),
        knock_outs=tuple(item for item in result.verdict.knock_outs if item.open),
        first=result.gaps[:3],
        rows=tuple(rows),
        gaps=result.gaps,
        whole=result.whole,
        levels=levels,
        unanswered=result.whole.assessable - result.whole.answered,
        effort_days=sum(efforts) if efforts else None,
        by_conformity=loaded.referential.scale.kind == "conformity",
    )
