"""``jawda log verify``: a public log that was exported, against signed heads that were kept. No database, no network.

The log may be larger than memory and come in parts: it is read line by line, in the order of the files.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from jawda.core.credentials import trust_file
from jawda.core.credentials.log_chain import Followed, Head, follow, read_head
from jawda.core.credentials.moments import written
from jawda.core.credentials.refusing import reason
from jawda.core.credentials.trust_file import TrustFile
from jawda.core.findings import Finding, Place, Refused, words
from jawda.core.findings.checks import Check, Status
from jawda.core.languages import Language
from jawda.foundation.ui.formats import date_long
from jawda.site.commands import files, output, trust_store

#: What says that a log does not hold; anything else that is refused is no log, or no head of its keeper.
_BROKEN: Final = frozenset({"log_number", "log_broken", "log_changed", "log_head_differs", "log_head_missing"})
_LONGEST_LINE: Final = 8_192
"""Bytes that are read at once: more than a line may have, so that a file without line ends costs no memory."""
_MOST_HEADS_BYTES: Final = 5_000_000


def verify(options: argparse.Namespace) -> int:
    """Exit status 0 where the log holds, 1 where it does not, 2 for what is no log or no head of its keeper."""
    trusted = _trusted(options.trust)
    heads = [head for path in options.heads for head in _heads(path, trusted)]
    try:
        with output.progress(options.files[0].name):
            found = follow(_lines(options.files), heads=heads)
    except Refused as fault:
        if reason(fault) not in _BROKEN:
            raise _named(fault, options.files[0]) from fault
        return _told_broken(fault.findings[0], options)
    if not found.first:
        raise Refused([Finding(id="public_log.empty", place=Place(file=options.files[0].name))])
    holds = "holds" if found.met else "holds_by_itself"
    checks = list(_checks(found, heads, options.lang))
    if options.json:
        output.put_json({
            "schema": "jawda/public-log/1", "holds": True, "first": found.first, "last": found.sequence,
            "hash": found.hash.hex(), "keeper": trusted and trusted.trust.issuer,
            "heads": [_head_said(head) | {"met": head in found.met} for head in heads],
            "checks": [check.to_dict() for check in checks],
        })  # fmt: skip
        return 0
    output.put_lines([words(Finding(id=f"public_log.{holds}"), options.lang), ""])
    output.put_lines(output.checked(checks, options.lang))
    output.put_lines([words(Finding(id="public_log.end", arguments={"hash": found.hash.hex()}), options.lang)])
    return 0


def _told_broken(fault: Finding, options: argparse.Namespace) -> int:
    check = Check(id=fault.id, status=Status.FAIL, arguments=fault.arguments)
    if options.json:
        output.put_json({"schema": "jawda/public-log/1", "holds": False, "checks": [check.to_dict()]})
        return 1
    output.put_lines([words(Finding(id="public_log.does_not_hold"), options.lang), ""])
    output.put_lines(output.checked([check], options.lang))
    return 1


def _checks(found: Followed, heads: Sequence[Head], language: Language) -> Iterator[Check]:
    yield Check(id="public_log.lines", status=Status.OK, arguments={"first": found.first, "last": found.sequence})
    for head in heads:
        met = head in found.met
        yield Check(
            id=f"public_log.head_{'met' if met else 'before'}", status=Status.OK if met else Status.WARN,
            arguments={"day": date_long(head.signed_at.date(), language), "line": head.sequence},
        )  # fmt: skip
    if not heads:
        yield Check(id="public_log.no_head", status=Status.WARN)


def _head_said(head: Head) -> dict[str, Any]:
    return {"line": head.sequence, "hash": head.hash.hex(), "signed_at": written(head.signed_at)}


def _lines(paths: Sequence[Path]) -> Iterator[bytes]:
    """Of all files in their order; a line without an end comes in pieces, which are refused as no lines."""
    for path in paths:
        with files.opened(path) as file:
            while line := file.readline(_LONGEST_LINE):
                yield line


def _trusted(path: Path | None) -> TrustFile | None:
    """The list that is named, or the one that was imported, whose keeper signs the heads as well."""
    if path is None:
        return trust_store.kept()
    try:
        return trust_file.read(files.read(path))
    except Refused as fault:
        raise _named(fault, path) from fault


def _heads(path: Path, trusted: TrustFile | None) -> list[Head]:
    """The heads in a file, one on each line, as ``/registre/tete`` and ``/registre/tetes`` give them."""
    if trusted is None:
        raise Refused([Finding(id="public_log.head_needs_trust", place=Place(file=path.name))])
    said = [line for line in files.read(path, largest=_MOST_HEADS_BYTES).splitlines() if line.strip()]
    if not said:
        raise Refused([Finding(id="public_log.no_heads_in_file", place=Place(file=path.name))])
    try:
        return [read_head(line, issuer=trusted.trust.issuer, keys=trusted.keys) for line in said]
    except Refused as fault:
        raise _named(fault, path) from fault


def _named(fault: Refused, path: Path) -> Refused:
    """The same with the name of the file, where it says none."""
    return Refused(
        replace(item, place=replace(item.place, file=item.place.file or path.name)) for item in fault.findings
    )
