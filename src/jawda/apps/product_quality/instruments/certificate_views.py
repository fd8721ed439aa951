"""A calibration certificate in XML: what it says and whether it holds are shown; then it is recorded, or nothing is.

Between both steps the file travels with the page and is read again: nothing is kept of one that nobody records.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from jawda.apps.product_quality.enums import CalibrationOutcome, InstrumentState
from jawda.apps.product_quality.instruments import domain
from jawda.apps.product_quality.instruments.certificate_reading import (
    Item,
    calibration_facts,
    instrument_facts,
    items_of,
    proposed_note,
)
from jawda.apps.product_quality.instruments.facts import LONGEST
from jawda.apps.product_quality.instruments.standing import months_after
from jawda.apps.product_quality.instruments.views import take_over
from jawda.apps.product_quality.models import Instrument
from jawda.apps.product_quality.rules import may_work
from jawda.core.findings import Refused, words_with_place
from jawda.core.findings.checks import Check, Status
from jawda.foundation.files import domain as files
from jawda.foundation.files.domain import Prepared
from jawda.foundation.files.inspection_kinds import refuse
from jawda.foundation.tenancy.routes import Access, room
from jawda.foundation.ui.marks import Mark
from jawda.foundation.ui.templatetags.ui import language

if TYPE_CHECKING:  # what reads XML signatures takes 26 MB: it is imported where one is read
    from jawda.core.credentials.calibration import Examined

MOST_BYTES: Final = 2_000_000
"""Travels in base64 between the steps, within what a form may hold; a larger one is recorded by hand, with its file."""
MOST_ROWS: Final = 60
_TEMPLATE: Final = "product_quality/instruments/certificate.html"
_MARKS: Final = {Status.OK: Mark.CONFORMS, Status.WARN: Mark.TO_REVIEW, Status.FAIL: Mark.DOES_NOT}


class ItemForm(forms.Form):
    """What is recorded of one instrument of the certificate."""

    record = forms.BooleanField(label=gettext_lazy("Record this calibration"), required=False)
    identification = forms.CharField(
        label=gettext_lazy("Identification in your register"), max_length=LONGEST["identification"],
        help_text=gettext_lazy("One that is not there yet is added, as the certificate describes it."),
        error_messages={"required": gettext_lazy("Say what is engraved or stuck on it.")},
    )  # fmt: skip
    outcome = forms.ChoiceField(
        label=gettext_lazy("Result"), choices=CalibrationOutcome.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what the calibration came to.")},
    )  # fmt: skip
    due_on = forms.DateField(
        label=gettext_lazy("Next calibration by"), required=False,
        help_text=gettext_lazy("Left empty, it follows from the months between calibrations."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=LONGEST["note"],
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if self.is_bound and not self.data.get(self.add_prefix("record")):  # of what is left out nothing is asked
            self.fields["identification"].required = self.fields["outcome"].required = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One instrument of the certificate, and what is asked about it."""

    item: Item
    form: ItemForm


@require_http_methods(["GET", "POST"])
@room(may_work)
def certificate(request: HttpRequest) -> HttpResponse:
    """Choose a file; see what it says; record what is wanted of it."""
    if request.method != "POST":
        return render(request, _TEMPLATE, {"limit": MOST_BYTES})
    name, content = _sent(request)
    try:
        found = _examined(name, content)
        prepared = files.prepare(name=name, content=content)
    except Refused as refused:
        return _refused(request, [words_with_place(one, language()) for one in refused.findings])
    items, beyond = items_of(found, language())
    confirmed = "confirmed" in request.POST
    asked = [
        Asked(item, _form(item, found, prefix=f"item-{place}", data=request.POST if confirmed else None))
        for place, item in enumerate(items)
    ]
    if confirmed and found.certificate is not None and not _faults(asked):
        response = _recorded(request, asked, prepared)
        if response is not None:
            return response
    context = {"limit": MOST_BYTES, "found": found, "asked": asked, "name": prepared.accepted.name, **_shown(found)}
    context |= {"beyond": beyond, "carried": b64encode(content).decode("ascii")}
    return render(request, _TEMPLATE, context, status=422 if confirmed and _faults(asked) else 200)


def _faults(asked: list[Asked]) -> list[ItemForm]:
    """Every form is judged, so that a person mends all in one go."""
    return [one.form for one in asked if one.form.errors]


def _sent(request: HttpRequest) -> tuple[str, bytes]:
    """The file that was chosen, or that travelled with the page."""
    sent = request.FILES.get("file")
    if sent is not None:
        return (sent.name or "")[:120], sent.read(MOST_BYTES + 1)
    try:
        return request.POST.get("name", "")[:120], b64decode(request.POST.get("carried", ""), validate=True)
    except ValueError:
        return "", b""


