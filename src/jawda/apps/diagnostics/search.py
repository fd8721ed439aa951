"""A company's assessments are found by whoever may read them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.rules import may_read
from jawda.apps.referentials import store
from jawda.core.languages import LANGUAGES, Text
from jawda.foundation.search.following import follow
from jawda.foundation.search.sources import Found, Source, register_source
from jawda.foundation.ui.formats import date_long

ASSESSMENTS = "assessment"


def register() -> None:
    """Called once, when the models are there."""
    register_source(Source(name=ASSESSMENTS, label=_("Self-assessments"), may_see=may_read, all=_all))
    follow(Assessment, ASSESSMENTS, assessment, owner="organisation_id")


def assessment(row: Assessment) -> Found:
    """By its own name and that of its referential; its answers are not searched."""
    named = store.load(row.referential).title
    began = timezone.localtime(row.started_at).date()
    detail = {}
    for language in LANGUAGES:
        day = date_long(began, language)
        detail[language] = f"{named.best(language)} · {day}" if row.title else day
    return Found(
        subject=str(row.pk), title=row.title or named, detail=Text.of(detail), more=(row.referential,),
        route="diagnostics:resume", arguments={"assessment_id": str(row.pk)},
    )  # fmt: skip


def _all() -> Iterator[Found]:
    return map(assessment, Assessment.objects.all())
