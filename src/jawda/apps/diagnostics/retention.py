"""How long assessments are kept: five years once closed, and not before the company was told a month ahead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from jawda.apps.diagnostics.models import Assessment, Evidence, EvidenceLink
from jawda.apps.organisations.enums import MANAGING_ROLES
from jawda.apps.organisations.models import Membership, Organisation
from jawda.foundation.files import domain as files
from jawda.foundation.files.models import StoredFile
from jawda.foundation.notices.domain import notify
from jawda.foundation.notices.kinds import Kind, register_kind
from jawda.foundation.notices.models import Channel
from jawda.foundation.retention.rules import Rule, added, register_reasons, register_rule, years_before
from jawda.foundation.retention.warnings import NOTICE, forget_warned, note_warned, was_warned
from jawda.foundation.tenancy.context import current_organisation_id
from jawda.foundation.ui.formats import date_long
from jawda.foundation.ui.templatetags.ui import language

YEARS: Final = 5
CLOSED: Final = "diagnostics.closed_assessments"
ENDING: Final = "diagnostics.assessments_end"
_AT_ONCE: Final = 200

REASONS: Final = {
    "diagnostics.PendingImport": "the job diagnostics.forget_imports, the day after it was made",
    "diagnostics.Assignment": "the job diagnostics.forget_assignments, thirty days after the link ended",
    "diagnostics.PanelMember": "the job diagnostics.close_panels wipes name, address and link the day after the last",
    "diagnostics.PanelAnswer": "nobody's once the panel is closed; the convener's as long as it likes",
    "diagnostics.Panel": "the convener's own, as long as it likes; no person stands in it",
}


def register() -> None:
    """Called once, when the models are there."""
    register_reasons(REASONS)
    label = gettext_lazy("Self-assessments reach the end of their time")
    register_kind(Kind(name=ENDING, label=label, words=_words, channel=Channel.MAIL))
    register_rule(
        Rule(
            name=CLOSED, activity=4, keeps=f"{YEARS} years after it was closed, {NOTICE.days} days after a warning",
            tables=(
                "diagnostics.Assessment", "diagnostics.Answer", "diagnostics.EvidenceLink", "diagnostics.Review",
                "diagnostics.ReviewAnswer", "diagnostics.ReviewDecision", "diagnostics.Evidence", "files.StoredFile",
            ),
            due=_due, remove=_remove, warn=_warn,
        )
    )  # fmt: skip
    register_rule(
        Rule(
            name="diagnostics.loose_evidence", activity=4, tables=("diagnostics.Evidence", "files.StoredFile"),
            keeps=f"{YEARS} years where it stands for nothing", due=_loose, remove=remove_evidence,
        )
    )  # fmt: skip


def _due(now: datetime) -> QuerySet[Any]:
    told = was_warned(CLOSED, since="closed_at", before=now - NOTICE)
    return Assessment.objects.filter(told, closed_at__lte=years_before(now, YEARS))


def _loose(now: datetime) -> QuerySet[Any]:
    used = EvidenceLink.objects.values("evidence_id")
    return Evidence.objects.filter(taken_at__lt=years_before(now, YEARS)).exclude(pk__in=used)


def _remove(rows: list[Any]) -> Mapping[str, int]:
    """The assessments with their answers and reviews, and the evidence that stands for nothing else, with its file."""
    going = [row.pk for row in rows]
    linked = EvidenceLink.objects.filter(assessment__in=going).values_list("evidence_id", flat=True)
    candidates = set(linked)
    _, by_table = Assessment.objects.filter(pk__in=going).delete()
    forget_warned(CLOSED, going)
    still = EvidenceLink.objects.filter(evidence__in=candidates).values("evidence_id")
    evidence = Evidence.objects.filter(pk__in=candidates).exclude(pk__in=still)
    return added([by_table, remove_evidence(list(evidence.select_for_update(of=("self",))))])


def remove_evidence(rows: list[Any]) -> Mapping[str, int]:
    """With its files, where nothing else holds them. The trail has each file's hash."""
    held = {row.file_id for row in rows if row.file_id}
    _, by_table = Evidence.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return added([by_table, forget_files(held)])


def forget_files(identifiers: Iterable[UUID]) -> Mapping[str, int]:
    """Files of the acting organisation that nothing holds any more; how many went."""
    rows = StoredFile.objects.filter(pk__in=set(identifiers)).order_by("pk")
    return {"files.StoredFile": sum(files.forget(stored=row) for row in rows)}


def _warn(now: datetime) -> int:
    """Those who manage are told of assessments whose time ends within a month, once of each."""
    soon = Assessment.objects.filter(closed_at__lte=years_before(now + NOTICE, YEARS))
    rows = list(soon.exclude(was_warned(CLOSED, since="closed_at")).order_by("closed_at", "pk")[:_AT_ONCE])
    if not rows:
        return 0
    note_warned(CLOSED, [row.pk for row in rows], now=now)
    company = Organisation.objects.get(pk=current_organisation_id())
    managers = Membership.objects.filter(organisation=company, role__in=MANAGING_ROLES)
    notify(
        kind=ENDING, to=list(managers.values_list("person_id", flat=True)), route="diagnostics:list",
        arguments={"handle": company.handle},
        facts={"organisation": company.name, "count": len(rows), "on": str(timezone.localdate(now + NOTICE))},
    )  # fmt: skip
    return len(rows)


def _words(facts: Mapping[str, Any]) -> str:
    day = date_long(date.fromisoformat(facts["on"]), language())
    return ngettext(
        "%(count)s self-assessment of %(organisation)s, closed five years ago, will be deleted after %(day)s. "
        "Export it before, or open it again to keep it.",
        "%(count)s self-assessments of %(organisation)s, closed five years ago, will be deleted after %(day)s. "
        "Export them before, or open them again to keep them.",
        facts["count"],
    ) % {"count": facts["count"], "organisation": facts["organisation"], "day": day}
