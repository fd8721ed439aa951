"""The account's own pages; signing in itself is the library's, in our templates."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.foundation.accounts import domain, queries
from jawda.foundation.accounts.languages import remember_language
from jawda.foundation.accounts.profile import ProfileForm
from jawda.foundation.tenancy.routes import public, signed_in

_CODE_PAGES: Final = {"login": "account_confirm_login_code", "address": "account_email_verification_sent"}


@require_http_methods(["GET", "POST"])
@signed_in
def my_account(request: HttpRequest) -> HttpResponse:
    """Who I am, how I sign in, what is kept about me."""
    person = request.user
    form = ProfileForm(request.POST or None, initial={"name": person.name, "language": person.language})
    if request.method == "POST" and form.is_valid():
        domain.change_profile(person=person, **form.cleaned_data)
        with translation.override(person.language):
            messages.success(request, _("Your name and your language are saved."))
        response = redirect("my_account")
        remember_language(response, person.language)
        return response
    context = {"form": form, "account": queries.account_of(person), "contact": settings.CONTACT}
    return render(request, "accounts/my_account.html", context)


@require_GET
@signed_in
def my_data(request: HttpRequest) -> HttpResponse:
    """What is kept about me, as a JSON file."""
    answer = JsonResponse(queries.personal_data(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer.headers["Content-Disposition"] = 'attachment; filename="jawda-compte.json"'
    return answer


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def my_sessions(request: HttpRequest) -> HttpResponse:
    """Where I am signed in; POST signs out everywhere else."""
    if request.method == "POST":
        ended = domain.end_other_sessions(person=request.user, current_key=request.session.session_key)
        messages.success(
            request, ngettext("%(count)d session is ended.", "%(count)d sessions are ended.", ended) % {"count": ended}
        )
        return redirect("my_sessions")
    sessions = queries.sessions_of(request.user, request.session.session_key)
    return render(request, "accounts/my_sessions.html", {"sessions": sessions, "others": len(sessions) - 1})


@require_POST
@signed_in
def end_session(request: HttpRequest, usersession_id: int) -> HttpResponse:
    """Sign one place out."""
    if not domain.end_session(person=request.user, session_id=usersession_id):
        raise Http404
    messages.success(
        request, ngettext("%(count)d session is ended.", "%(count)d sessions are ended.", 1) % {"count": 1}
    )
    return redirect("my_sessions")


@require_GET
@signed_in
def to_my_account(request: HttpRequest) -> HttpResponse:
    """Where the library sends back to after a change of passkeys, app or codes."""
    return redirect("my_account")


@require_GET
@signed_in
def to_my_sessions(request: HttpRequest) -> HttpResponse:
    """The library's own list is not used."""
    return redirect("my_sessions")


@never_cache
@require_GET
@public
def open_link(request: HttpRequest, page: str) -> HttpResponse:
    """The link of a mail. It leads to the page that waits for the code, and signs nobody in by itself.

    A mail scanner that opens it changes nothing; in another browser than the one that asked, it says what to do.
    """
    if page not in _CODE_PAGES:
        raise Http404
    if LOGIN_SESSION_KEY in request.session or EMAIL_VERIFICATION_CODE_SESSION_KEY in request.session:
        kept = {name: request.GET[name] for name in ("code", "next") if request.GET.get(name)}
        return HttpResponseRedirect(f"{reverse(_CODE_PAGES[page])}?{urlencode(kept)}")
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL if page == "login" else "account_email")
    return render(request, "account/link_elsewhere.html", {"code": request.GET.get("code", "")[:20], "page": page})
