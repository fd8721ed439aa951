"""Those who manage are told which instruments are to be calibrated: one notice a day at most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jawda.apps.organisations.enums import MANAGING_ROLES
from jawda.apps.organisations.models import Membership, Organisation
from jawda.apps.product_quality.enums import InstrumentState
from jawda.apps.product_quality.instruments.reminding import REMIND, days_of, speaks_on
from jawda.apps.product_quality.instruments.standing import Standing, standing_of
from jawda.apps.product_quality.models import Instrument
from jawda.foundation.jobs import defer
from jawda.foundation.notices import domain as notices
from jawda.foundation.notices.kinds import Kind, register_kind
from jawda.foundation.tenancy.context import current_organisation_id
from jawda.foundation.ui.formats import apart
from jawda.foundation.ui.templatetags.ui import language

KIND: Final = "product_quality.calibrations"
NAMED: Final = 3
"""Instruments that a notice names; the page has them all."""


def register() -> None:
    """Called once, when the models are there. In the daily mail, unless one wishes otherwise."""
    register_kind(Kind(name=KIND, label=gettext_lazy("Instruments are to be calibrated"), words=_words))


def remind(*, today: date) -> None:
    """Tell those who manage, where today is the day of an instrument. Not audited. The next day is asked for."""
    rows = list(
        Instrument.objects.filter(state=InstrumentState.IN_SERVICE, due_on__isnull=False).order_by(
            "due_on", "identification"
        )
    )
    if any(speaks_on(row, today) for row in rows):
        _tell(rows, today)
    following = min((day for row in rows for day in days_of(row, today)), default=None)
    if following is not None:
        defer(REMIND, organisation_id=current_organisation_id(), on=following)


def _tell(rows: Sequence[Instrument], today: date) -> None:
    company = Organisation.objects.get(pk=current_organisation_id())
    managers = Membership.objects.filter(
        organisation=company, role__in=MANAGING_ROLES, person__is_active=True
    ).values_list("person_id", flat=True)
    standings = [(row, standing_of(row.state, row.due_on, today)) for row in rows]
    facts: dict[str, Any] = {"organisation": company.name}
    for standing in (Standing.OVERDUE, Standing.SOON):
        found = [row.identification for row, where in standings if where is standing]
        facts[standing.value] = {"count": len(found), "names": found[:NAMED]}
    notices.notify(
        kind=KIND, to=list(managers), route="product_quality:instruments", arguments={"handle": company.handle},
        facts=facts,
    )  # fmt: skip


def _words(facts: Mapping[str, Any]) -> str:
    overdue, soon = facts["overdue"], facts["soon"]
    count = int(overdue["count"]) + int(soon["count"])
    first = ngettext(
        "%(organisation)s: %(count)s instrument is to be calibrated.",
        "%(organisation)s: %(count)s instruments are to be calibrated.",
        count,
    ) % {"organisation": apart(facts["organisation"], language()), "count": count}
    parts = [(overdue, _("Overdue: %(names)s")), (soon, _("Due within a month: %(names)s"))]
    said = [sentence % {"names": _names(part)} for part, sentence in parts if part["count"]]
    return " ".join([first, *(f"{item}." for item in said)])


def _names(part: Mapping[str, Any]) -> str:
    names = " · ".join(apart(name, language()) for name in part["names"])
    more = int(part["count"]) - len(part["names"])
    if more <= 0:
        return names
    return f"{names} " + ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}
