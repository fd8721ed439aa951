"""Programs that are told of what happens in the organisation, and the log of what was sent to each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.organisations.domain import webhooks as domain
from jawda.apps.organisations.forms import WebhookForm
from jawda.apps.organisations.queries import webhooks as queries
from jawda.apps.organisations.rules import may_manage_webhooks
from jawda.apps.organisations.views.common import posted, sentence, tabs, tried
from jawda.foundation.tenancy.routes import room
from jawda.foundation.webhooks.models import WebhookEndpoint


@require_GET
@room(may_manage_webhooks)
def endpoints(request: HttpRequest) -> HttpResponse:
    """Every address, of what it is told, and whether it answers."""
    context = {"webhooks": queries.webhooks(), **tabs(request.access, "organisations:tokens")}
    return render(request, "organisations/webhooks.html", context)


@require_http_methods(["GET", "POST"])
@room(may_manage_webhooks)
def add(request: HttpRequest) -> HttpResponse:
    """A new address; its secret is shown in the answer, once."""
    form = WebhookForm(posted(request))
    if request.method == "POST" and form.is_valid():
        made: list[tuple[WebhookEndpoint, str]] = []
        data = form.cleaned_data

        def verb() -> None:
            made.append(domain.add_webhook(access=request.access, address=data["address"], wanted=data["events"]))

        if tried(form, verb):
            return _secret(request, *made[0])
    return render(request, "organisations/add_webhook.html", {"form": form})


@require_http_methods(["GET", "POST"])
@room(may_manage_webhooks)
def endpoint(request: HttpRequest, webhook_endpoint_id: UUID) -> HttpResponse:
    """One address, what was sent to it, and a form to change it."""
    item = _found(lambda: queries.webhook(webhook_endpoint_id))
    form = WebhookForm(posted(request), initial={"address": item.address, "events": list(item.events)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def verb() -> None:
            domain.change_webhook(
                access=request.access, endpoint_id=item.id, address=data["address"], wanted=data["events"]
            )

        if tried(form, verb):
            messages.success(request, _("The change is kept."))
            return redirect("organisations:webhook", request.access.handle, item.id)
    context = {"item": item, "form": form, "deliveries": queries.deliveries(item.id)}
    return render(request, "organisations/webhook.html", context)


@require_POST
@room(may_manage_webhooks)
def test(request: HttpRequest, webhook_endpoint_id: UUID) -> HttpResponse:
    """Send a message that says nothing."""
    try:
        with transaction.atomic():
            _found(lambda: domain.send_test(access=request.access, endpoint_id=webhook_endpoint_id))
        messages.success(request, _("A test is on its way: what came of it stands below in a moment."))
    except ValidationError as error:
        messages.error(request, sentence(error))
    return redirect("organisations:webhook", request.access.handle, webhook_endpoint_id)


@require_POST
@room(may_manage_webhooks)
def renew(request: HttpRequest, webhook_endpoint_id: UUID) -> HttpResponse:
    """Another secret, shown in the answer, once."""
    made = _found(lambda: domain.renew_webhook_secret(access=request.access, endpoint_id=webhook_endpoint_id))
    return _secret(request, *made, is_renewed=True)


@require_POST
@room(may_manage_webhooks)
def switch_on(request: HttpRequest, webhook_endpoint_id: UUID) -> HttpResponse:
    """Tell it again."""
    _found(lambda: domain.switch_on_webhook(access=request.access, endpoint_id=webhook_endpoint_id))
    messages.success(request, _("It is told again from now on."))
    return redirect("organisations:webhook", request.access.handle, webhook_endpoint_id)


@require_POST
@room(may_manage_webhooks)
def remove(request: HttpRequest, webhook_endpoint_id: UUID) -> HttpResponse:
    """Tell it nothing more, and forget it."""
    _found(lambda: domain.remove_webhook(access=request.access, endpoint_id=webhook_endpoint_id))
    messages.success(request, _("The address is removed: nothing more is sent to it."))
    return redirect("organisations:webhooks", request.access.handle)


def _found(work: Callable[[], Any]) -> Any:
    try:
        return work()
    except WebhookEndpoint.DoesNotExist as error:
        raise Http404 from error


def _secret(request: HttpRequest, row: WebhookEndpoint, secret: str, *, is_renewed: bool = False) -> HttpResponse:
    context = {"row": row, "secret": secret, "is_renewed": is_renewed}
    response = render(request, "organisations/webhook_secret.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response
