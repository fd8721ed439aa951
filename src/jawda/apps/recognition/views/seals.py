"""The seal of printed documents: the one made here, and that of a trust service provider."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jawda.apps.recognition.domain import seals as verbs
from jawda.apps.recognition.forms import SealForm
from jawda.apps.recognition.rules import may_manage_keys
from jawda.apps.recognition.views.own_pages import tried
from jawda.foundation.printing.seal_files import LARGEST, CertificateFacts, facts_of
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.marks import Mark

_SOON: Final = timedelta(days=60)
"""A provider takes some weeks to check who a body is."""


@dataclass(frozen=True, slots=True)
class ShownSeal:
    """The present seal as a page says it."""

    facts: CertificateFacts
    from_provider: bool
    mark: Mark
    label: str


def shown_seal(now: datetime) -> ShownSeal | None:
    """None before the first document was printed."""
    row = verbs.present_seal(now)
    if row is None:
        return None
    facts = facts_of(bytes(row.certificate))
    mark, label = Mark.CONFORMS, _("In use")
    if row.from_provider and row.valid_until - now < _SOON:
        mark, label = Mark.TO_REVIEW, _("Ends soon")
    return ShownSeal(facts, row.from_provider, mark, label)


@require_http_methods(["GET", "POST"])
@room(may_manage_keys)
def load(request: HttpRequest) -> HttpResponse:
    """A provider's file: what it does is said before."""
    form = SealForm(request.POST, request.FILES) if request.method == "POST" else SealForm()
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read(LARGEST + 1)
        password = form.cleaned_data["password"]
        if tried(form, lambda: verbs.load_seal(access=request.access, file=content, password=password)) is not None:
            messages.success(request, _("What is printed from now on carries the seal of your provider."))
            return redirect("recognition:keys", request.access.handle)
    return render(request, "recognition/own/seal.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@room(may_manage_keys)
def end(request: HttpRequest) -> HttpResponse:
    """Back to the seal that is made here."""
    verbs.end_seal(access=request.access, now=timezone.now())
    messages.success(request, _("What is printed from now on carries the seal that the platform made for you."))
    return redirect("recognition:keys", request.access.handle)
