"""Measurements out and in as files: the workbook to fill in, and any long table, with a preview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from jawda.apps.diagnostics.exports import XLSX, attachment
from jawda.apps.diagnostics.files import fault_lines
from jawda.apps.product_quality.enums import StudyKind
from jawda.apps.product_quality.gauge import domain, queries
from jawda.apps.product_quality.gauge.analysis import measured_of
from jawda.apps.product_quality.gauge.measurement_file import LIMITS, FileRead, Line, matched, read_file, write_readings
from jawda.apps.product_quality.gauge.plans import SIZES, Plan, reference_of
from jawda.apps.product_quality.models import GaugeStudy
from jawda.core.findings import Finding, Place, Refused
from jawda.core.typed_numbers import NotANumber, parsed
from jawda.foundation.ui.templatetags.ui import language

SALT = "jawda.product_quality.gauge_file"
LIFETIME = 3600
SHOWN = 12
#: A study that is made of a file is one of repeatability and reproducibility.
_SIZE = SIZES[StudyKind.CROSSED]


@require_GET
def workbook(request: HttpRequest, study_id: UUID) -> HttpResponse:
    """Every measurement of the plan, to fill in."""
    measured = measured_of(queries.find(study_id))
    values = {(row.operator, row.part, row.trial): row.value for row in measured.readings}
    content = write_readings(measured.study, values, language(), timezone.now())
    return attachment(content, f"{reference_of(measured.study)}.xlsx", XLSX)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, study_id: UUID) -> HttpResponse:
    """Step 1 reads the file and shows what it holds; step 2, signed, stores all of it or nothing."""
    study = queries.find(study_id)
    salt = f"{SALT}.{request.access.organisation_id}.{request.access.person_id}.{study_id}"
    context: dict[str, object] = {"study": study, "limit": LIMITS.bytes, "chosen": _chosen(request)}
    if request.method == "POST" and "confirmed" in request.POST:
        return _store(request, study, salt)
    if request.method == "POST":
        try:
            found, readings = matched(study, _sent(request, study=study))
        except Refused as refused:
            context |= fault_lines(refused)
        else:
            standing = {(row.operator, row.part, row.trial): row.value for row in measured_of(study).readings}
            context |= _preview(found) | {
                "added": sum(key not in standing for key, _value in readings),
                "changed": sum(key in standing and standing[key] != value for key, value in readings),
                "confirmed": signing.dumps([[*key, value] for key, value in readings], salt=salt, compress=True),
            }
    return render(request, "product_quality/gauge/upload.html", context, status=422 if "faults" in context else 200)


def _store(request: HttpRequest, study: GaugeStudy, salt: str) -> HttpResponse:
    try:
        rows = signing.loads(request.POST["confirmed"], salt=salt, max_age=LIFETIME)
        readings = [((operator, part, trial), float(value)) for operator, part, trial, value in rows]
        with transaction.atomic():
            added, changed = domain.import_readings(access=request.access, study_id=study.pk, readings=readings)
    except signing.BadSignature:
        messages.error(request, _("The preview is too old. Choose the file again."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _stored(added, changed))
        return redirect("product_quality:study", request.access.handle, study.pk)
    return redirect("product_quality:study_upload", request.access.handle, study.pk)


def _stored(added: int, changed: int) -> str:
    said = [ngettext("%(count)d measurement added.", "%(count)d measurements added.", added) % {"count": added}]
    if changed:
        said.append(
            ngettext("%(count)d measurement changed.", "%(count)d measurements changed.", changed) % {"count": changed}
        )
    return " ".join(said)


@require_http_methods(["GET", "POST"])
def from_file(request: HttpRequest) -> HttpResponse:
    """A study made of a file that exists already: what was read is shown first, then the study is made, once."""
    salt = f"{SALT}.{request.access.organisation_id}.{request.access.person_id}"
    given = {name: request.POST.get(name, "")[:160] for name in ("title", "tolerance", "unit")}
    context: dict[str, object] = {"limit": LIMITS.bytes, "chosen": _chosen(request), "given": given}
    if request.method == "POST" and "confirmed" in request.POST:
        return _make(request, salt)
    if request.method == "POST":
        try:
            found = _asked(request, salt)
            plan = _plan(found, given)
        except Refused as refused:
            context |= fault_lines(refused)
        except ValidationError as error:
            context |= {"faults": error.messages, "more_faults": 0}
        except signing.BadSignature:
            messages.error(request, _("The preview is too old. Choose the file again."))
            return redirect("product_quality:study_from_file", request.access.handle)
        else:
            context |= _preview(found) | {"plan": plan, "suspected": len(found.operators) > len(found.parts)}
            context["confirmed"] = signing.dumps(_packed(found, given), salt=salt, compress=True)
    return render(request, "product_quality/gauge/from_file.html", context, status=422 if "faults" in context else 200)


def _asked(request: HttpRequest, salt: str) -> FileRead:
    """The file that was sent, or the one of the preview with its two columns exchanged."""
    if "exchanged" in request.POST:
        return _unpacked(signing.loads(request.POST["exchanged"], salt=salt, max_age=LIFETIME))[0].exchanged()
    return _sent(request)


def _plan(found: FileRead, given: Mapping[str, str]) -> Plan:
    """The plan that a file was measured by; ``ValidationError`` in words where no study can be so."""
    try:
        tolerance = parsed(given["tolerance"])
    except NotANumber as fault:
        raise ValidationError(_("“%(text)s” is not a number.") % {"text": fault}) from fault
    numbered = [str(at) for at in range(1, len(found.parts) + 1)]
    names = () if sorted(found.parts) == sorted(numbered) else found.parts
    plan = Plan(
        title=given["title"].strip() or found.file, unit=given["unit"].strip() or found.unit, tolerance=tolerance,
        parts=len(found.parts), part_names=names, operators=found.operators, trials=found.trials,
    )  # fmt: skip
    most_parts, most_operators, most_trials = (size[1] for size in (_SIZE.parts, _SIZE.operators, _SIZE.trials))
    if plan.parts > most_parts or len(plan.operators) > max(most_operators, plan.parts) or plan.trials > most_trials:
        said = _(
            "The file holds %(parts)s parts, %(operators)s operators and %(trials)s trials: more than one study has."
        )
        raise ValidationError(said % {"parts": plan.parts, "operators": len(plan.operators), "trials": plan.trials})
    if len(plan.operators) <= plan.parts:
        plan.checked()
    return plan


def _make(request: HttpRequest, salt: str) -> HttpResponse:
    try:
        packed = signing.loads(request.POST["confirmed"], salt=salt, max_age=LIFETIME)
        found, given, key = _unpacked(packed)
        with transaction.atomic():
            if not GaugeStudy.objects.filter(pk=key).exists():
                study = domain.plan_study(access=request.access, plan=_plan(found, given).checked(), key=key)
                _found, readings = matched(study, found)
                domain.import_readings(access=request.access, study_id=study.pk, readings=readings)
    except signing.BadSignature:
        messages.error(request, _("The preview is too old. Choose the file again."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The study is made from the file."))
        return redirect("product_quality:study", request.access.handle, key)
    return redirect("product_quality:study_from_file", request.access.handle)


def _chosen(request: HttpRequest) -> dict[str, str]:
    """The columns that a person named."""
    return {
        role: request.POST.get(f"column-{role}", "").strip()[:120] for role in ("operator", "part", "trial", "value")
    }


def _sent(request: HttpRequest, *, study: GaugeStudy | None = None) -> FileRead:
    sent = request.FILES.get("file")
    if sent is None:
        raise Refused([Finding(id="spreadsheets.not_a_table", place=Place(file="–"))])
    name = (sent.name or "")[:120]
    if (sent.size or 0) > LIMITS.bytes:
        sizes = {"megabytes": round((sent.size or 0) / 1e6, 1), "limit": round(LIMITS.bytes / 1e6, 1)}
        raise Refused([Finding(id="spreadsheets.file_too_large", place=Place(file=name), arguments=sizes)])
    kind = StudyKind(study.kind) if study is not None else StudyKind.CROSSED
    unit = study.unit or None if study is not None else None
    return read_file(name, sent.read(), chosen=_chosen(request), unit=unit, kind=kind)


def _preview(found: FileRead) -> dict[str, object]:
    """What was understood, for the page."""
    return {
        "found": found,
        "lines": found.lines[:SHOWN],
        "more_lines": max(0, len(found.lines) - SHOWN),
        "notes": [note.sentence(language()) for note in found.notes],
    }


def _packed(found: FileRead, given: Mapping[str, str]) -> dict[str, Any]:
    lines = [[line.row, line.part, line.operator, line.trial, line.value] for line in found.lines]
    return {"file": found.file, "unit": found.unit, "lines": lines, "columns": dict(found.columns),
            "given": dict(given), "key": str(uuid4())}  # fmt: skip


def _unpacked(packed: dict[str, Any]) -> tuple[FileRead, dict[str, str], UUID]:
    lines = tuple(
        Line(row=row, part=part, operator=operator, trial=trial, value=float(value))
        for row, part, operator, trial, value in packed["lines"]
    )
    found = FileRead(file=packed["file"], lines=lines, columns=packed["columns"], unit=packed["unit"])
    return found, packed["given"], UUID(packed["key"])
