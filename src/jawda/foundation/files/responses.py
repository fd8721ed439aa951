"""Giving a file back. Whoever calls these has checked that the person may have it."""

from __future__ import annotations

import logging
from typing import Final

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from jawda.foundation.files import disk
from jawda.foundation.files.models import StoredFile

_log = logging.getLogger(__name__)
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}
"""A browser neither guesses what it is, nor runs anything in it, nor leaves it with a cache."""


def attachment(stored: StoredFile) -> HttpResponse:
    """The file to keep, never to show. ``Http404`` where the bytes on disk are not those that were stored."""
    content = disk.read(disk.place(stored.organisation_id, stored.sha256))
    return _answer(content, stored.facts.content_type, content_disposition_header(True, stored.name) or "attachment")


def thumbnail(stored: StoredFile) -> HttpResponse:
    """The small copy of a picture, which we made ourselves and which may therefore be shown. ``Http404`` for others."""
    if not stored.is_image:
        raise Http404
    return _answer(disk.read(disk.place(stored.organisation_id, stored.sha256, small=True)), "image/webp", "inline")


def _answer(content: bytes | None, content_type: str, disposition: str) -> HttpResponse:
    if content is None:
        _log.error("a stored file is missing on disk, or altered")
        raise Http404
    return HttpResponse(content, content_type=content_type, headers={**_HEADERS, "Content-Disposition": disposition})
