"""Assessments for an organisation's own programs: the same verbs as the pages."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from jawda.apps.diagnostics import api_shapes as shapes
from jawda.apps.diagnostics import domain, queries
from jawda.apps.diagnostics.files import report_of
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.rules import may_answer, may_read
from jawda.apps.diagnostics.screens import comparable
from jawda.apps.organisations.api_scopes import Scope
from jawda.apps.referentials import store
from jawda.core.assessment import as_document, compare
from jawda.core.referentials import compare_editions
from jawda.foundation.api.operations import attachment, operation
from jawda.foundation.api.paging import Cursor, Limit, latest_first, page
from jawda.foundation.api.problems import FindingOut, Problem
from jawda.foundation.ui.templatetags.ui import language

router = Router(tags=["assessments"])
READ, WRITE = Scope.ASSESSMENTS_READ, Scope.ASSESSMENTS_WRITE
ONE = "/assessments/{uuid:assessment_id}"
Tongue = Annotated[
    Literal["fr", "ar", "en"] | None, Query(alias="language", description="Else the language of Accept-Language.")
]


def allowed(request: HttpRequest) -> None:
    """Only a company has assessments."""
    if not may_read(request.access):
        raise PermissionDenied


def closed() -> Problem:
    """The answer to writing in a closed assessment."""
    return Problem(409, _("The assessment is closed: reopen it first."))


@operation(router, "GET", "/assessments", gives=shapes.AssessmentPage, scope=READ)
def assessments(
    request: HttpRequest,
    state: Annotated[Literal["open", "closed"] | None, Query()] = None,
    referential: Annotated[str, Query(max_length=120)] = "",
    cursor: Cursor = "",
    limit: Limit = 20,
) -> shapes.AssessmentPage:
    """The company's assessments, the latest first."""
    allowed(request)

    def key(row: Assessment) -> str:
        return latest_first(row.started_at, row.pk)

    rows = [
        row
        for row in queries.all_assessments()
        if (not referential or row.referential == referential)
        and (state is None or (row.closed_at is None) == (state == "open"))
    ]
    found = page(sorted(rows, key=key), key, cursor=cursor, limit=limit)
    items = [shapes.assessment_out(item) for item in queries.loaded_all(found.items)]
    return shapes.AssessmentPage(items=items, next=found.next)


@operation(
    router, "POST", "/assessments", gives=shapes.AssessmentOut, status=201, scope=WRITE,
    example={"referential": "premiers-pas-1", "target": 70, "title": "Avant l’audit de mars"},
)  # fmt: skip
def start(request: HttpRequest, given: shapes.AssessmentIn) -> shapes.AssessmentOut:
    """Begin an assessment."""
    allowed(request)
    try:
        row = domain.start(access=request.access, referential_id=given.referential, target=given.target)
    except store.UnknownReferential as fault:
        sentence = _("No referential has this identifier.")
        found = FindingOut(id="invalid.referential", place="referential", sentence=sentence)
        raise Problem(422, _("Something cannot be accepted: nothing was written."), findings=[found]) from fault
    if given.title.strip():
        domain.rename(access=request.access, assessment=row, title=given.title)
    return shapes.assessment_out(queries.load(row.pk))


@operation(router, "GET", ONE, gives=shapes.AssessmentOut, scope=READ)
def assessment(request: HttpRequest, assessment_id: UUID) -> shapes.AssessmentOut:
    """One assessment."""
    allowed(request)
    return shapes.assessment_out(queries.load(assessment_id))


@operation(router, "POST", ONE + "/close", gives=shapes.AssessmentOut, scope=WRITE)
def close(request: HttpRequest, assessment_id: UUID) -> shapes.AssessmentOut:
    """Close an assessment: it is kept as it stands. Closing again does nothing."""
    allowed(request)
    domain.close(access=request.access, assessment=queries.find(assessment_id))
    return shapes.assessment_out(queries.load(assessment_id))


@operation(router, "POST", ONE + "/reopen", gives=shapes.AssessmentOut, scope=WRITE)
def reopen(request: HttpRequest, assessment_id: UUID) -> shapes.AssessmentOut:
    """Open a closed assessment to change again."""
    allowed(request)
    domain.reopen(access=request.access, assessment=queries.find(assessment_id))
    return shapes.assessment_out(queries.load(assessment_id))


