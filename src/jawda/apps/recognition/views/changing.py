"""One document as its issuer sees it: how it stands, what happened, and what may be done."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.organisations.exports import attachment
from jawda.apps.organisations.queries import members
from jawda.apps.recognition import own_words
from jawda.apps.recognition.addresses import page_of, page_of_link
from jawda.apps.recognition.domain import changing, links, reissuing
from jawda.apps.recognition.enums import Event, Kind, State
from jawda.apps.recognition.forms import NewWordsForm, ReasonForm
from jawda.apps.recognition.models import Attestation
from jawda.apps.recognition.queries import own
from jawda.apps.recognition.rules import may_change_issued, may_issue, may_read_issued
from jawda.apps.recognition.views.own_pages import tried
from jawda.foundation.tenancy.routes import room

_REISSUED = (Event.SCOPE_REDUCED, Event.AMENDED)


@require_GET
@room(may_read_issued)
def document(request: HttpRequest, attestation_id: UUID) -> HttpResponse:
    """Its page."""
    return document_page(request, own.find(attestation_id))


def document_page(
    request: HttpRequest, row: Attestation, *, refused: ReasonForm | None = None, event: str = ""
) -> HttpResponse:
    """The page; what was refused stands on it with what was typed."""
    now, today = timezone.now(), timezone.localdate()
    state = own.state_on(row, today)
    changes = may_change_issued(request.access)
    allowed = changing.allowed_events(row, now) if changes else ()
    happened = list(row.events.order_by("-at", "-recorded_at"))
    names = {member.person_id: member.name for member in members()}
    context = {
        "row": row,
        "state": state,
        "rescopable": state in (State.IN_FORCE, State.SUSPENDED) and may_issue(request.access),
        "seal": own_words.SEALS[state],
        "verdict": own_words.verdict(row, state),
        "kind": Kind(row.kind),
        "page_url": page_of_link(row.link) if row.link else page_of(row.reference),
        "sectors": [(code, own_words.sector_title(code)) for code in row.sectors],
        "history": [
            {
                "one": one, "mark": own_words.EVENT_MARKS[Event(one.kind)],
                "who": names.get(one.by_person, "") if one.by_person else _("a program of your organisation"),
            }
            for one in happened
        ],
        "superseded": own.superseded(row),
        "acts": [
            {"act": act, "form": refused if event == act.event and refused else ReasonForm(prefix=act.event.value),
             "open": event == act.event}
            for act in own_words.acts(allowed)
        ],
        "reissue": next((own_words.reissue_title(item) for item in allowed if item in _REISSUED), ""),
        "replaces": Event.REPLACED in allowed and may_issue(request.access),
        "successor": row.replaced_by.first(),
        "changes": changes,
        "accreditation": row.kind == Kind.ACCREDITATION,
        "versions": own.versions_of(row) if row.kind == Kind.ACCREDITATION else (),
    }  # fmt: skip
    return render(request, "recognition/own/document.html", context, status=422 if refused else 200)


@require_POST
@room(may_change_issued)
def change(request: HttpRequest, attestation_id: UUID) -> HttpResponse:
    """Suspend, reinstate or withdraw, with its reason."""
    row = own.find(attestation_id)
    event = request.POST.get("event", "")
    if event not in (Event.SUSPENDED, Event.REINSTATED, Event.WITHDRAWN):
        raise Http404
    form = ReasonForm(request.POST, prefix=event)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        made = tried(
            form,
            lambda: changing.change(access=request.access, attestation_id=row.pk, event=Event(event), reason=reason),
        )
        if made is not None:
            said = {"number": made.number, "state": str(own.state_on(made, timezone.localdate()).label)}
            messages.success(request, _("%(number)s: %(state)s.") % said)
            return redirect("recognition:document", request.access.handle, row.pk)
    return document_page(request, row, refused=form, event=event)


@require_http_methods(["GET", "POST"])
@room(may_change_issued)
def reissue(request: HttpRequest, attestation_id: UUID) -> HttpResponse:
    """Reduce the scope of a certificate, or amend a report: signed anew."""
    row = own.find(attestation_id)
    event = next((item for item in changing.allowed_events(row, timezone.now()) if item in _REISSUED), None)
    if event is None:
        raise Http404
    form = NewWordsForm(request.POST if request.method == "POST" else None, row=row)
    if request.method == "POST" and form.is_valid():
        verb = reissuing.reduce_scope if event == Event.SCOPE_REDUCED else reissuing.amend
        reason, said = form.cleaned_data["reason"], form.said()
        made = tried(form, lambda: verb(access=request.access, attestation_id=row.pk, said=said, reason=reason))
        if made is not None:
            messages.success(request, _("It is signed anew. What was signed before no longer counts."))
            return redirect("recognition:document", request.access.handle, row.pk)
    context = {"form": form, "row": row, "title": own_words.reissue_title(event), "reduces": event == _REISSUED[0]}
    return render(request, "recognition/own/reissue.html", context, status=422 if form.errors else 200)


@require_GET
@room(may_read_issued)
def token(request: HttpRequest, attestation_id: UUID) -> HttpResponse:
    """The signed document, as a file."""
    row = own.find(attestation_id)
    return attachment(row.credential.encode("ascii"), f"{row.reference}.jwt", "application/vc+jwt")


@require_POST
@room(may_change_issued)
def renew_link(request: HttpRequest, attestation_id: UUID) -> HttpResponse:
    """Close the links that were given out for a confidential document, and give a new one."""
    row = own.find(attestation_id)
    try:
        with transaction.atomic():
            links.renew_link(access=request.access, attestation_id=row.pk)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The former link leads nowhere now. Give the new one to whom it is for."))
    return redirect("recognition:document", request.access.handle, row.pk)
