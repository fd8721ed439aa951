"""What the form of one question says."""

from __future__ import annotations

from django.http import HttpRequest

from jawda.apps.diagnostics import domain
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
    texts = {
        name: FORBIDDEN.sub("", request.POST.get(name, "").replace("\r\n", "\n")).strip()
        for name in ("reason", "note", "evidence")
    }
    return Answer(
        requirement=requirement_id,
        level=level if level not in ("", "N") else None,
        not_applicable=level == "N",
        reason=texts["reason"] if level == "N" else "",
        note=texts["note"],
        evidence=texts["evidence"],
    )
