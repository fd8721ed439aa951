"""Reading assessments as frozen core values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.expressions import Combinable
from django.http import Http404

from jawda.apps.diagnostics.models import Answer as AnswerRow
from jawda.apps.diagnostics.models import Assessment, PendingImport
from jawda.apps.diagnostics.summaries import Summary
from jawda.apps.referentials import store
from jawda.core.assessment import Answer, Result, Section, State, Target, assess, sections
from jawda.core.referentials import Referential
from jawda.foundation.accounts.models import Person
from jawda.foundation.tenancy.context import current

MINUTES_PER_QUESTION = 1.5


@dataclass(frozen=True)
class Loaded:
    """An assessment with its referential, its answers and what they come to."""

    row: Assessment
    referential: Referential
    result: Result
    rows: dict[str, AnswerRow]
    """Every answer as it is stored, by requirement."""

    @property
    def last_saved(self) -> datetime | None:
        """When the last answer was saved."""
        return max((item.saved_at for item in self.rows.values()), default=None)

    def state(self, requirement: str) -> State:
        """How far the answer to this question has come."""
        row = self.rows.get(requirement)
        return State(row.state) if row else State.NOT_STARTED

    @cached_property
    def states(self) -> Mapping[State, int]:
        """How many of the questions that apply are in each state."""
        found = Counter(self.state(item.id) for item in self.result.applicable)
        return {state: found[state] for state in State}

    @property
    def sections(self) -> tuple[Section, ...]:
        """The pages on which it is filled in, also those where nothing applies."""
        digest: str | None = getattr(self.row, "digest", None)
        return _sections(digest) if digest else sections(self.referential)

    @property
    def section_of(self) -> Mapping[str, str]:
        """The page of each question, by their ids."""
        return {question.id: section.id for section in self.sections for question in section.questions}

    @property
    def is_open(self) -> bool:
        """Whether answers may change."""
        return self.row.closed_at is None


def _assessments() -> QuerySet[Assessment]:
    """Each with the digest of its referential, which is then read from memory."""
    found: QuerySet[Assessment] = Assessment.objects.annotate(digest=store.digest_of("referential"))
    return found


def referential_of(row: Assessment) -> Referential:
    """Its referential; no query where the row came from here."""
    digest: str | None = getattr(row, "digest", None)
    return store.by_digest(digest) if digest else store.load(row.referential)


def referential_digest(row: Assessment) -> str:
    """Names the content of its referential; no query where the row came from here."""
    digest: str | None = getattr(row, "digest", None)
    return digest or store.as_stored(store.load(row.referential))[1]


@lru_cache(maxsize=32)
def _sections(digest: str) -> tuple[Section, ...]:
    return sections(store.by_digest(digest))


@lru_cache(maxsize=32)
def _section_names(digest: str) -> Mapping[str, str]:
    return {question.id: section.id for section in _sections(digest) for question in section.questions}


def sections_of(row: Assessment) -> tuple[Section, ...]:
    """The pages on which an assessment is filled in; cut once per process for each referential."""
    return _sections(referential_digest(row))


def section_of(row: Assessment, requirement: str) -> str:
    """The id of the page of a question; a heading's chapter."""
    digest = referential_digest(row)
    return _section_names(digest).get(requirement) or store.by_digest(digest).chapter_of[requirement]


def find(assessment_id: UUID) -> Assessment:
    """One query. ``Http404`` for another's or none."""
    row = _assessments().filter(pk=assessment_id).first()
    if row is None:
        raise Http404
    return row


def load(assessment_id: UUID) -> Loaded:
    """Two queries whatever the size. ``Http404`` for another's or none."""
    return loaded(find(assessment_id))


def loaded(row: Assessment) -> Loaded:
    """The answers and result of an assessment that was read already; one query."""
    return _loaded(row, referential_of(row), AnswerRow.objects.filter(assessment=row))


def loaded_all(rows: Iterable[Assessment]) -> list[Loaded]:
    """Several at once; one query whatever their number."""
    assessments = list(rows)
    answers: dict[UUID, list[AnswerRow]] = {row.pk: [] for row in assessments}
    for answer in AnswerRow.objects.filter(assessment__in=assessments).defer(
        "reason", "note", "evidence", "carried_detail"
    ):
        answers[answer.assessment_id].append(answer)
    return [_loaded(row, referential_of(row), answers[row.pk], texts=False) for row in assessments]


@dataclass(frozen=True, slots=True)
class Summed:
    """An assessment with what a list says of it."""

    row: Assessment
    referential: Referential
    summary: Summary


def summary_of(loaded: Loaded) -> Summary:
    """What a list says of it."""
    return Summary.of(loaded.result, to_review=loaded.states[State.TO_REVIEW])


def summed(rows: Iterable[Assessment]) -> list[Summed]:
    """In their order. Closed ones say what was kept; the answers of the others are read, in one query."""
    assessments = list(rows)
    kept = {row.pk: Summary.kept(row.summary) for row in assessments}
    lacking = [row for row in assessments if kept[row.pk] is None]
    read = {item.row.pk: summary_of(item) for item in loaded_all(lacking)} if lacking else {}
    return [Summed(row, referential_of(row), kept[row.pk] or read[row.pk]) for row in assessments]


