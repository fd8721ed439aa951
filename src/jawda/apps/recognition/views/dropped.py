"""What anyone gives to be checked: a file, a picture of a code, an address, the text of a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from jawda.apps.recognition.queries import public as queries
from jawda.apps.recognition.queries.searching import LONGEST
from jawda.apps.recognition.queries.summaries import Belongs, belongs
from jawda.apps.recognition.views.typed import typed
from jawda.core.findings import Refused
from jawda.core.findings.words import words
from jawda.foundation.apart import Busy
from jawda.foundation.printing import code_reading
from jawda.foundation.printing.paper_reading import SealReading, read_paper
from jawda.foundation.ui.templatetags.ui import language

MOST_BYTES: Final = 2_000_000
_PAGES: Final = {"certificate": "reference", "shown_document": "link"}


@dataclass(frozen=True, slots=True)
class Dropped:
    """What came: bytes to check, an address to go to, or what is wrong with it."""

    data: bytes = b""
    address: str = ""
    fault: str = ""
    seal: SealReading | None = None
    """Of a PDF: what is sealed of it, if anything."""
    busy: bool = False
    """The fault is that others are being read."""


def of_file(file: IO[bytes]) -> Dropped:
    """A signed document, a PDF that carries one, or a picture of a code: the content decides."""
    data = file.read(code_reading.LARGEST + 1)
    if code_reading.is_picture(data):
        return of_picture(data)
    if len(data) > MOST_BYTES:
        return Dropped(fault=_("This file is too large to be a signed document."))
    if not data.strip():
        return Dropped(fault=_("This file is empty."))
    if b"%PDF-" in data[:1024]:
        return _of_pdf(data)
    return Dropped(data=data)


def of_picture(data: bytes) -> Dropped:
    """Where the code leads: its address is treated as one that was typed.

    A paper has two codes of one document: the one that holds more is taken.
    """
    try:
        found = code_reading.codes_in(data)
    except Refused as refused:
        return _refused(refused)
    if not found:
        return Dropped(
            fault=_("No code was found in this picture. Come nearer, and keep the whole code in the picture.")
        )
    if len({text.partition("#")[0] for text in found}) > 1:
        return Dropped(fault=_("There are several codes in this picture: photograph one alone."))
    text = max(found, key=len)
    if not text.casefold().startswith(("http://", "https://")):
        return Dropped(fault=_("This code holds no address of a document."))
    return _of_address(text)


def of_text(text: str) -> Dropped:
    """A signed document that was pasted, an address of ours, a reference; anything else is looked for."""
    if not text:
        return Dropped(fault=_("Choose a file, or type a reference, a number or an address."))
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        return Dropped(fault=_("This text is too long to be a signed document."))
    if text.startswith("{") or (text.count(".") == 2 and text.startswith("ey")):
        return Dropped(data=text.encode("utf-8", "replace"))
    if text.casefold().startswith(("http://", "https://")):
        return _of_address(text)
    if reference := queries.canonical_reference(text):
        return Dropped(address=reverse("certificate", args=[reference]))
    if len(text) > LONGEST:
        return Dropped(fault=_("This is neither a signed document nor an address, and too long to be looked for."))
    return Dropped(address=f"{reverse('certificates')}?{urlencode({'q': typed(text, LONGEST)})}")


def _of_pdf(data: bytes) -> Dropped:
    """The signed document that is attached to it, and the seal on the whole."""
    try:
        found = read_paper(data)
    except Refused as refused:
        return _refused(refused)
    if found.credential is None:
        return Dropped(fault=_("No signed document is attached to this PDF: what is printed in it cannot be checked."))
    return Dropped(data=found.credential, seal=found.seal)


def _refused(refused: Refused) -> Dropped:
    return Dropped(fault=words(refused.findings[0], language()), busy=isinstance(refused, Busy))


def _of_address(text: str) -> Dropped:
    """Of this platform: its page is opened. Of another: nobody makes this server ask other sites."""
    elsewhere = Dropped(
        fault=_("This address is on another site, and this page asks no other site: download the document there and "
                "drop the file here.")
    )  # fmt: skip
    try:
        parts = urlsplit(text)
        here = parts.hostname == urlsplit(settings.BASE_URL).hostname and parts.port == urlsplit(settings.BASE_URL).port
        match = resolve(parts.path) if here else None
    except (ValueError, Resolver404):
        return elsewhere if text.count("/") > 2 and not text.startswith(settings.BASE_URL) else _no_document()
    if match is None:
        return elsewhere
    if match.url_name not in _PAGES:
        return _no_document()
    return _of_summary(match.url_name, match.kwargs, parts.fragment, parts.path)


def _of_summary(page: str, named: dict[str, str], fragment: str, path: str) -> Dropped:
    """The summary in an address is held against the document that stands there; then its page tells how it stands."""
    found = belongs(fragment, **{_PAGES[page]: named[_PAGES[page]]}) if fragment else Belongs.YES
    if found is Belongs.FORGED:
        return Dropped(
            fault=_("The summary in this code is not signed by the body that issued the document. Do not rely on the "
                    "paper: look the document up by its reference.")
        )  # fmt: skip
    if found is Belongs.TO_ANOTHER:
        return Dropped(
            fault=_("The summary in this code belongs to another document than its address. Do not rely on the paper: "
                    "look the document up by its reference.")
        )  # fmt: skip
    return Dropped(address=path)


def _no_document() -> Dropped:
    return Dropped(fault=_("No document stands under this address of the platform."))
