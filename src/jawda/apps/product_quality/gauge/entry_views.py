"""Typing what was measured: one sheet a page, in its order, saved as one goes."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from jawda.apps.diagnostics.posted import sending, wants_json
from jawda.apps.product_quality.enums import StudyKind
from jawda.apps.product_quality.gauge import domain, queries
from jawda.apps.product_quality.gauge.plans import Run, part_name, runs, whole
from jawda.apps.product_quality.models import GaugeStudy
from jawda.apps.product_quality.typed_numbers import shown
from jawda.core.languages import Language
from jawda.core.typed_numbers import LONGEST, NotANumber, parsed
from jawda.foundation.ui.formats import time_short
from jawda.foundation.ui.templatetags.ui import language


@dataclass(frozen=True, slots=True)
class Cell:
    """A field: its part, how it is called, what stands in it."""

    part: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the list: whose, which trial, how many values it has, and where it is."""

    run: Run
    operator: str
    done: int
    number: int


def seen_of(values: Mapping[int, float]) -> str:
    """What a page knows of its sheet, to be sent back with what is typed."""
    return json.dumps({str(part): value for part, value in sorted(values.items())}, separators=(",", ":"))


def _seen(text: str) -> dict[int, float | None]:
    """The same read again; nothing known where it cannot be read."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        int(part): float(value)
        for part, value in found.items()
        if part.isascii() and part.isdigit() and len(part) < 6 and isinstance(value, int | float)
    }


def _sending(request: HttpRequest) -> domain.Sending:
    found = sending(request)
    return domain.Sending(page=found.page, turn=found.turn)


def sheets(study: GaugeStudy) -> list[Sheet]:
    """Every sheet in the order of work. One query."""
    counts = queries.counts_by_run(study)
    return [
        Sheet(run, study.operators[run.operator], counts.get((run.operator, run.trial), 0), number)
        for number, run in enumerate(runs(study), start=1)
    ]


def progress_words(left: int) -> str:
    """How much is left of the whole study."""
    if not left:
        return _("Every measurement is there.")
    return ngettext("%(count)s measurement left", "%(count)s measurements left", left) % {"count": left}


@require_GET
def entry(request: HttpRequest, study_id: UUID) -> HttpResponse:
    """A sheet to type from: the one asked for, else the first that is not full."""
    study = queries.find(study_id)
    every = sheets(study)
    asked = request.GET.get("fiche", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    if number > len(every):
        raise Http404
    first_open = next((sheet for sheet in every if sheet.done < study.parts), every[-1])
    current = every[number - 1] if number else first_open
    return _page(request, study, every, current)


def _page(
    request: HttpRequest,
    study: GaugeStudy,
    every: list[Sheet],
    current: Sheet,
    *,
    typed: Mapping[int, str] | None = None,
    errors: tuple[str, ...] = (),
) -> HttpResponse:
    run = current.run
    readings = study.readings.filter(operator=run.operator, trial=run.trial)
    values = {row.part: row.value for row in readings}
    texts = {part: shown(value, language()) for part, value in values.items()} | dict(typed or {})
    planned = whole(study)
    done = sum(sheet.done for sheet in every)
    context = {
        "study": study,
        "sheets": every,
        "current": current,
        "cells": [Cell(part, part_name(study, part), texts.get(part, "")) for part in run.parts],
        "seen": seen_of(values),
        "page_token": secrets.token_hex(16),
        "progress": progress_words(planned - done),
        "done": done,
        "planned": planned,
        "next": next((sheet for sheet in every if sheet.number > current.number), None),
        "kept": _kept(language()),
        "judged": study.kind == StudyKind.AGREEMENT,
        "one_part": study.kind == StudyKind.TYPE1,
        "errors": errors,
    }
    return render(request, "product_quality/gauge/entry.html", context, status=422 if errors else 200)


def _kept(spoken: Language) -> str:
    """For the script: what it says while the line is cut, by plural form; ``%s`` is how many sheets wait."""
    samples = (
        {"one": 1, "other": 5, "two": 2, "few": 3, "many": 11, "zero": 0} if spoken == "ar" else {"one": 1, "other": 5}
    )
    said = {
        form: ngettext(
            "Connection lost. %s sheet is kept here and will be sent as soon as possible.",
            "Connection lost. %s sheets are kept here and will be sent as soon as possible.",
            count,
        )
        for form, count in samples.items()
    }
    return json.dumps(said, ensure_ascii=False)


@require_POST
def save(request: HttpRequest, study_id: UUID, operator: int, trial: int) -> HttpResponse:
    """What was typed on one sheet. What is a number is stored; what is none is told, and stays in its field."""
    study = queries.find(study_id)
    run = next((one for one in runs(study) if (one.operator, one.trial) == (operator, trial)), None)
    if run is None:
        raise Http404
    typed: dict[int, float | None] = {}
    errors: list[str] = []
    raw: dict[int, str] = {}
    for part in run.parts:
        if f"value-{part}" not in request.POST:
            continue
        raw[part] = request.POST[f"value-{part}"][: LONGEST + 1]
        try:
            typed[part] = parsed(raw[part])
        except NotANumber as fault:
            said = (
                _("Measurement %(part)s: “%(text)s” is not a number.")
                if study.kind == StudyKind.TYPE1
                else _("Part %(part)s: “%(text)s” is not a number.")
            )
            errors.append(said % {"part": part_name(study, part), "text": fault})
    try:
        with transaction.atomic():
            saved = domain.save_run(
                access=request.access, study_id=study_id, operator=operator, trial=trial, typed=typed,
                seen=_seen(request.POST.get("seen", "")[:20_000]), sending=_sending(request),
            )  # fmt: skip
    except ValidationError as error:
        errors += error.messages
        saved = None
    if saved is not None:
        said = _("Part %(part)s was changed by somebody else meanwhile; their value stands: %(value)s.")
        errors += [
            said % {"part": part_name(study, part), "value": shown(saved.values.get(part), language()) or "–"}
            for part in saved.theirs
        ]
    if wants_json(request):
        answer: dict[str, object] = {"error": " ".join(errors)}
        if saved is not None:
            answer |= {
                "saved": _("Saved at %(time)s") % {"time": time_short(timezone.now())},
                "seen": seen_of(saved.values),
                "progress": progress_words(saved.left),
            }
        return JsonResponse(answer)
    every = sheets(study)
    current = next(sheet for sheet in every if sheet.run == run)
    if errors:
        return _page(request, study, every, current, typed=raw, errors=tuple(errors))
    following = min(current.number + 1, len(every)) if "next" in request.POST else current.number
    address = reverse("product_quality:study_entry", args=[request.access.handle, study_id])
    return redirect(f"{address}?fiche={following}")