def listed(**asked: Combinable) -> list[Assessment]:
    """Every assessment of the acting company, the newest first, with what a list shows; one query.

    What is ``asked`` along stands on each of them.
    """
    shown = ("organisation_id", "referential", "title", "started_at", "closed_at", "profile", "target", "targets")
    rows = _assessments().select_related("site").only(*shown, "summary", "site__name")
    return list(rows.annotate(**asked).order_by("-started_at", "pk"))


def _loaded(row: Assessment, referential: Referential, rows: Iterable[AnswerRow], *, texts: bool = True) -> Loaded:
    """Without ``texts``, a reason stands for every reason: what counts is that there is one."""
    by_requirement = {item.requirement: item for item in rows}
    # a built-in referential may have changed since: an answer that no longer fits is kept, and not counted
    levels = {level.code for level in referential.scale.levels} | {""}
    asked = {item.id for item in referential.assessable}
    answers = [
        as_answer(item) if texts else Answer(
            requirement=item.requirement, level=item.level or None, not_applicable=item.not_applicable,
            reason="–" if item.not_applicable else "",
        )
        for item in by_requirement.values()
        if item.requirement in asked and item.level in levels and not item.carried
    ]  # fmt: skip
    chapters = {item.id for item in referential.children[None]}
    targets = {name: value for name, value in row.targets.items() if name in chapters}
    result = assess(referential, answers, profile=row.profile, target=Target(whole=row.target, chapters=targets))
    return Loaded(row, referential, result, by_requirement)


def as_answer(row: AnswerRow) -> Answer:
    """A stored row as a core value."""
    return Answer(
        requirement=row.requirement,
        level=row.level or None,
        not_applicable=row.not_applicable,
        reason=row.reason,
        note=row.note,
        evidence=row.evidence,
    )


def recent(limit: int = 50) -> list[Assessment]:
    """The acting company's assessments, the newest first."""
    return list(_assessments().order_by("-started_at")[:limit])


def all_assessments() -> list[Assessment]:
    """Every assessment of the acting company, the newest first; one query."""
    return list(_assessments().order_by("-started_at", "pk"))


def under_way() -> dict[str, int]:
    """How many open assessments the acting company has by each referential; one query."""
    rows = Assessment.objects.filter(closed_at=None).values_list("referential").annotate(count=Count("pk"))
    return dict(rows.order_by("referential"))


def carry_sources(row: Assessment) -> list[Assessment]:
    """Earlier assessments by an edition of the same referential in which something was answered, the newest first."""
    slug = referential_of(row).slug
    answered = AnswerRow.objects.filter(assessment=OuterRef("pk"), carried="").exclude(level="")
    earlier = _assessments().filter(Exists(answered), started_at__lt=row.started_at).order_by("-started_at")
    return [item for item in earlier if referential_of(item).slug == slug]


def answered_before(row: Assessment, referentials: Iterable[str]) -> list[Assessment]:
    """Earlier assessments by one of these referentials in which something was answered, the newest first."""
    answered = AnswerRow.objects.filter(assessment=OuterRef("pk"), carried="").exclude(level="")
    earlier = _assessments().filter(Exists(answered), started_at__lt=row.started_at, referential__in=list(referentials))
    return list(earlier.order_by("-started_at", "pk"))


def find_source(row: Assessment) -> Assessment | None:
    """The assessment from which it was begun, where it is still there."""
    return _assessments().filter(pk=row.carried_from).first()


def at_sites(row: Assessment, limit: int = 12) -> list[tuple[str, Loaded]]:
    """The last assessment against its referential at each site, by the sites' names; two queries, three for none."""
    found: dict[UUID, Assessment] = {}
    for item in (
        _assessments()
        .filter(referential=row.referential, site__isnull=False)
        .select_related("site")
        .order_by("-started_at")
    ):
        found.setdefault(item.site_id, item)
    rows = sorted(found.values(), key=lambda item: item.site.name)[:limit]
    return [(item.row.site.name, item) for item in loaded_all(rows)]


def pending_import(assessment: Assessment, pending_id: UUID) -> PendingImport:
    """What this person was shown for this assessment; ``Http404`` for another's or none."""
    found = PendingImport.objects.filter(
        pk=pending_id, assessment=assessment, person_id=current().person_id
    ).first()  # fmt: skip
    if found is None:
        raise Http404
    return found


def name_of(person_id: UUID | None) -> str:
    """A colleague's name; '' for nobody, or somebody who has left. One query."""
    return Person.objects.filter(pk=person_id).values_list("name", flat=True).first() or "" if person_id else ""


def minutes_left(questions: int) -> int:
    """A guess of the time that so many questions take; 0 for none."""
    return max(1, round(questions * MINUTES_PER_QUESTION)) if questions else 0
