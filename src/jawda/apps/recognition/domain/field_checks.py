"""What several verbs ask of a field: given, not too long, a list of lines, a public address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jawda.apps.organisations import codes

_MOST: Final = 50


def items(given: tuple[str, ...]) -> tuple[str, ...]:
    """Lines without blanks around, each once.

    >>> items((" Tanger ", "", "Tanger", "Aïn  Sebaâ"))
    ('Tanger', 'Aïn Sebaâ')
    """
    return tuple(dict.fromkeys(text for item in given if (text := " ".join(item.split()))))


def check_given(text: str) -> None:
    if not text:
        raise ValidationError(_("This field is required."), code="required")


def check_length(text: str, most: int) -> None:
    if len(text) > most:
        raise ValidationError(_("At most %(most)s characters are expected.") % {"most": most})


def check_items(given: tuple[str, ...]) -> None:
    if len(given) > _MOST or any(len(item) > 200 for item in given):
        raise ValidationError(_("At most %(most)s lines of 200 characters are expected.") % {"most": _MOST})


def check_sectors(given: Iterable[str]) -> None:
    """Each is one of IAF's, of which whoever checks reads the name."""
    unknown = codes.unknown_sector(given)
    if unknown:
        raise ValidationError(_("“%(code)s” is no IAF sector.") % {"code": unknown[:40]}, code="sector")


def check_address(text: str) -> None:
    """An address that people open in a browser: https, a public name, nobody's password. It is never asked here."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        good = parts.scheme == "https" and "." in host.strip(".") and not parts.username and parts.port in (None, 443)
    except ValueError:
        good, host = False, ""
    printable = text.isprintable() and " " not in text
    if text and not (good and printable and not host.replace(".", "").isdigit()):
        raise ValidationError(_("An address that begins with https:// is expected."))
