"""An accreditor's own acts: accrediting a body, and changing its scopes from today on."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jawda.apps.recognition.domain import accrediting
from jawda.apps.recognition.enums import Kind, State
from jawda.apps.recognition.queries import own
from jawda.apps.recognition.rules import kinds_of, may_issue
from jawda.apps.recognition.scope_forms import AccreditForm, formset
from jawda.apps.recognition.signed_days import signed_day
from jawda.apps.recognition.views.own_pages import tried
from jawda.core.credentials import scopes as scope_forms
from jawda.foundation.tenancy.routes import Access, room


def may_accredit(access: Access) -> bool:
    """An accreditor that was verified."""
    return may_issue(access) and Kind.ACCREDITATION in kinds_of(access)


@require_http_methods(["GET", "POST"])
@room(may_accredit)
def accredit(request: HttpRequest) -> HttpResponse:
    """A body, its scopes, its days."""
    if own.present_key() is None:
        messages.info(request, _("Your organisation has no signing key. An administrator makes one first."))
        return redirect("recognition:keys", request.access.handle)
    today, data = signed_day(timezone.now()), request.POST if request.method == "POST" else None
    form, rows = AccreditForm(data, bodies=own.bodies(), today=today), formset(data, today=today)
    more = data is not None and data.get("step") == "more"
    if data is not None and not more and form.is_valid() and rows.is_valid():
        said, scopes = form.cleaned_data, rows.scopes()
        if not scopes:
            form.add_error(None, _("At least one scope is expected."))
        else:
            made = tried(form, lambda: accrediting.accredit(
                access=request.access, body_slug=said["body"], number=said["number"], scopes=scopes,
                since=said["since"], until=said["until"],
            ))  # fmt: skip
            if made is not None:
                messages.success(request, _("The accreditation is signed and published."))
                return redirect("recognition:document", request.access.handle, made.pk)
    faulty = data is not None and not more
    context = {"form": form, "rows": rows, "quiet": not faulty}
    return render(request, "recognition/own/accredit.html", context, status=422 if faulty else 200)


@require_http_methods(["GET", "POST"])
@room(may_accredit)
def rescope(request: HttpRequest, attestation_id: UUID) -> HttpResponse:
    """The scopes from today on; those of before are kept for their days."""
    row = own.find(attestation_id)
    if row.kind != Kind.ACCREDITATION or row.state == State.WITHDRAWN:
        raise Http404
    today, data = signed_day(timezone.now()), request.POST if request.method == "POST" else None
    known = [scope_forms.read(item) for item in own.versions_of(row)[0].scopes]
    rows = formset(data, known=known, today=today)
    more = data is not None and data.get("step") == "more"
    faults: list[str] = []
    if data is not None and not more and rows.is_valid():
        scopes = rows.scopes()
        if not scopes:
            faults = [_("At least one scope is expected. To end the accreditation, withdraw it.")]
        elif scopes == known:
            faults = [_("Nothing has changed.")]
        else:
            form = Form({})
            verb = partial(accrediting.rescope, access=request.access, attestation_id=row.pk, scopes=scopes)
            if tried(form, verb) is not None:
                messages.success(request, _("The new scopes count from now on. Those of before count for their days."))
                return redirect("recognition:document", request.access.handle, row.pk)
            faults = list(form.non_field_errors())
    faulty = data is not None and not more
    context = {"row": row, "rows": rows, "quiet": not faulty, "faults": faults, "accreditation": True}
    return render(request, "recognition/own/rescope.html", context, status=422 if faulty else 200)
