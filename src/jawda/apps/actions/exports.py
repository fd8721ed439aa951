"""The plan to take away: workbook, CSV or JSON."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jawda.apps.actions.enums import ActionState
from jawda.apps.actions.queries import Listed
from jawda.apps.diagnostics.exports import Export


def actions(rows: Iterable[Listed]) -> Export:
    """The list, in its order."""
    columns = (
        ("id", _("Identifier"), 38),
        ("title", _("What is to be done"), 40),
        ("why", pgettext("action", "Why"), 40),
        ("state", _("State"), 22),
        ("owner", _("Owner"), 24),
        ("due_on", _("Due date"), 12),
        ("overdue", _("Overdue"), 10),
        ("effort_days", _("Effort (days)"), 10),
        ("cost", _("Cost"), 12),
        ("currency", _("Currency"), 10),
        ("consequence", _("Consequence (1 to 3)"), 12),
        ("referential", _("Referential"), 20),
        ("reference", _("Ref."), 10),
        ("requirement", _("Requirement"), 40),
        ("done_on", _("Done on"), 12),
        ("effect_due_on", _("Check the effect on"), 12),
        ("effect_on", _("Effect checked on"), 12),
        ("effect_note", _("How it was checked"), 40),
    )
    return Export(
        name=_("Action plan"),
        columns=columns,
        rows=tuple(
            (
                str(item.row.pk),
                item.row.title,
                item.row.why or None,
                str(ActionState(item.row.state).label),
                item.row.owner_name or None,
                item.row.due_on,
                _("yes") if item.is_overdue else _("no"),
                item.row.effort_days,
                None if item.row.cost is None else float(item.row.cost),
                item.row.currency or None,
                item.row.consequence,
                item.row.referential or None,
                item.reference or None,
                item.requirement or None,
                item.row.done_on,
                item.row.effect_due_on,
                item.row.effect_on,
                item.row.effect_note or None,
            )
            for item in rows
        ),
    )
