"""The page on which a person asks to be erased."""

from __future__ import annotations

from contextlib import suppress

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jawda.foundation.erasure import domain, registry
from jawda.foundation.erasure.models import AccountEnd
from jawda.foundation.tenancy.routes import signed_in


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
@reauthentication_required
def erase_account(request: HttpRequest) -> HttpResponse:
    """What goes and what stays; POST asks for it. Both want it shown anew that it is the person."""
    if request.method == "POST":
        with suppress(domain.Held):  # somebody stepped down meanwhile: the page says of which organisation
            domain.ask(person=request.user)
        return redirect("erase_account")
    end = AccountEnd.objects.filter(person=request.user, asked_at__isnull=False).first()
    context = {"end": end, "held": [] if end else registry.holds(request.user.pk)}
    return render(request, "erasure/erase_account.html", context)
