"""What is news of a line: today's finding against the one that stood. Each change is news once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from jawda.apps.recognition.enums import State
from jawda.apps.recognition.models import WatchedCertificate, WatchedFinding
from jawda.apps.recognition.suppliers.enums import SILENT, Found, News
from jawda.apps.recognition.suppliers.finding import Finding
from jawda.apps.recognition.watching.stages import due_stage, to_tell

_BECAME: Final = {
    Found.SUSPENDED: News.SUSPENDED, Found.WITHDRAWN: News.WITHDRAWN, Found.EXPIRED: News.EXPIRED,
    Found.INVALID: News.INVALID, Found.VALID: News.REINSTATED,
}  # fmt: skip
_ENDS: Final = {90: News.ENDS_90, 30: News.ENDS_30}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a finding changed: ``news`` to tell, and the line of the history where the finding is another."""

    news: tuple[News, ...]
    history: WatchedFinding | None


def take(line: WatchedCertificate, finding: Finding, now: datetime, today: date) -> Taken:
    """Write a finding on a line, which is not saved. The first one is no news: whoever asked sees it on the page."""
    first = not line.found
    news = () if first else _news(line, finding, today)
    other = finding.row is not None and finding.row.reference != line.found_reference
    changed = line.found != finding.found or other or bool(news)
    _write(line, finding, now)
    if first:  # what is near its end already is seen by whoever adds the line, and is told from the next stage on
        line.told_for, line.told_stage = line.found_expires_on, due_stage(line.found_expires_on, today)
    line.asked_at = None
    line.news = [*line.news, *(item.value for item in news if item.value not in line.news)]
    history = (
        WatchedFinding(
            organisation_id=line.organisation_id, line=line, at=now, found=finding.found,
            news=[item.value for item in news],
        )
        if changed
        else None
    )  # fmt: skip
    return Taken(news=news, history=history)


def _news(line: WatchedCertificate, finding: Finding, today: date) -> tuple[News, ...]:
    """Nothing of what cannot be told: it stood, and may stand still."""
    if finding.found in SILENT or finding.row is None:
        return ()
    told = []
    if finding.found != line.stood and (line.stood or finding.found != Found.VALID):
        replaced = finding.row.state == State.REPLACED and finding.found == Found.WITHDRAWN
        told.append(News.REPLACED if replaced else _BECAME[finding.found])
    same = finding.row.reference == line.found_reference
    if same and finding.reductions > line.reductions and finding.found != Found.WITHDRAWN:
        told.append(News.REDUCED)
    last = finding.row.expires_on
    stage = to_tell(last, today, told_stage=line.told_stage, told_for=line.told_for)
    if stage is not None:
        line.told_for, line.told_stage = last, stage
        if stage in _ENDS and finding.found in (Found.VALID, Found.SUSPENDED):
            told.append(_ENDS[stage])
    return tuple(told)


def _write(line: WatchedCertificate, finding: Finding, now: datetime) -> None:
    row = finding.row
    line.found, line.checked_at = finding.found, now
    if finding.found not in SILENT:
        line.stood = finding.found
    if row is None:
        return  # what was known of the document stays, for whoever asks the body
    line.found_reference, line.found_holder, line.found_issuer = row.reference, row.holder_name, row.issuer_name
    line.found_standard, line.found_expires_on = row.standard, row.expires_on
    line.differs, line.reductions = finding.differs, finding.reductions
