"""Levels over all companies, read as the login ``publisher``, which sees levels and dates and no words.

What comes out is exact: nothing of it may be shown before a release has protected it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, QuerySet

from jawda.apps.diagnostics.models import Answer, Assessment
from jawda.apps.referentials.store import OWN

NOT_APPLICABLE = "N"


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """How often each level's code was answered, ``N`` where it does not apply, by requirement.

    Of each company, the assessment that it closed last; so no count is above the number of companies.
    """

    referential: str
    requirements: Mapping[str, Mapping[str, int]]

    def companies(self, requirement: str) -> int:
        """How many companies have answered it."""
        return sum(self.requirements.get(requirement, {}).values())

    def as_document(self) -> dict[str, Any]:
        """For JSON."""
        rows = {name: {"companies": self.companies(name), "levels": found} for name, found in self.requirements.items()}
        return {"referential": self.referential, "requirements": rows}


def levels(referential: str, *, using: str = DEFAULT_DB_ALIAS) -> Levels:
    """Over every company that has closed an assessment against it; one query, plain: nobody acts here.

    What was only proposed from a former assessment does not count. ``ValueError`` for a company's own set: two of one
    name are two.
    """
    if referential.startswith(OWN):
        raise ValueError(f"{referential} is a company's own")
    last = (
        QuerySet(Assessment, using=using)
        .filter(referential=referential, closed_at__isnull=False)
        .order_by("organisation_id", "-closed_at", "id")
        .distinct("organisation_id")
        .values("id")
    )
    rows = (
        QuerySet(Answer, using=using)
        .filter(assessment_id__in=last, carried="")
        .order_by()
        .values_list("requirement", "level", "not_applicable")
        .annotate(count=Count("assessment_id"))
    )
    found: dict[str, dict[str, int]] = {}
    for requirement, level, not_applicable, count in rows:
        code = level or (NOT_APPLICABLE if not_applicable else "")
        if code:
            counts = found.setdefault(requirement, {})
            counts[code] = counts.get(code, 0) + count
    return Levels(
        referential=referential, requirements={name: dict(sorted(found[name].items())) for name in sorted(found)}
    )
