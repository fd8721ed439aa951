"""Texts made fit for paper: no control characters, and what is not Arabic isolated inside Arabic."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import Any, Final

# Control characters but line feed and tab, direction marks of the writer's own (ours come later), non-characters.
_UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
# A code, reference, signed number, name or file: runs of anything but Arabic that begin and end with a letter or digit
# (or sign), such as "9.2.1", "A-031", "−42", "ISO 9001:2015", "plan.pdf".
_FOREIGN: Final = re.compile(r"[−+±]?[A-Za-zÀ-ɏ0-9](?:[A-Za-zÀ-ɏ0-9./:_@&’'+−–\-\u202f\u00a0 ]*[A-Za-zÀ-ɏ0-9])?\s?%?")
_OPEN, _CLOSE = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def cleaned(text: str) -> str:
    """Without what cannot be printed; line ends as one line feed.

    >>> cleaned("a\\x00b\\r\\nc")
    'ab\\nc'
    """
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def isolated(text: str) -> str:
    """Arabic text in which every foreign run keeps its own order (Unicode annex 9, X5b); other text as it is.

    >>> isolated("من −42 إلى +8") == "من \\u2066−42\\u2069 إلى \\u2066+8\\u2069"
    True
    >>> isolated("ISO 9001")
    'ISO 9001'
    """
    return _FOREIGN.sub(lambda run: f"{_OPEN}{run[0]}{_CLOSE}", text) if _ARABIC.search(text) else text


def plain(value: object, *, kept: frozenset[str] = frozenset({"svg"})) -> Any:
    """A document's values as JSON takes them: each dataclass with its ``kind``, each text cleaned and isolated."""
    if is_dataclass(value) and not isinstance(value, type):
        named = {
            field.name: (getattr(value, field.name) if field.name in kept else plain(getattr(value, field.name)))
            for field in fields(value)
        }
        return {"kind": type(value).__name__, **named}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return isolated(cleaned(value)) if isinstance(value, str) else value
