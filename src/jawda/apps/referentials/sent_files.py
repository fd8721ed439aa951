"""A referential's file as a page receives it, and what a page says of one that is refused."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest

from jawda.core.findings import Finding, Place, Refused, words_with_place
from jawda.foundation.ui.templatetags.ui import language

LARGEST: Final = 10_000_000
FAULTS_SHOWN: Final = 100
_NAME_KEPT: Final = 120


def sent_file(request: HttpRequest) -> tuple[str, bytes]:
    """Name and content of the posted ``file``; ``Refused`` where none was sent or it is too large to be read."""
    sent = request.FILES.get("file")
    if sent is None or sent.size > LARGEST:
        size = sent.size if sent else 0
        sizes = {"megabytes": round(size / 1e6, 1), "limit": round(LARGEST / 1e6, 1)}
        place = Place(file=sent.name[:_NAME_KEPT] if sent else "–")
        name = "spreadsheets.file_too_large" if sent else "spreadsheets.not_a_table"
        raise Refused([Finding(id=name, place=place, arguments=sizes)])
    return sent.name[:_NAME_KEPT], sent.read()


def faults_of(refused: Refused) -> dict[str, Any]:
    """The first faults in the reader's language, each with its place, and how many more there are."""
    found = refused.findings
    return {
        "faults": [words_with_place(finding, language()) for finding in found[:FAULTS_SHOWN]],
        "more_faults": max(0, len(found) - FAULTS_SHOWN),
    }
