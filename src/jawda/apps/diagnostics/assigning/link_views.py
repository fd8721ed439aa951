"""The colleague's page, behind an address that nobody can guess: no account, and nothing else of the company.

Whatever a wrong address looks like, the answer is the same page, which names no company.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from jawda.apps.diagnostics import domain as diagnoses
from jawda.apps.diagnostics import queries
from jawda.apps.diagnostics.assigning import domain
from jawda.apps.diagnostics.assigning.models import Assignment
from jawda.apps.diagnostics.assigning.queries import behind, is_open
from jawda.apps.diagnostics.assigning.screens import count_answered, linked_screen, questions_of
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.posted import given, read_again, refusal, sending, wants_json
from jawda.apps.diagnostics.screens import Typed, tick_of
from jawda.apps.diagnostics.screens.meanwhile import Theirs, theirs_of
from jawda.apps.organisations.models import Organisation
from jawda.core.findings import Refused, words
from jawda.core.referentials import Referential, Requirement
from jawda.foundation.tenancy.routes import public
from jawda.foundation.ui.formats import time_short
from jawda.foundation.ui.templatetags.ui import language

SAVES = 120
"""Answers that one link may send in ten minutes: ten times what a quick reader gives."""
_MINUTES = 10


def _opened(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Call the view with the link and its assessment while the company acts, in the language of the link.

    404 for an address that is none, 410 for one that has ended, was revoked, or whose assessment is closed.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **rest: Any) -> HttpResponse:
        with behind(token) as link:
            if link is None:
                return _finished(request, _over(request, 404))
            chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
            with translation.override(language() if chosen else link.language):
                row = queries.find(link.assessment_id) if is_open(link) else None
                if row is None or row.closed_at is not None:
                    return _finished(request, _over(request, 410))
                return _finished(request, view(request, link, row, token=token, **rest))

    return wrapped


def _finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Content-Language"] = translation.get_language() or "fr"
    return response


def _over(request: HttpRequest, status: int) -> HttpResponse:
    if wants_json(request):
        return JsonResponse(
            {"error": _("This link no longer opens anything: nothing was saved."), "panel": ""}, status=status
        )
    return render(request, "diagnostics/link_over.html", status=status)


@require_GET
@public
@_opened
def questions(request: HttpRequest, link: Assignment, row: Assessment, *, token: str) -> HttpResponse:
    """The questions that were given, to answer."""
    return _page(request, link, row, token)


@require_POST
@public
@_opened
def answer(request: HttpRequest, link: Assignment, row: Assessment, *, token: str, requirement_id: str) -> HttpResponse:
    """Save one answer, as the company's own page does; to review there until it is accepted."""
    referential = queries.referential_of(row)
    asked = questions_of(link, referential)
    if requirement_id not in {item.id for item in asked}:
        raise Http404
    said = given(request, requirement_id)
    typed: Typed | None = None
    saved: diagnoses.Saved | None = None
    status = 422
    try:
        if _too_many(link):
            status, typed = 429, Typed(said, errors=(_("Too many answers in a few minutes: wait a little."),))
        else:
            saved = domain.answer_by_link(
                link=link, assessment=row, referential=referential, answer=said, sending=sending(request)
            )
    except Refused as refused:
        typed = Typed(said, errors=tuple(words(finding, language()) for finding in refused.findings))
    except diagnoses.ChangedMeanwhile as changed:
        status, typed = 409, Typed(said, theirs=_theirs(referential, changed))
    except (domain.Over, diagnoses.Closed):
        return _over(request, 410)
    if wants_json(request):
        return _said(link, asked, typed, saved, token)
    if typed is not None:
        return _page(request, link, row, token, typed, status)
    return redirect(f"{reverse('assigned_questions', args=[token])}#q-{requirement_id}")


def _page(
    request: HttpRequest, link: Assignment, row: Assessment, token: str, typed: Typed | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    name, fictitious = Organisation.objects.values_list("name", "fictitious").get(pk=link.organisation_id)
    screen = linked_screen(
        link, queries.loaded(row), language(), organisation_name=name, fictitious=fictitious, typed=typed
    )  # fmt: skip
    context = {
        "screen": screen,
        "token": token,
        "progress": progress_words(screen.answered, len(screen.questions)),
        "page_token": secrets.token_hex(8),
        "reload": _again(token, typed.answer.requirement) if typed else "",
        "keys": (
            {"keys": tuple(screen.keys), "label": _("Answer the question in hand")},
            {"keys": ("N",), "label": _("Not applicable")},
            {"keys": ("J", "K"), "label": _("Next, previous question")},
        ),
    }
    return render(request, "diagnostics/linked.html", context, status=status)


def progress_words(answered: int, asked: int) -> str:
    """Thanks, and what is left."""
    if answered >= asked:
        return _("Thank you: every question is answered. You may close this page.")
    left = asked - answered
    thanks = _("Thank you.") + " " if answered else ""
    said = ngettext("%(count)s question is left.", "%(count)s questions are left.", left) % {"count": left}
    return thanks + said


def _said(
    link: Assignment, asked: list[Requirement], typed: Typed | None, saved: diagnoses.Saved | None, token: str
) -> HttpResponse:
    if saved is None:
        assert typed is not None
        changed = _("Somebody else has changed this answer meanwhile: nothing was overwritten.")
        return refusal(typed, otherwise=changed, reload=_again(token, typed.answer.requirement))
    return JsonResponse(
        {
            "saved": _("Saved at %(time)s") % {"time": time_short(saved.row.saved_at)},
            "tick": tick_of(queries.as_answer(saved.row)) if saved.row.requirement in link.answered else "",
            "seen": diagnoses.version(saved.row),
            "panel": "",
            "progress": progress_words(count_answered(link, asked), len(asked)),
        }
    )


def _theirs(referential: Referential, changed: diagnoses.ChangedMeanwhile) -> Theirs:
    """What stands now, without who wrote it and without the company's words on evidence."""
    changed.row.evidence = ""
    return theirs_of(referential, changed.row, language(), by="")


def _too_many(link: Assignment) -> bool:
    """Counted where all processes see it; the name under which it stands tells nothing."""
    key = f"assigned-{link.pk}"
    if cache.add(key, 1, timeout=60 * _MINUTES):
        return False
    count = int(cache.get(key, 0)) + 1
    cache.set(key, count, timeout=60 * _MINUTES)
    return count > SAVES


def _again(token: str, requirement_id: str) -> str:
    return read_again(reverse("assigned_questions", args=[token]), requirement_id)
