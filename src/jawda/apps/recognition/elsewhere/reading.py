"""What a company brings of a certificate: a paper to keep, or a signed document, alone or within its PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jawda.core.credentials import credential as credentials
from jawda.core.credentials.token import MOST_TOKEN_BYTES
from jawda.core.findings import Finding, Place, Refused
from jawda.foundation.files import domain as files
from jawda.foundation.files.domain import Prepared
from jawda.foundation.files.inspection import clean_name
from jawda.foundation.files.inspection_kinds import FACTS, IMAGES, Kind
from jawda.foundation.files.uploads import dropped
from jawda.foundation.printing.paper_reading import credential_in

_KINDS: Final = (Kind.PDF, *sorted(IMAGES))
_SIGNED: Final = ("jwt", "json")
ACCEPT: Final = ",".join(f".{item}" for item in (*(e for kind in _KINDS for e in FACTS[kind].extensions), *_SIGNED))
"""For the ``accept`` of the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A paper that may be kept, or a signed document; of a PDF that carries one, that alone (ADR 0006 keeps no file
    with files within, and the paper proves nothing beside it)."""

    paper: Prepared | None = None
    credential: str = ""


def received(request: HttpRequest) -> Received | None:
    """The file that came with a form; None without one. As :func:`read` refuses."""
    if names := dropped(request):
        sizes = {"megabytes": "> 20", "limit": 20}
        raise Refused([Finding(id="uploads.too_large", place=Place(file=item), arguments=sizes) for item in names])
    sent = request.FILES.get("file")
    return None if sent is None else read(name=sent.name or "", content=sent.read())


def read(*, name: str, content: bytes) -> Received:
    """Told by its bytes. Takes about a second for a PDF. ``Refused`` for what may not come in,
    ``ValidationError`` for what is none of these."""
    if b"%PDF-" in content[:1024]:
        carried = credential_in(content, name=clean_name(name))
        if carried is not None:
            return Received(credential=_text(carried))
    elif content[:1] in (b"{", b"e") and len(content) <= MOST_TOKEN_BYTES:
        credentials.read(content.strip())
        return Received(credential=_text(content.strip()))
    paper = files.prepare(name=name, content=content)
    if paper.accepted.kind not in _KINDS:
        raise _neither()
    return Received(paper=paper)


def _text(data: bytes) -> str:
    try:
        return data.decode("ascii" if data[:1] == b"e" else "utf-8")
    except UnicodeDecodeError as fault:
        raise _neither() from fault


def _neither() -> ValidationError:
    return ValidationError(_("A PDF, a picture or a signed document is expected."))
