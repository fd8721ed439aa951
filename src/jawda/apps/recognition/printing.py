"""A certificate on paper: what it says, and how to verify it; never whether it is in force, which paper cannot know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jawda.apps.recognition.printing_words import WORDS
from jawda.core.languages import Language
from jawda.foundation.printing import (
    Block,
    Callout,
    Code,
    Codes,
    Document,
    Facts,
    KeyValues,
    Statement,
)  # fmt: skip
from jawda.foundation.ui.formats import date_long

#: Sides on paper, in millimetres: a module of the offline code is then 0.4 mm wide, which phones read at arm's length.
_PUBLIC_WIDTH = 30.0
_OFFLINE_WIDTH = 50.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateSheet:
    """What stands on the paper, in words of its ``language``.

    ``reference`` is the platform's, ``number`` the issuer's own where it has another. ``kind`` is the kind's name
    (“Test report”), ``reminder`` what this kind does not say, ``accreditation`` under which one it was issued.
    ``address`` is the public page; ``code`` its QR code, ``offline_code`` that of the signed summary (both SVG).
    """

    language: Language
    reference: str
    kind: str
    holder: str
    standard: str
    issuer: str
    issued_on: date
    address: str
    code: str
    reminder: str
    number: str = ""
    holder_place: str = ""
    scheme: str = ""
    scope: str = ""
    sites: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    activity_on: date | None = None
    valid_until: date | None = None
    accreditation: str = ""
    replaces: str = ""
    """The number of the document of which it takes the place."""
    offline_code: str = ""
    fictitious: bool = False


def certificate_document(sheet: CertificateSheet) -> Document:
    """One page, or two where the scope is long; the codes stand at the foot of the first.

    The PDF of it carries the credential: ``render_pdf(…, attachments=…)``, then ``seal``.
    """
    language = sheet.language
    return Document(
        title=sheet.kind,
        organisation_name=sheet.issuer,
        reference=sheet.reference,
        date=date_long(sheet.issued_on, language),
        language=language,
        fictitious=sheet.fictitious,
        certificate=True,
        blocks=(
            Statement(name=_word("holder", sheet), text=sheet.holder, note=sheet.holder_place, size="first"),
            _codes(sheet),
            *_statements(sheet),
            KeyValues(rows=_dates(sheet)),
            *_facts(sheet),
            Callout(kind="note", text=sheet.reminder),
        ),
    )


def _statements(sheet: CertificateSheet) -> tuple[Block, ...]:
    found: list[Block] = []
    if sheet.standard:
        found.append(Statement(name=_word("standard", sheet), text=sheet.standard, size="second"))
    if sheet.scope:
        found.append(Statement(name=_word("scope", sheet), text=sheet.scope))
    return tuple(found)


def _dates(sheet: CertificateSheet) -> tuple[tuple[str, str], ...]:
    stated = (("activity", sheet.activity_on), ("issued", sheet.issued_on), ("until", sheet.valid_until))
    return tuple((date_long(day, sheet.language), _word(name, sheet)) for name, day in stated if day is not None)


def _facts(sheet: CertificateSheet) -> tuple[Block, ...]:
    stated = (
        ("sites", "\n".join(sheet.sites)),
        ("sectors", "\n".join(sheet.sectors)),
        ("scheme", sheet.scheme),
        ("number", sheet.number if sheet.number != sheet.reference else ""),
        ("replaces", sheet.replaces),
        ("accreditation", sheet.accreditation),
    )
    rows = tuple((_word(name, sheet), text) for name, text in stated if text)
    return (Facts(rows=rows),) if rows else ()


def _codes(sheet: CertificateSheet) -> Codes:
    public = Code(
        svg=sheet.code,
        alt=_word("code", sheet).format(address=sheet.address),
        title=_word("verify", sheet),
        text=_word("verify_text", sheet),
        address=sheet.address,
        width=_PUBLIC_WIDTH,
    )
    if not sheet.offline_code:
        return Codes(codes=(public,))
    offline = Code(
        svg=sheet.offline_code,
        alt=_word("offline_code", sheet).format(number=sheet.reference),
        title=_word("offline", sheet),
        text=_word("offline_text", sheet),
        width=_OFFLINE_WIDTH,
    )
    return Codes(codes=(public, offline))


def _word(name: str, sheet: CertificateSheet) -> str:
    return WORDS[name].best(sheet.language)
