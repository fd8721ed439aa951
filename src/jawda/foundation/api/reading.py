"""What comes in is hostile: how large, how deep, and of which characters a request may be."""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import unquote

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

from jawda.core.spreadsheets.model import FORBIDDEN
from jawda.foundation.api.problems import Problem, not_found

LARGEST: Final = 4_000_000
"""Bytes of a body: 1 375 answers with long notes take less."""
DEEPEST: Final = 12


class BoundedParser(Parser):
    """Reads JSON (RFC 8259) and nothing else: no NaN, no control character, no key twice."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise Problem(415, _("JSON is expected: Content-Type: application/json."))
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isascii() or not length.isdigit() or int(length) > LARGEST:
            raise Problem(413, _("The request is too large."))
        return parsed(request.body)


def parsed(content: bytes) -> Any:
    """The value of a JSON text. ``Problem`` 400 for what is none, or nested too deeply."""
    try:
        text = content.decode()
        _check_depth(text)
        value = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_once)
    except (ValueError, RecursionError) as fault:
        raise Problem(400, _("This is not JSON that can be read.")) from fault
    _check_characters(value)
    return value


def check_address(request: HttpRequest) -> None:
    """``Problem`` for an address with characters that no text of ours has: 404 in the path, 400 after it."""
    if FORBIDDEN.search(request.path_info):
        raise not_found()
    if FORBIDDEN.search(unquote(request.META.get("QUERY_STRING", ""), errors="surrogateescape")):
        raise Problem(400, _("The address holds characters that cannot be accepted."))


def _check_depth(text: str) -> None:
    depth, quoted, escaped = 0, False, False
    for letter in text:
        if quoted:
            quoted, escaped = escaped or letter != '"', not escaped and letter == "\\"
        elif letter == '"':
            quoted = True
        elif letter in "[{":
            depth += 1
            if depth > DEEPEST:
                raise ValueError("too deep")
        elif letter in "]}":
            depth -= 1


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _check_characters(value: Any) -> None:
    if isinstance(value, str):
        if FORBIDDEN.search(value.replace("\r\n", "\n")):
            raise Problem(400, _("A text holds characters that cannot be accepted."))
    elif isinstance(value, dict):
        for name, item in value.items():
            _check_characters(name)
            _check_characters(item)
    elif isinstance(value, list):
        for item in value:
            _check_characters(item)
