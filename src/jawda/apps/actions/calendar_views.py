"""The page of the person's calendar, and the feed itself, which programs read without signing in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jawda.apps.actions import calendars
from jawda.apps.actions.rules import is_member
from jawda.apps.actions.views import tabs
from jawda.foundation.tenancy.routes import public, room


@require_http_methods(["GET", "POST"])
@room(is_member)
def calendar(request: HttpRequest) -> HttpResponse:
    """Make an address, which is shown once, or withdraw it."""
    context: dict[str, object] = {}
    if request.method == "POST" and "withdraw" in request.POST:
        calendars.withdraw_feed(access=request.access)
        messages.success(request, _("The address no longer works."))
        return redirect("actions:calendar", request.access.handle)
    if request.method == "POST":
        token = calendars.make_feed(access=request.access, everything=request.POST.get("scope") == "all")
        context["address"] = settings.BASE_URL + reverse("actions_feed", args=[token])
    context |= {"feed": calendars.own_feed(request.access), **tabs(request.access, "calendar")}
    return render(request, "actions/calendar.html", context)


@require_GET
@public
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The dates of the person to whom the address was told; 404 for any other."""
    content = calendars.read_feed(token)
    if content is None:
        raise Http404
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="jawda.ics"', "Cache-Control": "private, no-store"},
    )
