"""Error pages, without a query: what happened, and what one can do; programs are answered as they read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from jawda.foundation.api import problems
from jawda.foundation.api.problems import PREFIX, Problem


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    if request.path_info.startswith(f"{PREFIX}/"):
        return problems.response(Problem(status, f"{title}. {text}"))
    return HttpResponse(render_to_string("site/error.html", {"title": title, "text": text}), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400, _("This request cannot be read"), _("Go back, reload the page and try again."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403, _("Your role does not allow this"), _("Ask an administrator of your organisation."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request, 404, _("This page does not exist"), _("The address may be mistyped, or you do not have access to it.")
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        500,
        _("Something went wrong on our side"),
        _("Nothing was saved halfway. Please try again in a moment."),
    )
