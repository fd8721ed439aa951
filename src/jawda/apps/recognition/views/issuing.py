"""Issuing one document: what its kind needs, what whoever checks will read, then the signature."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jawda.apps.recognition.claims import Claims
from jawda.apps.recognition.domain import issuing
from jawda.apps.recognition.domain.drafts import Draft, checked
from jawda.apps.recognition.domain.replacing import Issued
from jawda.apps.recognition.enums import Kind
from jawda.apps.recognition.forms import DraftForm
from jawda.apps.recognition.measured_lines import measured_line
from jawda.apps.recognition.models import Attestation
from jawda.apps.recognition.queries import own
from jawda.apps.recognition.queries.trust import current_trust
from jawda.apps.recognition.rules import kinds_of, may_issue
from jawda.apps.recognition.signed_days import signed_day
from jawda.apps.recognition.views.own_pages import take_over, tried
from jawda.foundation.tenancy.routes import Access, room


def may_issue_documents(access: Access) -> bool:
    """A body that issues anything but accreditations, which have a page of their own."""
    return may_issue(access) and Kind.ACCREDITATION not in kinds_of(access)


@require_http_methods(["GET", "POST"])
@room(may_issue_documents)
def issue(request: HttpRequest) -> HttpResponse:
    """A form; then what it says, how it stands to the accreditation, and the button that signs."""
    access = request.access
    if own.present_key() is None:
        messages.info(request, _("Your organisation has no signing key. An administrator makes one first."))
        return redirect("recognition:keys", access.handle)
    kinds, old = kinds_of(access), _old(request)
    kind = next((item for item in kinds if item == (request.GET.get("genre") if old is None else old.kind)), None)
    if kind is None and len(kinds) > 1:
        return render(request, "recognition/own/choose_kind.html", {"kinds": kinds})
    kind = kind or kinds[0]
    today, posted = signed_day(timezone.now()), request.method == "POST"
    form = DraftForm(
        request.POST if posted else None, kind=kind, trust=current_trust(), accreditations=own.own_accreditations(),
        today=today, old=old,
    )  # fmt: skip
    context = {"form": form, "kind": kind, "old": old}
    if posted and request.POST.get("step") != "correct" and form.is_valid():
        try:
            draft = checked(form.draft(), access, timezone.now())
            replaced = Issued([draft], timezone.localdate()).replaced(draft)
        except ValidationError as error:
            take_over(form, error)
        else:
            if request.POST.get("step") == "issue":
                made = tried(form, lambda: issuing.issue(access=access, draft=draft))
                if made is not None:
                    messages.success(request, _("It is issued and signed."))
                    return redirect("recognition:document", access.handle, made.pk)
            else:
                context |= {
                    "draft": draft,
                    "replaced": replaced,
                    "told": Claims(today).told(draft),
                    "said": _said(form, draft),
                    "typed": _typed(request, form),
                }
                return render(request, "recognition/own/check.html", context)
    correcting = posted and request.POST.get("step") == "correct"
    if correcting:
        form.full_clean()
    status = 422 if form.is_bound and form.errors and not correcting else 200
    return render(request, "recognition/own/issue.html", context, status=status)


def _old(request: HttpRequest) -> Attestation | None:
    """Of which the new one is to take the place, where that was asked from its page."""
    asked = request.GET.get("remplace", "")
    try:
        return own.find(UUID(asked)) if asked else None
    except ValueError:
        raise Http404 from None


def _typed(request: HttpRequest, form: DraftForm) -> list[tuple[str, str]]:
    """What travels with the page to the button that signs, and is read and checked again then."""
    return [(name, value) for name in form.fields for value in request.POST.getlist(name)]


def _said(form: DraftForm, draft: Draft) -> list[tuple[str, str]]:
    """What will be signed, line by line, in the order of the form."""
    found = []
    for name, field in form.fields.items():
        value = getattr(draft, name)
        if name in ("scheme", "accreditation_url"):
            value = dict(field.choices).get(value, "")
        elif name == "measured":
            value = " · ".join(measured_line(item) for item in value)
        elif isinstance(value, tuple):
            value = " ; ".join(value)
        if value:
            found.append((str(field.label), value))
    return found
