"""One's notices: the list, opening one, reading all, and how to be told."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.foundation.notices import domain, queries
from jawda.foundation.notices.models import Channel, Notice
from jawda.foundation.notices.sending import address_of
from jawda.foundation.tenancy.routes import signed_in

PER_PAGE = 30


@require_GET
@signed_in
def notices(request: HttpRequest) -> HttpResponse:
    """The newest first; ``?unread`` leaves out what was read."""
    unread = "unread" in request.GET
    rows = queries.notices_of(request.user.pk, unread=unread)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    told = queries.told(list(page.object_list))
    return render(request, "notices/list.html", {"page": page, "told": told, "unread": unread})


@require_POST
@signed_in
def open_notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Read it and go where it leads; 404 for another's."""
    row = Notice.objects.filter(pk=notice_id, person_id=request.user.pk).first()
    if row is None:
        raise Http404
    domain.mark_read(person_id=request.user.pk, notice_id=row.pk)
    return redirect(address_of(row))


@require_POST
@signed_in
def read_all(request: HttpRequest) -> HttpResponse:
    """All are read."""
    domain.mark_read(person_id=request.user.pk)
    return redirect("notices")


@require_http_methods(["GET", "POST"])
@signed_in
def choices(request: HttpRequest) -> HttpResponse:
    """For each kind: by mail at once, in the daily digest, in the app only, or not at all."""
    found = queries.choices_of(request.user.pk)
    if request.method == "POST":
        for choice in found:
            channel = request.POST.get(choice.kind)
            if channel in Channel.values and channel != choice.channel:
                domain.choose(person_id=request.user.pk, kind=choice.kind, channel=Channel(channel))
        messages.success(request, _("Your choices are saved."))
        return redirect("notice_choices")
    channels = (
        (Channel.MAIL, _("by mail, at once")),
        (Channel.DIGEST, _("in the daily mail")),
        (Channel.APP, _("here only")),
        (Channel.NONE, _("not at all")),
    )
    return render(request, "notices/choices.html", {"choices": found, "channels": channels})
