"""Texts made fit for paper: no control characters, and what is not Arabic isolated inside Arabic."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import Any, Final

from jawda.core.languages import Language

# Control characters but line feed and tab, direction marks of the writer's own (ours come later), non-characters.
_UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
# A code, reference, signed number, name or file: runs of anything but Arabic that begin and end with a letter or digit
# (or sign), such as "9.2.1", "A-031", "−42", "ISO 9001:2015", "plan.pdf".
# A comma belongs to it between two digits only.
_FOREIGN: Final = re.compile(
    r"[−+±]?[A-Za-zÀ-ɏ0-9]"
    r"(?:(?:[A-Za-zÀ-ɏ0-9./:_@&’'+−–\-\u202f\u00a0 ]|(?<=[0-9]),(?=[0-9]))*[A-Za-zÀ-ɏ0-9])?"
    r"(?:[\u202f\u00a0 ]?%)?"
)
_AS_IT_IS: Final = frozenset(
    {"svg", "mark", "seal", "kind", "language", "other_language", "widths", "alignments", "size"}
)
_METADATA: Final = frozenset({"alt", "other_title", "address"})
_OPEN, _CLOSE = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def cleaned(text: str) -> str:
    """Without what cannot be printed; line ends as one line feed.

    >>> cleaned("a\\x00b\\r\\nc")
    'ab\\nc'
    """
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def isolated(text: str, language: Language) -> str:
    """In an Arabic document, every foreign run, or line without Arabic, keeps its own order (Unicode annex 9, X5b).

    >>> isolated("من −42 إلى +8", "ar") == "من \\u2066−42\\u2069 إلى \\u2066+8\\u2069"
    True
    >>> isolated("من 14,6 إلى 81,8", "ar") == "من \\u206614,6\\u2069 إلى \\u206681,8\\u2069"
    True
    >>> isolated("−42", "ar") == "\\u2066−42\\u2069", isolated("−42", "fr")
    (True, '−42')
    """
    if language != "ar" and not _ARABIC.search(text):
        return text
    return "\n".join(map(_isolated_line, text.split("\n")))


def _isolated_line(line: str) -> str:
    if not line.strip():
        return line
    if _ARABIC.search(line):
        return _FOREIGN.sub(lambda run: f"{_OPEN}{run[0]}{_CLOSE}", line)
    return f"{_OPEN}{line}{_CLOSE}"


def plain(value: object, language: Language) -> Any:
    """A document's values as JSON takes them: each dataclass with its name as ``block``, texts cleaned and isolated.

    Drawings, and words of the code itself (``seal``, ``kind`` ...), stay as they are.
    """
    if is_dataclass(value) and not isinstance(value, type):
        named = {field.name: _field(field.name, getattr(value, field.name), language) for field in fields(value)}
        return {"block": type(value).__name__, **named}
    if isinstance(value, tuple | list):
        return [plain(item, language) for item in value]
    return isolated(cleaned(value), language) if isinstance(value, str) else value


def _field(name: str, value: object, language: Language) -> Any:
    if name in _METADATA and isinstance(value, str):
        return cleaned(value)
    return value if name in _AS_IT_IS else plain(value, language)
