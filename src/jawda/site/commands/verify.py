"""``jawda verify``: one attestation against a trust list and a bundle; no server, nothing is stored.

The network is asked only where an address stands in the place of the file: for the attestation itself, and, with a
trust list, for what the chain needs of those whom that list leads to.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeVar

from jawda.core.credentials import bundle, trust_file
from jawda.core.credentials.bundle import Bundle
from jawda.core.credentials.chain import Verifier
from jawda.core.credentials.evidence import Materials
from jawda.core.credentials.life_cycles import reminder
from jawda.core.credentials.moments import written
from jawda.core.credentials.trust_file import TrustFile
from jawda.core.credentials.verification import Verification
from jawda.core.findings import Finding, Refused, words
from jawda.core.findings.checks import Check, Status
from jawda.core.languages import Language, Text
from jawda.foundation.printing.paper_checks import pages_check
from jawda.foundation.printing.paper_reading import read_paper
from jawda.foundation.ui.formats import date_long
from jawda.site.commands import files, gathering, output, trust_store
from jawda.site.commands.gathering import Fetched
from jawda.site.commands.trust_list import out_of_date

_NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_COLON: Final[dict[Language, str]] = {"fr": f"{_NO_BREAK}: ", "ar": ": ", "en": ": "}
_WORDS: Final[dict[str, Text]] = {
    "as_of": Text(fr="État au", ar="الحالة في", en="As of"),
    "number": Text(fr="Numéro", ar="الرقم", en="Number"),
    "holder": Text(fr="Titulaire", ar="صاحب الشهادة", en="Holder"),
    "issuer": Text(fr="Délivré par", ar="صادرة عن", en="Issued by"),
    "standard": Text(fr="Norme", ar="المواصفة", en="Standard"),
    "scope": Text(fr="Portée", ar="المجال", en="Scope"),
    "valid_from": Text(fr="Valable du", ar="صالحة من", en="Valid from"),
    "valid_until": Text(fr="Jusqu’au", ar="إلى غاية", en="Until"),
    "now": Text(fr="Aujourd’hui", ar="اليوم", en="Today"),
    "trust": Text(fr="Liste de confiance", ar="قائمة الثقة", en="Trust list"),
    "fetched": Text(fr="Ce qui a été demandé au réseau", ar="ما طُلب من الشبكة", en="What was asked of the network"),
    "checks": Text(fr="Ce qui a été vérifié", ar="ما تم التحقق منه", en="What was checked"),
    "bundle": Text(fr="Dossier hors ligne du", ar="حزمة دون اتصال بتاريخ", en="Offline bundle of"),
}
_Found = TypeVar("_Found")


def run(options: argparse.Namespace) -> int:
    """The verdict first. Exit status 0 valid, 1 not valid, 2 where it cannot be told."""
    at = options.at or datetime.now(UTC)
    online = "://" in options.file
    if online and options.offline is not None:
        raise Refused([Finding(id="fetching.offline")])
    trusted = trust_store.kept() if options.trust is None else _of(options.trust, trust_file.read)
    held = _bundle(options.offline, trusted)
    materials = held.materials if held is not None else Materials(trust=None if trusted is None else trusted.trust)
    with output.progress(options.file if online else ""):
        given = gathering.fetched_file(options.file) if online else files.read(Path(options.file))
        data, pages = (given, None) if online else _carried(given)
        materials, asked = gathering.gathered(data, materials, at) if online else (materials, ())
    found = Verifier(materials).verify(data, at)
    if options.json:
        more = {
            "trust_list": trusted and {"id": trusted.trust.id, "version": trusted.trust.version},
            "bundle": held and {"issued_at": written(held.issued_at)},
            "fetched": [_asked(one) for one in asked],
            "pages": pages and pages.to_dict(),
        }
        output.put_json(found.to_dict() | more)
    else:
        output.put_lines(_lines(found, _Rests(trusted, held, asked, pages), options.lang))
    return found.verdict.exit_status


def _carried(data: bytes) -> tuple[bytes, Check | None]:
    """The credential that a PDF carries, and what can be said of its pages; any other file as it is."""
    if not data.startswith(b"%PDF-"):
        return data, None
    found = read_paper(data)
    if found.credential is None:
        raise Refused([Finding(id="verification.no_credential_in_pdf")])
    return found.credential, pages_check(found.seal)


@dataclass(frozen=True)
class _Rests:
    """What a verdict rests on."""

    trusted: TrustFile | None
    held: Bundle | None
    asked: tuple[Fetched, ...]
    pages: Check | None


def _asked(one: Fetched) -> dict[str, str | None]:
    """``problem``: why nothing of use came, null where it did."""
    return {
        "what": one.wanted.what.value,
        "url": one.wanted.url,
        "why": one.wanted.why.value,
        "problem": None if one.reason is None else one.reason.id,
    }


def _bundle(path: Path | None, trusted: TrustFile | None) -> Bundle | None:
    """A bundle counts through the trust list whose keeper signed it."""
    if path is None:
        return None
    if trusted is None:
        raise Refused([Finding(id="verification.bundle_needs_trust")])
    return _of(path, lambda data: bundle.read(data.strip(), trust=trusted.trust, keys=trusted.keys))


def _of(path: Path, read_bytes: Callable[[bytes], _Found]) -> _Found:
    """What is read from a file; a refusal names the file."""
    data = files.read(path)
    try:
        return read_bytes(data)
    except Refused as fault:
        raise Refused(
            replace(finding, place=replace(finding.place, file=path.name)) for finding in fault.findings
        ) from fault


def _lines(found: Verification, rests: _Rests, language: Language) -> Iterator[str]:
    yield found.headline(language)
    why = found.reason(language)
    if why:
        yield why
    if found.now is not None and found.then is not None and found.now.recognition is not found.then.recognition:
        said = words(Finding(id=f"verification.recognised_{found.now.recognition.value}"), language)
        yield f"{_WORDS['now'].best(language)}{_COLON[language]}{said}"
    yield from _facts(found, rests, language)
    stale = None if rests.trusted is None else out_of_date(rests.trusted)
    if stale is not None:
        yield words(stale, language)
    checks = (*found.checks, *((rests.pages,) if rests.pages else ()))
    if checks:
        yield ""
        yield f"{_WORDS['checks'].best(language)}{_COLON[language].rstrip()}"
        yield from output.checked(checks, language)
    if rests.asked:
        yield ""
        yield f"{_WORDS['fetched'].best(language)}{_COLON[language].rstrip()}"
        for one in rests.asked:
            name = words(Finding(id=f"fetching.{one.wanted.what.value}", arguments={"name": one.wanted.name}), language)
            why = "" if one.reason is None else f"{_COLON[language]}{words(one.reason, language)}"
            mark = output.MARKS[Status.OK if one.reason is None else Status.WARN]
            yield f"{mark} {name} ({one.wanted.url}){why}"


def _facts(found: Verification, rests: _Rests, language: Language) -> Iterator[str]:
    """Who, what and when, as the attestation itself says."""
    one, credential = found.attestation, found.credential
    facts: dict[str, str | None] = {"as_of": date_long(found.as_of.date(), language)}
    if rests.trusted is not None:
        facts["trust"] = f"{rests.trusted.trust.id}, {rests.trusted.trust.version}"
    if rests.held is not None:
        facts["bundle"] = date_long(rests.held.issued_at.date(), language)
    if credential is not None:
        facts["issuer"] = credential.issuer_name or credential.issuer
        facts["valid_from"] = credential.valid_from and date_long(credential.valid_from.date(), language)
        facts["valid_until"] = credential.valid_until and date_long(credential.valid_until.date(), language)
    if one is not None:
        facts |= {"number": one.number, "holder": one.holder.name, "scope": one.scope}
        facts["standard"] = one.standard and one.standard.name
    yield ""
    for name, label in _WORDS.items():
        if facts.get(name):
            yield f"{label.best(language)}{_COLON[language]}{facts[name]}"
    if one is not None and one.kind is not None:
        note = reminder(one.kind)
        if note is not None:
            said = words(note, language)
            yield said[:1].upper() + said[1:]
