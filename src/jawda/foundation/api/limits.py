"""How often one may ask: counted by token, by address where no token lets one in; the same counts for all processes."""

from __future__ import annotations

import time
from collections.abc import Callable
from ipaddress import ip_network
from typing import Final

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db.models import Case, F, Value, When
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from jawda.foundation.api.models import RequestCount
from jawda.foundation.api.problems import PREFIX, Problem, response
from jawda.foundation.api.tokens import is_secret
from jawda.foundation.tenancy.routes import bearer

_KEPT: Final = 60
"""Minutes after which a count is forgotten."""


class LimitMiddleware:
    """Stands outside the request's transaction: what is refused or rolled back is counted too, and no request holds
    the count while it works.

    A token counts for itself only where it lets in: who tries others is counted, and stopped, by address. The count is
    read, then written: of requests at the same moment a few may pass beyond the limit.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(f"{PREFIX}/"):
            return self.get_response(request)
        now = time.time()
        minute = int(now // 60)
        secret = bearer(request)
        address = _caller(f"address {_address(request)}")
        token = _caller(f"token {secret}") if is_secret(secret) else ""
        rows = RequestCount.objects.filter(caller__in=(address, token)).values_list("caller", "minute", "count")
        counts = {caller: count if then == minute else 0 for caller, then, count in rows}
        stranger = counts.get(address, 0) >= settings.API_REQUESTS_BY_ADDRESS and token not in counts
        if stranger or counts.get(token, 0) >= settings.API_REQUESTS_BY_TOKEN:
            problem = Problem(429, _("Too many requests: come back later."), Retry_After=str(60 - int(now % 60)))
            return response(problem)
        answer = self.get_response(request)
        if answer.status_code == 401 and token in counts:  # it let in of late, and does no longer
            RequestCount.objects.filter(caller=token).delete()
        _count(token if token and answer.status_code != 401 else address, minute)
        return answer


def _count(caller: str, minute: int) -> None:
    """One more in this minute; who was not here before brings along the forgetting of who has been gone for long."""
    more = Case(When(minute=minute, then=F("count") + 1), default=Value(1))
    if RequestCount.objects.filter(caller=caller).update(count=more, minute=minute):
        return
    RequestCount.objects.filter(minute__lt=minute - _KEPT).delete()
    RequestCount.objects.bulk_create([RequestCount(caller=caller, minute=minute)], ignore_conflicts=True)


def _caller(text: str) -> str:
    """Neither an address nor a token stands in the table."""
    return salted_hmac("jawda.api.limits", text, algorithm="sha256").hexdigest()


def _address(request: HttpRequest) -> str:
    """As for sign-in: behind proxies that are trusted, the one they name. Of IPv6 the network, which one caller has."""
    address = str(get_adapter().get_client_ip(request))
    return str(ip_network(f"{address}/64", strict=False)) if ":" in address else address
