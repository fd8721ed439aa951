"""Certificates issued elsewhere: recording one, its page, looks into registers, its file, archiving."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.organisations.queries import description
from jawda.apps.recognition.elsewhere import domain, queries, words
from jawda.apps.recognition.elsewhere.forms import CertificateForm, RegisterForm
from jawda.apps.recognition.elsewhere.reading import ACCEPT, Received, received
from jawda.apps.recognition.elsewhere.signed import Signed, verify
from jawda.apps.recognition.enums import Kind
from jawda.apps.recognition.models import RecordedCertificate
from jawda.apps.recognition.queries.public import identity_of
from jawda.apps.recognition.rules import may_read_held, may_record
from jawda.apps.recognition.screens import DocumentPage, document_page
from jawda.apps.recognition.views.own_pages import tried
from jawda.core.credentials.verdict import Verdict
from jawda.core.findings import Refused, words_with_place
from jawda.foundation.files import responses
from jawda.foundation.files.inspection_kinds import Limits
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.templatetags.ui import language


@require_http_methods(["GET", "POST"])
@room(may_record)
def record(request: HttpRequest) -> HttpResponse:
    """A form, with the file."""
    form = CertificateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        brought = _brought(request, form)
        if not form.errors:
            access, facts = request.access, form.facts()
            made = _tried(form, lambda: domain.record(access=access, facts=facts, brought=brought))
            if made is not None:
                messages.success(request, _("The certificate is recorded."))
                return redirect("recognition:recorded", access.handle, made.pk)
    return _form_page(request, form)


@require_http_methods(["GET", "POST"])
@room(may_record)
def edit(request: HttpRequest, recordedcertificate_id: UUID) -> HttpResponse:
    """The same, of one that stands; a new file takes the place of the former."""
    row = queries.find(recordedcertificate_id)
    form = CertificateForm(request.POST if request.method == "POST" else None, row=row)
    if request.method == "POST" and form.is_valid():
        brought = _brought(request, form)
        if not form.errors:
            access, facts = request.access, form.facts()
            made = _tried(form, lambda: domain.edit(access=access, certificate_id=row.pk, facts=facts, brought=brought))
            if made is not None:
                messages.success(request, _("The certificate is changed."))
                return redirect("recognition:recorded", access.handle, row.pk)
    return _form_page(request, form, row=row)


def _form_page(request: HttpRequest, form: CertificateForm, row: RecordedCertificate | None = None) -> HttpResponse:
    context = {"form": form, "row": row, "accept": ACCEPT, "largest": Limits().bytes}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "recognition/elsewhere/edit.html", context, status=status)


def _brought(request: HttpRequest, form: CertificateForm) -> Received | None:
    """The file; what is wrong with it stands in the form."""
    try:
        return received(request)
    except Refused as refused:
        for finding in refused.findings:
            form.add_error(None, words_with_place(finding, language()))
    except ValidationError as error:
        form.add_error(None, error)
    return None


def _tried(form: CertificateForm, verb: Any) -> RecordedCertificate | None:
    try:
        return tried(form, verb)
    except Refused as refused:
        for finding in refused.findings:
            form.add_error(None, words_with_place(finding, language()))
        return None


@require_GET
@room(may_read_held)
def certificate(request: HttpRequest, recordedcertificate_id: UUID) -> HttpResponse:
    """Its page: how it stands, who vouches for what, what it says."""
    return certificate_page(request, queries.find(recordedcertificate_id))


def certificate_page(
    request: HttpRequest, row: RecordedCertificate, *, checking: RegisterForm | None = None
) -> HttpResponse:
    """The page; what was refused stands on it with what was typed."""
    today, access = timezone.localdate(), request.access
    looks = queries.looks_of(row)
    signed = verify(row, description().ice)  # as of this minute: what is kept is of the last night
    said = _said(signed)
    newest = looks[0] if looks else None
    one = queries.standing_of(row, newest and newest.on, newest and newest.found, today)
    verdict = Verdict(row.signed_verdict) if row.signed_verdict else None
    context = {
        "row": row,
        "kind": Kind(row.kind),
        "seal": words.seal_of(one.standing),
        "headline": words.headline(one.standing),
        "vouched": words.vouched(one.standing, one.looked),
        "age": words.age_words(one.standing.check_age),
        "left": words.days_left(row.expires_on, today),
        "steps": words.steps(one, looks, access.organisation_name, verdict, said.headline if said else ""),
        "signed": said,
        "differs": [words.difference_words(item) for item in signed.differences] if signed else (),
        "looks": [(look, words.LOOK_MARKS[look.found], words.look_words(look, language())) for look in looks],
        "checking": checking or RegisterForm(today=today),
        "may_record": may_record(access),
        "fictitious": access.fictitious,
    }
    return render(request, "recognition/elsewhere/certificate.html", context, status=422 if checking else 200)


def _said(signed: Signed | None) -> DocumentPage | None:
    """The verdict on its signed document in the words of the public page."""
    if signed is None:
        return None
    found = signed.judged.verification.credential
    return document_page(signed.judged, language=language(), issuer=found and identity_of(found.issuer))


@require_POST
@room(may_record)
def check(request: HttpRequest, recordedcertificate_id: UUID) -> HttpResponse:
    """Keep what a person found in a register."""
    row = queries.find(recordedcertificate_id)
    form = RegisterForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return certificate_page(request, row, checking=form)
    access, facts = request.access, form.facts()
    if tried(form, lambda: domain.check_register(access=access, certificate_id=row.pk, check=facts)) is None:
        return certificate_page(request, row, checking=form)
    messages.success(request, _("The check is recorded."))
    return redirect("recognition:recorded", access.handle, row.pk)


@require_POST
@room(may_record)
def archive(request: HttpRequest, recordedcertificate_id: UUID) -> HttpResponse:
    """Out of the list, or into it again: as the button said, for a second click means the same as the first."""
    row = queries.find(recordedcertificate_id)
    archived = "back" not in request.POST
    domain.archive(access=request.access, certificate_id=row.pk, archived=archived)
    messages.success(
        request, _("The certificate is archived.") if archived else _("The certificate is back in the list.")
    )
    return redirect("recognition:recorded", request.access.handle, row.pk)


@require_GET
@room(may_read_held)
def file(request: HttpRequest, recordedcertificate_id: UUID) -> HttpResponse:
    """Its paper, to keep."""
    row = queries.find(recordedcertificate_id)
    if row.file is None:
        raise Http404
    return responses.attachment(row.file)


@require_GET
@room(may_read_held)
def credential(request: HttpRequest, recordedcertificate_id: UUID) -> HttpResponse:
    """Its signed document, to keep."""
    row = queries.find(recordedcertificate_id)
    if not row.credential:
        raise Http404
    ending, media = ("json", "application/vc") if row.credential.startswith("{") else ("jwt", "application/vc+jwt")
    answer = HttpResponse(row.credential, content_type=media)
    answer["Content-Disposition"] = content_disposition_header(True, f"{row.number}.{ending}") or "attachment"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
