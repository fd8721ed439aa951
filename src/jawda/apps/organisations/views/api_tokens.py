"""Tokens by which the organisation's own programs act for it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.organisations import domain, queries
from jawda.apps.organisations.enums import Kind
from jawda.apps.organisations.forms import TokenForm
from jawda.apps.organisations.rules import is_company, may_manage_tokens
from jawda.apps.organisations.views.common import posted, tabs, tried
from jawda.foundation.api.models import ApiToken
from jawda.foundation.tenancy.routes import room


@require_GET
@room(may_manage_tokens)
def tokens(request: HttpRequest) -> HttpResponse:
    """Every token, what it opens, and when it was last used."""
    context = {
        "tokens": queries.tokens_of_organisation(),
        "is_company": is_company(request.access),
        **tabs(request.access, "organisations:tokens"),
    }
    return render(request, "organisations/tokens.html", context)


@require_http_methods(["GET", "POST"])
@room(may_manage_tokens)
def issue(request: HttpRequest) -> HttpResponse:
    """A new token; its secret is shown in the answer, once, and is nowhere afterwards."""
    form = TokenForm(Kind(request.access.kind), posted(request))
    if request.method == "POST" and form.is_valid():
        made: list[tuple[ApiToken, str]] = []
        data = form.cleaned_data

        def verb() -> None:
            made.append(
                domain.issue_token(
                    access=request.access, name=data["name"], scopes=data["scopes"], ends_on=data["ends_on"]
                )
            )

        if tried(form, verb):
            row, secret = made[0]
            response = render(request, "organisations/token_issued.html", {"token": row, "secret": secret})
            response.headers["Cache-Control"] = "private, no-store"
            return response
    return render(request, "organisations/issue_token.html", {"form": form})


@require_POST
@room(may_manage_tokens)
def revoke(request: HttpRequest, api_token_id: UUID) -> HttpResponse:
    """It opens nothing from now on."""
    try:
        domain.revoke_token(access=request.access, token_id=api_token_id)
    except ApiToken.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("The token is revoked: it opens nothing any more."))
    return redirect("organisations:tokens", request.access.handle)
