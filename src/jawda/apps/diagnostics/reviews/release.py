"""How far self-assessments usually lie from an expert's, over all companies: computed as the login ``publisher``.

That login reads, by a policy of its own, four columns of signed reviews and nothing else; so this file reads by plain
querysets, past the managers that would ask which organisation acts. What it writes are whole points over ten companies
at least, at most once in thirty days, and only once three companies are new: two figures one after the other would
otherwise tell what the company that came between them had. A company counts once, by the review it signed last; one
that entered never leaves. A company's own set of requirements has no figure: two of one name are two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import QuerySet

from jawda.apps.diagnostics.reviews.models import Review, UsualDifference
from jawda.apps.referentials.store import OWN
from jawda.core.assessment import usual

RENEWED_AFTER: Final = timedelta(days=30)
NEW_COMPANIES: Final = 3
"""Companies that must be new before a figure is renewed."""


@dataclass(frozen=True, slots=True)
class Known:
    """One company's part: its mean difference, and when it entered."""

    organisation_id: UUID
    difference: float
    entered_at: datetime


def renew(*, now: datetime, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Write the figures that may be written now; the referentials whose figure is new. Not audited: it says nothing of
    one company."""
    renewed = []
    with transaction.atomic(using=using):
        former = {row.referential: row for row in UsualDifference.objects.using(using)}
        for referential, companies in _by_referential(using).items():
            before = former.get(referential)
            found = usual([item.difference for item in companies])
            if found is None or not _may_renew(companies, before.computed_at if before else None, now):
                continue
            UsualDifference.objects.using(using).update_or_create(
                referential=referential,
                defaults={"companies": len(companies), "middle": round(found.middle), "low": round(found.low),
                          "high": round(found.high), "computed_at": now},
            )  # fmt: skip
            renewed.append(referential)
    return sorted(renewed)


def _may_renew(companies: Iterable[Known], computed_at: datetime | None, now: datetime) -> bool:
    if computed_at is None:
        return True
    new = sum(item.entered_at > computed_at for item in companies)
    return now - computed_at >= RENEWED_AFTER and new >= NEW_COMPANIES


def _by_referential(using: str) -> dict[str, list[Known]]:
    """One query."""
    rows = (
        QuerySet(Review, using=using)
        .filter(difference__isnull=False)
        .exclude(referential__startswith=OWN)
        .order_by("first_submitted_at")
        .values_list("referential", "organisation_id", "difference", "first_submitted_at")
    )
    found: dict[str, dict[UUID, Known]] = {}
    for referential, company, difference, first in rows:
        known = found.setdefault(referential, {})
        entered = known[company].entered_at if company in known else first
        known[company] = Known(company, difference, entered)
    return {referential: list(known.values()) for referential, known in found.items()}
