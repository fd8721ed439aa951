"""Lists of campaigns to take away: workbook, CSV or JSON, with nothing that the page does not show."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jawda.apps.ecosystems.campaigns_masking import Count
from jawda.apps.ecosystems.campaigns_queries import CampaignPage, Line
from jawda.apps.organisations.exports import attachment, table_file
from jawda.core.spreadsheets import Value
from jawda.foundation.ui.templatetags.ui import in_language

KINDS: Final = ("xlsx", "csv", "json")
Columns = Sequence[tuple[str, str]]
"""The key of JSON and the heading of the others."""


def asked_kind(request: HttpRequest) -> str:
    """The kind of file that the address asks for, else nothing."""
    wanted = request.GET.get("format", "")
    return wanted if wanted in KINDS else ""


def count_words(count: Count) -> str | int:
    """A count, or why it is not shown."""
    if count.value is not None:
        return count.value
    return _("fewer than 5") if count.few else _("masked")


def phase_words(phase: str) -> str:
    """Whether a campaign is to come, runs, is over or was cancelled."""
    return {
        "planned": _("to come"),
        "running": _("under way"),
        "over": _("over"),
        "cancelled": pgettext("campaign", "cancelled"),
    }[phase]


def campaigns_file(lines: Sequence[Line], kind: str) -> HttpResponse:
    """The federation's campaigns with their counts, masked as on the page."""
    columns = [
        ("campaign", _("Campaign")), ("ecosystem", _("Ecosystem")), ("referential", _("Referential")),
        ("opens_on", _("Opens on")), ("deadline", _("Last day")), ("phase", _("State")),
        ("companies", _("Companies invited")), ("not_started", _("Not started or not shown")),
        ("started", _("Started")), ("finished", _("Finished")),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [
            line.row.title, in_language(line.row.ecosystem.name), in_language(line.row.referential_name),
            line.row.opens_on, line.row.deadline, phase_words(line.phase), line.funnel.total,
            *(count_words(count) for count in (line.funnel.invited, line.funnel.started, line.funnel.finished)),
        ]
        for line in lines
    ]  # fmt: skip
    return _file(kind, "jawda-campagnes", columns, rows)


def companies_file(page: CampaignPage, kind: str) -> HttpResponse:
    """The companies of one campaign; a stage only where it is shown."""
    columns = [("company", _("Company")), ("city", _("City")), ("stage", _("Stage"))]
    rows: list[list[Value]] = [
        [item.company_name, item.city, item.state_label or _("not shown")] for item in page.companies
    ]
    return _file(kind, "jawda-campagne", columns, rows)


def _file(kind: str, name: str, columns: Columns, rows: Sequence[Sequence[Value]]) -> HttpResponse:
    if kind != "json":
        return table_file(kind, name=name, columns=[heading for _key, heading in columns], rows=rows)
    keys = [key for key, _heading in columns]
    body = [dict(zip(keys, map(_plain, row), strict=True)) for row in rows]
    return attachment(json.dumps(body, ensure_ascii=False, indent=1).encode(), f"{name}.json", "application/json")


def _plain(value: Value) -> object:
    return value.isoformat() if isinstance(value, date) else value
