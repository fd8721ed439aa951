"""What the form of one question says, and what its page hears of an answer that was not saved."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string

from jawda.apps.diagnostics import domain
from jawda.apps.diagnostics.screens import Typed
from jawda.core.assessment import Answer
from jawda.core.spreadsheets.model import FORBIDDEN


def sending(request: HttpRequest) -> domain.Sending:
    """Which open page sends the change, and what it knew."""
    turn = request.POST.get("turn", "")
    return domain.Sending(
        page=request.POST.get("page", "")[:32],
        seen=request.POST.get("seen", ""),
        turn=int(turn) if turn.isascii() and turn.isdigit() and len(turn) < 17 else 0,
    )


def given(request: HttpRequest, requirement_id: str) -> Answer:
    """The form as an answer. Nothing is cut: what is too long is refused with its length."""
    level = request.POST.get("level", "")
    texts = {name: text(request, name) for name in ("reason", "note", "evidence")}
    return Answer(
        requirement=requirement_id,
        level=level if level not in ("", "N") else None,
        not_applicable=level == "N",
        reason=texts["reason"] if level == "N" else "",
        note=texts["note"],
        evidence=texts["evidence"],
    )


def text(request: HttpRequest, name: str) -> str:
    """What was typed into a field, without what no text holds."""
    return FORBIDDEN.sub("", request.POST.get(name, "").replace("\r\n", "\n")).strip()


def wants_json(request: HttpRequest) -> bool:
    """Whether the page's script asks, which shows what it hears; else the browser does, which wants a page."""
    return "application/json" in request.headers.get("Accept", "")


def refusal(typed: Typed, *, otherwise: str, reload: str) -> JsonResponse:
    """Why nothing was saved, ``otherwise`` where somebody else wrote meanwhile; then with what stands now, and
    ``reload``, the address at which to read it."""
    panel = ""
    if typed.theirs:
        panel = render_to_string("diagnostics/theirs.html", {"theirs": typed.theirs, "reload": reload})
    return JsonResponse({"error": " ".join(typed.errors) or otherwise, "panel": panel})


def read_again(address: str, requirement_id: str) -> str:
    """A page at the question, under an address that the browser has not opened yet: it asks for it anew."""
    return f"{address}?relire={secrets.token_hex(4)}#q-{requirement_id}"
