"""What the programming interface takes and gives of assessments."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from jawda.apps.diagnostics.queries import Loaded
from jawda.core.assessment import Answer
from jawda.core.assessment.acceptance import MAXIMUM_TEXT
from jawda.foundation.api.paging import PageOut
from jawda.foundation.ui.templatetags.ui import language


class AssessmentIn(BaseModel):
    """Against what to assess."""

    model_config = ConfigDict(extra="forbid")
    referential: str = Field(max_length=120, description="The id of a published referential, or of one's own.")
    target: float | None = Field(None, ge=0, le=100, description="What the company aims for, on 0-100.")
    title: str = Field("", max_length=160)


class AssessmentOut(BaseModel):
    """An assessment, and how far it is."""

    id: UUID
    referential: str
    title: str
    started_at: datetime
    closed_at: datetime | None
    answered: int
    assessable: int
    score: float | None = Field(description="On 0-100; null where nothing is answered.")
    verdict: str = Field(description="The verdict's code; “verdict_words” says it in words.")
    verdict_words: str
    target: float | None


class AssessmentPage(PageOut):
    items: list[AssessmentOut]


class AnswerIn(BaseModel):
    """An answer, whole: it takes the place of the former."""

    model_config = ConfigDict(extra="forbid")
    level: str | None = Field(None, max_length=8, description="The code of a level of the referential's scale.")
    not_applicable: bool = Field(False, description="With a reason, instead of a level.")
    reason: str = Field("", max_length=MAXIMUM_TEXT)
    note: str = Field("", max_length=MAXIMUM_TEXT)
    evidence: str = Field("", max_length=MAXIMUM_TEXT)

    def answer(self, requirement: str) -> Answer:
        """The same for the verbs."""
        texts = {name: getattr(self, name).replace("\r\n", "\n").strip() for name in ("reason", "note", "evidence")}
        return Answer(
            requirement=requirement, level=self.level or None, not_applicable=self.not_applicable, **texts
        )  # fmt: skip


class NamedAnswerIn(AnswerIn):
    """An answer with what it answers."""

    requirement: str = Field(max_length=120)


class AnswersIn(BaseModel):
    """Answers to write together, all or none; those to other requirements stay."""

    model_config = ConfigDict(extra="forbid")
    answers: list[NamedAnswerIn] = Field(max_length=5000)


class AnswerOut(BaseModel):
    """An answer as it stands."""

    requirement: str
    level: str | None
    not_applicable: bool
    reason: str
    note: str
    evidence: str
    saved_at: datetime


class AnswersOut(BaseModel):
    """Every answer that was given, in reading order."""

    items: list[AnswerOut]


class ChangeOut(BaseModel):
    """An answer that differs from the one that stands; “before” is null where there was none."""

    requirement: str
    before: AnswerIn | None
    after: AnswerIn


class WrittenOut(BaseModel):
    """What writing together changed, or would change."""

    written: bool = Field(description="False for a preview.")
    changes: list[ChangeOut]


class KnockOutOut(BaseModel):
    """A knock-out point and how it stands."""

    requirement: str
    reference: str
    title: str
    state: str


class ChapterOut(BaseModel):
    """A chapter's result."""

    requirement: str
    reference: str
    title: str
    score: float | None
    answered: int
    assessable: int
    not_applicable: int


class GapOut(BaseModel):
    """A requirement answered below what is wanted."""

    rank: int
    requirement: str
    reference: str
    title: str
    level: str
    wanted: str
    distance: float
    knock_out: bool
    consequence: int
    effort_days: float | None
    needs: list[str]
    why: str


class ResultOut(BaseModel):
    """What the answers come to: the progress, the verdict, and scores on 0-100."""

    referential: str
    answered: int
    assessable: int
    progress: float = Field(description="A share of 1.")
    verdict: str
    verdict_words: str
    knock_outs: list[KnockOutOut]
    score: float | None
    chapters: list[ChapterOut]


class GapPage(PageOut):
    items: list[GapOut]


class ChangedAnswerOut(BaseModel):
    """What became of an answer."""

    requirement: str
    change: str


class ComparisonOut(BaseModel):
    """Later minus earlier, in points of 100; null where either has no score."""

    earlier: UUID
    later: UUID
    whole: float | None
    chapters: dict[str, float | None]
    verdicts: tuple[str, str]
    changes: list[ChangedAnswerOut]


def assessment_out(item: Loaded) -> AssessmentOut:
    """One assessment."""
    row, result = item.row, item.result
    return AssessmentOut(
        id=row.pk, referential=row.referential, title=row.title, started_at=row.started_at, closed_at=row.closed_at,
        answered=result.whole.answered, assessable=result.whole.assessable, score=result.whole.score,
        verdict=str(result.verdict.code), verdict_words=result.verdict.title(language()), target=row.target,
    )  # fmt: skip


def content(answer: Answer) -> AnswerIn:
    """What an answer says, without what it answers."""
    names = ("level", "not_applicable", "reason", "note", "evidence")
    return AnswerIn.model_construct(**{name: getattr(answer, name) for name in names})
