"""What somebody sees who was asked to answer: a link, no account, and their own answers alone."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jawda.apps.diagnostics import domain
from jawda.apps.diagnostics.models import Answer as AnswerRow
from jawda.apps.diagnostics.panels import answering, queries
from jawda.apps.diagnostics.panels.colleges import names
from jawda.apps.diagnostics.panels.domain import PanelClosed
from jawda.apps.diagnostics.panels.models import PanelMember
from jawda.apps.diagnostics.posted import given, read_again, refusal, sending, wants_json
from jawda.apps.diagnostics.queries import Loaded, as_answer, section_of
from jawda.apps.diagnostics.screens import Typed, chapter_screen, tick_of
from jawda.apps.diagnostics.screens.chapter import ChapterScreen
from jawda.apps.diagnostics.screens.meanwhile import theirs_of
from jawda.apps.diagnostics.templatetags.diagnostics import state_tag
from jawda.apps.diagnostics.views import progress_words
from jawda.core.assessment import Answer, applies
from jawda.core.findings import Refused, words
from jawda.foundation.tenancy.routes import public
from jawda.foundation.ui.formats import time_short
from jawda.foundation.ui.forms import Choice
from jawda.foundation.ui.templatetags.ui import language

_NO_OPINION: Final = "-"
"""What takes a level back; a question that nobody touched has nothing chosen."""


def _kept_out(response: HttpResponse) -> HttpResponse:
    """Neither stored on the way nor found by a search engine, and its address is told to no other site."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response


@require_GET
@public
def start(request: HttpRequest, token: str) -> HttpResponse:
    """Who asks, for whom one speaks, who sees what; and how far one is."""
    with queries.member_behind(token) as member:
        loaded = queries.own(member)
        first = next((item for item in loaded.result.applicable if item.id not in loaded.result.counted), None)
        context = {
            "member": member,
            "panel": member.panel,
            "convener": member.organisation,
            "referential": loaded.referential,
            "college": names(member.panel.colleges).get(member.college, ""),
            "whole": loaded.result.whole,
            "is_open": loaded.is_open,
            "next_url": _question_url(token, loaded, first.id if first else "") if loaded.result.applicable else "",
        }
        return _kept_out(render(request, "diagnostics/panels/start.html", context))


@require_GET
@public
def chapter(request: HttpRequest, token: str, chapter_id: str) -> HttpResponse:
    """One chapter to fill in."""
    with queries.member_behind(token) as member:
        return _kept_out(_page(request, token, member, queries.own(member), chapter_id))


@require_POST
@public
def answer(request: HttpRequest, token: str, requirement_id: str) -> HttpResponse:
    """Save one answer. With script: JSON to show; without: back to the question, what was refused still in it."""
    with queries.member_behind(token) as member:
        return _kept_out(_saved(request, token, member, requirement_id))


def _saved(request: HttpRequest, token: str, member: PanelMember, requirement_id: str) -> HttpResponse:
    referential = queries.tree_of(member.panel)
    requirement = referential.by_id.get(requirement_id)
    if requirement is None or not requirement.assessable or not applies(requirement, member.panel.profile):
        raise Http404
    typed = given(request, requirement_id)
    level = "N" if typed.not_applicable else typed.level if typed.level != _NO_OPINION else None
    typed = Answer(requirement=requirement_id, level=level, note=typed.note)
    refused: Typed | None = None
    row: AnswerRow | None = None
    try:
        row = answering.save(member=member, referential=referential, answer=typed, sending=sending(request))
    except Refused as error:
        refused = Typed(typed, errors=tuple(words(finding, language()) for finding in error.findings))
    except domain.ChangedMeanwhile as error:
        refused = Typed(typed, theirs=theirs_of(referential, error.row, language(), by=_("another page of yours")))
    except PanelClosed:
        refused = Typed(typed, errors=(_("The panel is closed: answers no longer change."),))
    loaded = queries.own(member)
    page = section_of(loaded.row, requirement_id)
    if not wants_json(request):
        if refused is None:
            return redirect(_question_url(token, loaded, requirement_id))
        return _page(request, token, member, loaded, page, refused)
    if refused is not None or row is None:
        assert refused is not None
        changed = _("Another page of yours changed this answer: nothing was overwritten.")
        return refusal(refused, otherwise=changed, reload=_again(token, loaded, requirement_id))
    screen = _screen(token, loaded, page)
    return JsonResponse(
        {
            "saved": _("Saved at %(time)s") % {"time": time_short(row.saved_at)},
            "tick": tick_of(as_answer(row)),
            "seen": domain.version(row) if requirement_id in loaded.rows else "",
            "state": state_tag(row.state),
            "panel": "",
            "progress": progress_words(screen.answered, screen.asked),
        }
    )


def _question_url(token: str, loaded: Loaded, requirement_id: str) -> str:
    """Where the question stands; the first page for none."""
    wanted = requirement_id or loaded.result.applicable[0].id
    return f"{reverse('panel_chapter', args=[token, section_of(loaded.row, wanted)])}#q-{wanted}"


def _again(token: str, loaded: Loaded, requirement_id: str) -> str:
    address = reverse("panel_chapter", args=[token, section_of(loaded.row, requirement_id)])
    return read_again(address, requirement_id)


def _screen(token: str, loaded: Loaded, chapter_id: str, typed: Typed | None = None) -> ChapterScreen:
    """The page of an assessment, without what a panel does not ask: nothing is set aside, and nobody must know."""

    def address(page: str) -> str:
        return reverse("panel_chapter", args=[token, page])

    screen = chapter_screen(loaded, chapter_id, language(), may_answer=True, address=address, typed=typed)
    none = Choice(_NO_OPINION, _("No opinion"), "N")
    questions = tuple(
        replace(item, choices=(*(choice for choice in item.choices if choice.value != "N"), none))
        for item in screen.questions
    )
    return replace(screen, questions=questions)


def _page(
    request: HttpRequest, token: str, member: PanelMember, loaded: Loaded, chapter_id: str, typed: Typed | None = None
) -> HttpResponse:
    screen = _screen(token, loaded, chapter_id, typed)
    if typed is not None:
        messages.error(request, _("The answer was not saved: see the note beside it."))
    context = {
        "screen": screen,
        "token": token,
        "panel": member.panel,
        "chapters": screen.chapters,
        "chapters_summary": screen.summary,
        "back_url": reverse("panel_member", args=[token]),
        "back_label": _("About this panel"),
        "progress": progress_words(screen.answered, screen.asked),
        "page_token": secrets.token_hex(8),
        "reload": _again(token, loaded, typed.answer.requirement) if typed else "",
        "keys": (screen.key_rows[0], {"keys": ("N",), "label": _("No opinion")}, screen.key_rows[2])
        if screen.may_write
        else (),
    }
    status = 409 if typed and typed.theirs else 422 if typed else 200
    return render(request, "diagnostics/panels/chapter.html", context, status=status)
