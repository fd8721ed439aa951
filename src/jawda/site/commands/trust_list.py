"""``jawda trust-list``: whom this data folder trusts; import, show, export. No database, no network."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

from jawda.core import days
from jawda.core.credentials import trust_file
from jawda.core.credentials.moments import written
from jawda.core.credentials.trust_file import TrustFile
from jawda.core.credentials.trust_list_documents import digest
from jawda.core.findings import Finding, Refused, words
from jawda.core.languages import Language, Text
from jawda.site.commands import files, output, trust_store

_NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_COLON: Final[dict[Language, str]] = {"fr": f"{_NO_BREAK}: ", "ar": ": ", "en": ": "}
_WORDS: Final[dict[str, Text]] = {
    "id": Text(fr="Liste", ar="القائمة", en="List"),
    "issuer": Text(fr="Gardien", ar="القائم عليها", en="Keeper"),
    "version": Text(fr="Version", ar="النسخة", en="Version"),
    "issued": Text(fr="Établie le", ar="تاريخ الإصدار", en="Issued on"),
    "until": Text(fr="À jour jusqu’au", ar="محينة إلى غاية", en="Up to date until"),
    "keys": Text(fr="Clés retenues", ar="المفاتيح المثبتة", en="Pinned keys"),
    "authorities": Text(fr="Accréditeurs et autorités", ar="جهات الاعتماد والسلطات", en="Accreditors and authorities"),
    "arrangements": Text(fr="Accords de reconnaissance", ar="اتفاقات الاعتراف", en="Recognition arrangements"),
}
_WINDOWS: Final[dict[str, Text]] = {
    "open": Text(fr="depuis le {since}", ar="منذ {since}", en="since {since}"),
    "closed": Text(fr="du {since} au {until}", ar="من {since} إلى {until}", en="{since} to {until}"),
}


def import_file(options: argparse.Namespace) -> int:
    """Keep the list in a file. Exit status 0; 2 where it is none, older, or signed by another key."""
    try:
        given = trust_file.read(files.read(options.file))
        first = trust_store.keep(given)
    except Refused as fault:
        raise Refused(
            replace(item, place=replace(item.place, file=item.place.file or options.file.name))
            for item in fault.findings
        ) from fault
    now = trust_store.kept()
    assert now is not None
    if options.json:
        output.put_json(_document(now) | {"first": first})
        return 0
    told = [Finding(id="trust_list.kept", arguments={"version": now.trust.version})]
    if first:
        arguments = {"key": ", ".join(key.thumbprint() for key in now.keys), "issuer": now.trust.issuer}
        told.insert(0, Finding(id="trust_list.pinned", arguments=arguments))
    output.put_lines(words(item, options.lang) for item in told)
    return 0


def show(options: argparse.Namespace) -> int:
    """Version, keeper, authorities and arrangements with their dates."""
    one = _kept()
    if options.json:
        output.put_json(_document(one))
    else:
        output.put_lines(_lines(one, options.lang))
    return 0


def export(options: argparse.Namespace) -> int:
    """The kept list as a file that another ``trust-list import`` or ``verify --trust`` takes; else on standard output.

    ``--json`` says what it is instead, as ``show`` does.
    """
    one = _kept()
    if options.output is not None:
        trust_store.write(options.output, one)
    if options.json:
        output.put_json(_document(one))
    elif options.output is None:
        output.put_lines([trust_store.written(one).decode("ascii").rstrip("\n")])
    return 0


def out_of_date(one: TrustFile) -> Finding | None:
    """Where the list may be relied on no more."""
    until = one.trust.valid_until
    if until is None or datetime.now(UTC) <= until:
        return None
    return Finding(id="trust_list.out_of_date", arguments={"day": until.date().isoformat()})


def _kept() -> TrustFile:
    found = trust_store.kept()
    if found is None:
        raise Refused([Finding(id="trust_list.none_kept")])
    return found


def _document(one: TrustFile) -> dict[str, Any]:
    trust = one.trust

    def window(item: Any) -> dict[str, Any]:
        return {"since": item.since.isoformat(), "until": item.until and item.until.isoformat()}

    return {
        "schema": "jawda/trust-list/1",
        "id": trust.id,
        "issuer": trust.issuer,
        "version": trust.version,
        "issued_at": written(trust.issued_at),
        "valid_until": trust.valid_until and written(trust.valid_until),
        "digest": digest(trust),
        "keys": [key.thumbprint() for key in one.keys],
        "schemes": [
            {"id": item.id, "kind": item.kind.value, "names": dict(item.names.as_mapping())} for item in trust.schemes
        ],
        "authorities": [
            {"id": item.id, "names": dict(item.names.as_mapping()), "country": item.country, **window(item)}
            for item in trust.authorities
        ],
        "arrangements": [
            {
                "id": item.id,
                "names": dict(item.names.as_mapping()),
                **window(item),
                "transition_until": item.transition_until and item.transition_until.isoformat(),
                "members": [
                    {"authority": m.authority, "kind": m.kind.value, "standard": m.standard, **window(m)}
                    for m in item.members
                ],
            }
            for item in trust.arrangements
        ],
    }


def _lines(one: TrustFile, language: Language) -> Iterator[str]:
    trust = one.trust
    facts: dict[str, str | None] = {
        "id": trust.id,
        "issuer": trust.issuer,
        "version": str(trust.version),
        "issued": days.in_words(trust.issued_at.date(), language),
        "until": None if trust.valid_until is None else days.in_words(trust.valid_until.date(), language),
        "keys": ", ".join(key.thumbprint() for key in one.keys),
    }
    for name, value in facts.items():
        if value:
            yield f"{_WORDS[name].best(language)}{_COLON[language]}{value}"
    stale = out_of_date(one)
    if stale is not None:
        yield words(stale, language)
    for name in ("authorities", "arrangements"):
        yield ""
        yield f"{_WORDS[name].best(language)}{_COLON[language].rstrip()}"
        for item in getattr(trust, name):
            yield f"  {item.names.best(language)} ({item.id}), {_window(item.since, item.until, language)}"


def _window(since: date, until: date | None, language: Language) -> str:
    said = _WINDOWS["open" if until is None else "closed"].best(language)
    ends = "" if until is None else days.in_words(until, language)
    return said.format(since=days.in_words(since, language), until=ends)