def _examined(name: str, content: bytes) -> Examined:
    if len(content) > MOST_BYTES:
        raise refuse("too_large", name, megabytes=f"> {MOST_BYTES // 1_000_000}", limit=MOST_BYTES // 1_000_000)
    if not content:
        raise refuse("empty", name or "–")
    from jawda.core.credentials.calibration import examine  # noqa: PLC0415 - 26 MB, where one is read

    try:
        return examine(content, at=timezone.now())
    except Refused as fault:
        raise Refused(replace(one, place=replace(one.place, file=name)) for one in fault.findings) from fault


def _refused(request: HttpRequest, faults: list[str]) -> HttpResponse:
    return render(request, _TEMPLATE, {"limit": MOST_BYTES, "faults": faults}, status=422)


def _form(item: Item, found: Examined, *, prefix: str, data: Any) -> ItemForm:
    initial = {
        "record": True, "identification": item.identification, "outcome": item.outcome, "due_on": item.entry.due_on,
        "note": proposed_note(found, item.entry, language()),
    }  # fmt: skip
    return ItemForm(data, prefix=prefix, initial=initial)


def _recorded(request: HttpRequest, asked: list[Asked], certificate: Prepared) -> HttpResponse | None:
    """All that was asked for, or None with what stands against it in the forms."""
    wanted = [one for one in asked if one.form.cleaned_data["record"]]
    if not wanted:
        messages.info(request, _("Nothing was recorded: no instrument was chosen."))
        return redirect("product_quality:instruments", request.access.handle)
    rows = []
    try:
        with transaction.atomic():
            for one in wanted:
                rows.append(_record(request.access, one, certificate))
    except _Against as against:
        take_over(against.form, against.error)
        return None
    failed = [row for row in rows if row.state == InstrumentState.QUARANTINED]
    if failed:
        messages.warning(request, _("The instrument is set aside: see what was measured with it."))
    said = ngettext("%(count)d calibration is recorded.", "%(count)d calibrations are recorded.", len(rows))
    messages.success(request, said % {"count": len(rows)})
    if len(rows) == 1:
        return redirect("product_quality:instrument", request.access.handle, rows[0].pk)
    return redirect("product_quality:instruments", request.access.handle)


class _Against(Exception):
    """What a verb said against what one form asks."""

    def __init__(self, form: ItemForm, error: ValidationError) -> None:
        super().__init__()
        self.form, self.error = form, error


def _record(access: Access, one: Asked, certificate: Prepared) -> Instrument:
    said, entry = one.form.cleaned_data, one.item.entry
    identification = said["identification"].strip()
    if entry.calibrated_on is None:
        raise _Against(one.form, ValidationError(_("The certificate names no day of calibration: record it by hand.")))
    try:
        row = Instrument.objects.filter(identification=identification).first()
        if row is None:
            row = domain.add(access=access, facts=instrument_facts(entry, identification))
        due_on = _due_on(row, entry.calibrated_on, said["due_on"], said["outcome"])
        facts = calibration_facts(
            entry, done_on=entry.calibrated_on, outcome=said["outcome"], due_on=due_on, note=said["note"], unit=row.unit
        )
        domain.record_calibration(access=access, instrument_id=row.pk, facts=facts, certificate=certificate)
    except ValidationError as error:
        raise _Against(one.form, error) from error
    row.refresh_from_db()
    return row


def _due_on(row: Instrument, done_on: date, typed: date | None, outcome: str) -> date | None:
    """What does not conform has no next day; else the one that was typed, else it follows from the interval."""
    if outcome == CalibrationOutcome.NONCONFORMING:
        return None
    if typed is None and row.interval_months:
        return months_after(done_on, row.interval_months)
    return typed


def _shown(found: Examined) -> dict[str, Any]:
    """What the certificate says, and what was checked, the worst first."""
    from jawda.core.credentials.calibration.layout import layout  # noqa: PLC0415 - 26 MB, where one is read

    shown_in = language()
    first, *rest = found.signature.findings
    checks = sorted((*rest, *found.checks), key=lambda one: -list(Status).index(one.status))
    certificate = found.certificate
    results = () if certificate is None else tuple(layout(one, shown_in) for one in certificate.results())
    return {
        "verdict": _told(first),
        "checks": [_told(one) for one in checks],
        "certificate": certificate,
        "laboratory": certificate and certificate.laboratory and certificate.laboratory.contact.name.best(shown_in),
        "results": [
            {
                "name": one.name,
                "lines": one.lines,
                "tables": [
                    {"columns": table.columns, "rows": table.rows(MOST_ROWS), "more": max(0, table.length - MOST_ROWS)}
                    for table in one.tables
                ],
            }
            for one in results
        ],
    }


def _told(check: Check) -> tuple[Mark, str]:
    return _MARKS[check.status], check.sentence(language())
