"""Looking for a supplier's certificate among the documents that bodies published here, and judging what is found.

Only what anyone may read is read. What is not found here is not invalid: most bodies do not issue on the platform.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q

from jawda.apps.recognition.enums import Event, State
from jawda.apps.recognition.folding import folded
from jawda.apps.recognition.models import PublicAttestation
from jawda.apps.recognition.queries.own import state_on
from jawda.apps.recognition.queries.public import judged
from jawda.apps.recognition.suppliers.enums import Differs, Found
from jawda.apps.recognition.suppliers.facts import SupplierFacts

_ORDER: Final = (State.IN_FORCE, State.SUSPENDED, State.EXPIRED, State.WITHDRAWN, State.REPLACED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is found of one line. ``row`` is the document; None where there is none, or several."""

    found: Found
    row: PublicAttestation | None = None
    differs: str = ""
    reductions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Which document a line means, before anything is verified."""

    row: PublicAttestation | None = None
    several: bool = False
    differs: str = ""


def matches(lines: Sequence[SupplierFacts], today: date, *, credentials: bool = False) -> list[Match]:
    """For each line the public document that it means; one query for all of them."""
    references = {line.reference for line in lines if line.reference}
    numbers = {spelling for line in lines if line.number for spelling in _spellings(line.number)}
    ices = {line.supplier_ice for line in lines if line.supplier_ice and not (line.reference or line.number)}
    wanted = Q(reference__in=references) | Q(number__in=numbers) | Q(holder_ice__in=ices)
    rows = PublicAttestation.objects.filter(wanted).defer("words", *(() if credentials else ("credential",)))
    by_reference: dict[str, PublicAttestation] = {}
    by_number: dict[str, list[PublicAttestation]] = defaultdict(list)
    by_ice: dict[str, list[PublicAttestation]] = defaultdict(list)
    for row in rows:
        by_reference[row.reference] = row
        by_number[folded(row.number)].append(row)
        by_ice[row.holder_ice].append(row)
    return [_match(line, by_reference, by_number, by_ice, today) for line in lines]


def _spellings(number: str) -> set[str]:
    """As typed, and as offices spell it otherwise."""
    return {number, number.upper(), "".join(number.split()), "".join(number.upper().split())}


def _match(
    line: SupplierFacts,
    by_reference: dict[str, PublicAttestation],
    by_number: dict[str, list[PublicAttestation]],
    by_ice: dict[str, list[PublicAttestation]],
    today: date,
) -> Match:
    if line.reference:
        row = by_reference.get(line.reference)
        return Match(row=row, differs=_differs(line, row)) if row else Match()
    if line.number:
        found = {row for spelling in _spellings(line.number) for row in by_number.get(folded(spelling), ())}
        agreeing = [row for row in found if not _differs(line, row)] or list(found)
        # a certificate that was renewed under its number: the one that took its place is meant
        agreeing = [row for row in agreeing if row.state != State.REPLACED] or agreeing
        if len(agreeing) > 1:
            return Match(several=True)
        return Match(row=agreeing[0], differs=_differs(line, agreeing[0])) if agreeing else Match()
    candidates = [row for row in by_ice.get(line.supplier_ice, ()) if not _differs(line, row)]
    return Match(row=_best(candidates, today))


def _best(rows: Sequence[PublicAttestation], today: date) -> PublicAttestation | None:
    """Of several of one holder: what is in force, and of these what lasts longest."""
    return min(
        rows,
        key=lambda row: (_ORDER.index(state_on(row, today)), -(row.expires_on or date.max).toordinal(), row.reference),
        default=None,
    )


def _differs(line: SupplierFacts, row: PublicAttestation) -> str:
    if line.supplier_ice and row.holder_ice and row.holder_ice != line.supplier_ice:
        return Differs.HOLDER.value
    if line.standard and row.standard and not _same_standard(line.standard, row.standard):
        return Differs.STANDARD.value
    return ""


def _same_standard(wanted: str, said: str) -> bool:
    """“ISO 9001” means any edition of it; with its year, that one."""
    wanted, said = folded(wanted), folded(said)
    return said == wanted or said.startswith(f"{wanted} ")


def look(lines: Sequence[SupplierFacts], now: datetime, today: date) -> list[Finding]:
    """For each line what is found, with the verdict of now: signatures, accreditation and status lists are checked."""
    return [_judged(match, now) for match in matches(lines, today, credentials=True)]


def _judged(match: Match, now: datetime) -> Finding:
    if match.several:
        return Finding(found=Found.SEVERAL)
    if match.row is None:
        return Finding(found=Found.NOT_FOUND)
    verdict = judged(match.row.credential.encode("utf-8"), now).verification.verdict
    reductions = sum(event.get("kind") == Event.SCOPE_REDUCED for event in match.row.events)
    return Finding(found=Found(verdict.value), row=match.row, differs=match.differs, reductions=reductions)
