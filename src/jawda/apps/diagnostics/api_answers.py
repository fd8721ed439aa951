"""Answers for an organisation's own programs: one by one, or together; nothing is overwritten unseen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from jawda.apps.diagnostics import api_shapes as shapes
from jawda.apps.diagnostics import domain, imports, queries
from jawda.apps.diagnostics.api import ONE, READ, WRITE, allowed, closed, page_of_a_program, writes
from jawda.apps.diagnostics.models import Answer as AnswerRow
from jawda.core.assessment import Answer, check_answer
from jawda.core.referentials import Referential
from jawda.foundation.api.operations import operation
from jawda.foundation.api.problems import (
    FindingOut,
    Problem,
    of_findings,
    precondition_failed,
    precondition_required,
)

router = Router(tags=["answers"])
IF_MATCH = {
    "in": "header", "name": "If-Match", "required": False, "schema": {"type": "string"},
    "description": "The ETag that was read. Without it, what stands already is not overwritten (428).",
}  # fmt: skip
ANSWER = {"level": "3", "note": "Nommée le 2 mars"}
ANSWERS = {"answers": [{"requirement": "pp-direction-responsable", **ANSWER}]}
STANDS = (409, 412, 428)


@operation(router, "GET", ONE + "/answers", gives=shapes.AnswersOut, scope=READ)
def answers(request: HttpRequest, response: HttpResponse, assessment_id: UUID) -> shapes.AnswersOut:
    """Every answer that was given, in reading order. The ETag stands for all of them together."""
    allowed(request)
    loaded = queries.load(assessment_id)
    response["ETag"] = _tag_of_all(loaded.rows.values())
    order = [item.id for item in loaded.referential.assessable if item.id in loaded.rows]
    return shapes.AnswersOut(items=[_out(loaded.rows[name]) for name in order])


@operation(router, "GET", ONE + "/answers/{str:requirement_id}", gives=shapes.AnswerOut, scope=READ)
def answer(request: HttpRequest, response: HttpResponse, assessment_id: UUID, requirement_id: str) -> shapes.AnswerOut:
    """One answer. Its ETag is what a later If-Match names."""
    allowed(request)
    row = AnswerRow.objects.filter(assessment=queries.find(assessment_id), requirement=requirement_id).first()
    if row is None:
        raise Http404
    response["ETag"] = _tag(row)
    return _out(row)


@operation(
    router, "PUT", ONE + "/answers/{str:requirement_id}", gives=shapes.AnswerOut, scope=WRITE, faults=STANDS,
    parameters=(IF_MATCH,), example=ANSWER,
)  # fmt: skip
def put_answer(
    request: HttpRequest, response: HttpResponse, assessment_id: UUID, requirement_id: str, given: shapes.AnswerIn
) -> shapes.AnswerOut:
    """Write one answer whole. Writing what stands already changes nothing."""
    writes(request)
    row = queries.find(assessment_id)
    referential = queries.referential_of(row)
    if requirement_id not in referential.by_id:
        raise Http404
    asked = request.headers.get("If-Match", "").strip()
    standing = AnswerRow.objects.filter(assessment=row, requirement=requirement_id).first()
    if asked and asked != (_tag(standing) if standing else None):
        raise precondition_failed()
    wanted = given.answer(requirement_id)
    if standing and not asked and queries.as_answer(standing) != wanted:
        raise precondition_required()
    try:
        saved = domain.save_answer(
            access=request.access, assessment=row, referential=referential, answer=wanted,
            sending=domain.Sending(page=page_of_a_program(), seen=domain.version(standing)),
        )  # fmt: skip
    except domain.ChangedMeanwhile as fault:
        raise precondition_failed() from fault
    except domain.Closed as fault:
        raise closed() from fault
    response["ETag"] = _tag(saved.row)
    return _out(saved.row)


@operation(
    router, "PUT", ONE + "/answers", gives=shapes.WrittenOut, scope=WRITE, faults=STANDS, parameters=(IF_MATCH,),
    example=ANSWERS,
)  # fmt: skip
def put_answers(
    request: HttpRequest,
    response: HttpResponse,
    assessment_id: UUID,
    given: shapes.AnswersIn,
    preview: Annotated[bool, Query(description="Say what would change, and write nothing.")] = False,
) -> shapes.WrittenOut:
    """Write several answers, all or none; answers to other requirements stay."""
    writes(request)
    row = queries.find(assessment_id)
    try:
        domain.open_to_change(request.access, row)  # held from here on: what is read now is what is overwritten
    except domain.Closed as fault:
        raise closed() from fault
    referential = queries.referential_of(row)
    rows = {item.requirement: item for item in AnswerRow.objects.filter(assessment=row)}
    asked = request.headers.get("If-Match", "").strip()
    if asked and asked != _tag_of_all(rows.values()):
        raise precondition_failed()
    wanted = [item.answer(item.requirement) for item in given.answers]
    _check(referential, wanted)
    changes = [
        item for item in wanted if item.requirement not in rows or queries.as_answer(rows[item.requirement]) != item
    ]
    if not asked and not preview and any(item.requirement in rows for item in changes):
        raise precondition_required()
    said = [
        shapes.ChangeOut.model_construct(
            requirement=item.requirement,
            before=shapes.content(queries.as_answer(rows[item.requirement])) if item.requirement in rows else None,
            after=shapes.content(item),
        )
        for item in changes
    ]
    if changes and not preview:
        imports.import_answers(access=request.access, assessment=row, referential=referential, answers=changes)
        rows = {item.requirement: item for item in AnswerRow.objects.filter(assessment=row)}
    response["ETag"] = _tag_of_all(rows.values())
    return shapes.WrittenOut.model_construct(written=not preview, changes=said)


def _check(referential: Referential, wanted: list[Answer]) -> None:
    """``Problem`` with every fault of every answer, each with its place."""
    findings: list[FindingOut] = []
    seen: set[str] = set()
    for number, item in enumerate(wanted):
        place = f"answers[{number}]"
        findings += of_findings(check_answer(referential, item), place)
        if item.requirement in seen:
            sentence = _("This requirement stands twice.")
            findings.append(FindingOut(id="invalid.twice", place=f"{place}.requirement", sentence=sentence))
        seen.add(item.requirement)
    if findings:
        raise Problem(422, _("Something cannot be accepted: nothing was written."), findings=findings)


def _out(row: AnswerRow) -> shapes.AnswerOut:
    return shapes.AnswerOut(
        requirement=row.requirement, level=row.level or None, not_applicable=row.not_applicable, reason=row.reason,
        note=row.note, evidence=row.evidence, saved_at=row.saved_at,
    )  # fmt: skip


def _tag(row: AnswerRow) -> str:
    return f'"{domain.version(row)}"'


def _tag_of_all(rows: Iterable[AnswerRow]) -> str:
    return f'"{imports.fingerprint(queries.as_answer(row) for row in rows)}"'
