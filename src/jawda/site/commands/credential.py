"""``jawda credential``: what stands in an attestation, without saying that any of it is true."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from jawda.core.credentials import credential, unsecured
from jawda.core.credentials.credential import Credential
from jawda.core.credentials.data_integrity import SUITE
from jawda.core.credentials.moments import written
from jawda.core.credentials.token import Token
from jawda.core.credentials.unsecured import Unsecured
from jawda.core.findings import Refused
from jawda.core.languages import Language, Text
from jawda.foundation.ui.formats import date_long
from jawda.site.commands import files, output

_NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_COLON: Final[dict[Language, str]] = {"fr": f"{_NO_BREAK}: ", "ar": ": ", "en": ": "}
_UNVERIFIED: Final = Text(
    fr="Lu, non vérifié : ce qui suit peut venir de n’importe qui. « jawda verify » dit si c’est vrai.".replace(
        " :", f"{_NO_BREAK}:"
    ).replace("« ", f"«{_NO_BREAK}").replace(" »", f"{_NO_BREAK}»"),
    ar="قُرئ ولم يُتحقق منه: قد يكون ما يلي من أي كان. الأمر «jawda verify» يبين هل هو صحيح.",
    en="Read, not verified: what follows may come from anyone. “jawda verify” says whether it is true.",
)  # fmt: skip
_UNSIGNED: Final = Text(
    fr="Lu : personne n’a signé ce document. N’importe qui peut l’avoir écrit, et « jawda verify » n’y trouve rien à"
    " vérifier.".replace(" :", f"{_NO_BREAK}:")
    .replace("« ", f"«{_NO_BREAK}")
    .replace(" »", f"{_NO_BREAK}»"),
    ar="قُرئ: لم يوقّع أحد هذه الوثيقة. قد يكون كتبها أي كان، ولا يجد الأمر «jawda verify» فيها ما يتحقق منه.",
    en="Read: nobody has signed this document. Anyone may have written it, and “jawda verify” finds nothing in it to"
    " verify.",
)
_NO_SIGNATURE: Final = Text(fr="aucune", ar="لا يوجد", en="none")
_WORDS: Final[dict[str, Text]] = {
    "types": Text(fr="Genre", ar="النوع", en="Kind"),
    "id": Text(fr="Adresse", ar="العنوان", en="Address"),
    "issuer": Text(fr="Émetteur", ar="الجهة المصدرة", en="Issuer"),
    "key": Text(fr="Clé", ar="المفتاح", en="Key"),
    "secured": Text(fr="Signature", ar="التوقيع", en="Signature"),
    "valid_from": Text(fr="Valable du", ar="صالحة من", en="Valid from"),
    "valid_until": Text(fr="Jusqu’au", ar="إلى غاية", en="Until"),
    "sha256": Text(fr="Empreinte SHA-256", ar="بصمة SHA-256", en="SHA-256"),
}


def inspect(options: argparse.Namespace) -> int:
    """Exit status 0 where it can be read, 2 where it cannot; nothing is verified."""
    try:
        data = files.read(options.file)
        found = unsecured.read(data) or credential.read(data)
    except Refused as fault:
        raise Refused(
            replace(finding, place=replace(finding.place, file=options.file.name)) for finding in fault.findings
        ) from fault
    if options.json:
        output.put_json(_document(found))
    else:
        output.put_lines(_lines(found, options.lang))
    return 0


def _secured(found: Credential | Unsecured) -> str | None:
    if isinstance(found, Unsecured):
        return None
    return f"vc+jwt, {found.secured.algorithm}" if isinstance(found.secured, Token) else SUITE


def _key_id(found: Credential | Unsecured) -> str | None:
    return None if isinstance(found, Unsecured) else found.key_id


def _document(found: Credential | Unsecured) -> dict[str, Any]:
    return {
        "schema": "jawda/credential/1",
        "verified": False,
        "types": list(found.types),
        "id": found.id,
        "issuer": found.issuer,
        "key_id": _key_id(found),
        "secured": _secured(found),
        "valid_from": found.valid_from and written(found.valid_from),
        "valid_until": found.valid_until and written(found.valid_until),
        "sha256": found.sha256,
        "document": dict(found.document),
    }


def _lines(found: Credential | Unsecured, language: Language) -> Iterator[str]:
    yield (_UNSIGNED if isinstance(found, Unsecured) else _UNVERIFIED).best(language)
    yield ""
    facts: dict[str, str | None] = {
        "types": ", ".join(found.types),
        "id": found.id,
        "issuer": found.issuer if found.issuer_name is None else f"{found.issuer_name} ({found.issuer})",
        "key": _key_id(found),
        "secured": _secured(found) or _NO_SIGNATURE.best(language),
        "valid_from": found.valid_from and date_long(found.valid_from.date(), language),
        "valid_until": found.valid_until and date_long(found.valid_until.date(), language),
        "sha256": found.sha256,
    }
    for name, label in _WORDS.items():
        if facts[name]:
            yield f"{label.best(language)}{_COLON[language]}{facts[name]}"