@operation(router, "GET", ONE + "/result", gives=shapes.ResultOut, scope=READ)
def result(request: HttpRequest, assessment_id: UUID) -> shapes.ResultOut:
    """What the answers come to."""
    allowed(request)
    loaded = queries.load(assessment_id)
    said = as_document(loaded.result, language())
    names = ("referential", "answered", "assessable", "progress", "verdict", "knock_outs", "score")
    return shapes.ResultOut(
        **{name: said[name] for name in names},
        verdict_words=loaded.result.verdict.title(language()),
        chapters=said["by_clause"],
    )


@operation(router, "GET", ONE + "/gaps", gives=shapes.GapPage, scope=READ)
def gaps(
    request: HttpRequest,
    assessment_id: UUID,
    knock_out: Annotated[bool | None, Query(description="Only those that keep a knock-out open, or none.")] = None,
    chapter: Annotated[str, Query(max_length=120)] = "",
    cursor: Cursor = "",
    limit: Limit = 25,
) -> shapes.GapPage:
    """The gaps, by rank."""
    allowed(request)
    loaded = queries.load(assessment_id)
    chapters = loaded.referential.chapter_of
    rows = [
        row
        for row in as_document(loaded.result, language())["gaps"]
        if (knock_out is None or row["knock_out"] == knock_out)
        and (not chapter or chapters[row["requirement"]] == chapter)
    ]
    found = page(rows, lambda row: f"{row['rank']:06d}", cursor=cursor, limit=limit)
    return shapes.GapPage(items=[shapes.GapOut(**row) for row in found.items], next=found.next)


@operation(router, "GET", ONE + "/report", file=("application/pdf",), scope=READ)
def report(request: HttpRequest, assessment_id: UUID, language_of: Tongue = None) -> HttpResponse:
    """The report as PDF."""
    allowed(request)
    loaded = queries.load(assessment_id)
    tongue = language_of or language()
    content = report_of(request.access, loaded, tongue)
    return attachment(content, f"{loaded.referential.id}-{tongue}.pdf", "application/pdf")


@operation(router, "GET", ONE + "/comparison", gives=shapes.ComparisonOut, scope=READ, faults=(409,))
def comparison(
    request: HttpRequest,
    assessment_id: UUID,
    other: Annotated[UUID, Query(description="Another assessment of the company, earlier or later.")],
) -> shapes.ComparisonOut:
    """Two assessments by editions of one referential, side by side."""
    allowed(request)
    pair = sorted((queries.find(assessment_id), queries.find(other)), key=lambda row: (row.started_at, str(row.pk)))
    referentials = {row.referential: queries.referential_of(row) for row in pair}
    slugs = {name: item.slug for name, item in referentials.items()}
    kinds = {name: str(item.scale.kind) for name, item in referentials.items()}
    if not comparable(pair[0], pair[1], slugs, kinds):
        raise Problem(409, _("These two assessments cannot be compared."))
    earlier, later = (queries.loaded(row) for row in pair)
    carried = {}
    if earlier.referential.id != later.referential.id:
        editions = compare_editions(earlier.referential, later.referential)
        carried = {name: targets[0][0] for name, targets in editions.carries.items()}
    found = compare(earlier.result, later.result, carried=carried)
    return shapes.ComparisonOut(
        earlier=earlier.row.pk, later=later.row.pk, whole=found.whole,
        chapters={item.id: found.nodes[item.id] for item in later.referential.children[None]},
        verdicts=tuple(str(code) for code in found.verdicts),
        changes=[
            shapes.ChangedAnswerOut(requirement=name, change=str(change)) for name, change in found.changes.items()
        ],
    )  # fmt: skip


def page_of_a_program() -> str:
    """Names this request as a page of its own: it overwrites nothing unseen."""
    return f"api:{uuid4().hex[:28]}"


def writes(request: HttpRequest) -> None:
    """``PermissionDenied`` for who may not change answers."""
    allowed(request)
    if not may_answer(request.access):
        raise PermissionDenied
