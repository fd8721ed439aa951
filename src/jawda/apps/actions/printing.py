"""The plan as a printable document, in the language of the print and not of the page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jawda.apps.actions.enums import ActionState
from jawda.apps.actions.queries import Listed
from jawda.core.languages import Language
from jawda.core.workflow import State
from jawda.foundation.printing import Block, Document, KeyValues, Paragraph, Table, render_pdf
from jawda.foundation.ui.formats import NOTHING, date_long, date_short, in_zone, number


def plan_pdf(
    rows: Iterable[Listed], *, organisation_name: str, fictitious: bool, moment: datetime, language: Language
) -> bytes:
    """A page or more; ``moment`` (aware) is its date. The rows come in ``language`` and in their order."""
    items = list(rows)
    with translation.override(language):
        document = Document(
            title=_("Action plan"),
            subtitle=ngettext("%(count)s action", "%(count)s actions", len(items)) % {"count": len(items)},
            organisation_name=organisation_name,
            fictitious=fictitious,
            reference=f"plan-{in_zone(moment):%Y%m%d}",
            date=date_long(in_zone(moment), language),
            language=language,
            blocks=_blocks(items, language),
        )
    return render_pdf(document, timestamp=moment)


def _blocks(items: list[Listed], language: Language) -> tuple[Block, ...]:
    if not items:
        return (Paragraph(text=_("There is no action yet.")),)
    is_open = [item for item in items if item.row.current not in (State.DONE, State.EFFECTIVE, State.CANCELLED)]
    efforts = [item.row.effort_days for item in is_open if item.row.effort_days is not None]
    figures = KeyValues(
        rows=(
            (number(len(is_open), language), _("open actions")),
            (number(sum(item.is_overdue for item in items), language), _("overdue")),
            (number(sum(efforts), language) if efforts else NOTHING, _("days of work left")),
        )
    )
    table = Table(
        columns=(
            _("Ref."), _("What is to be done"), _("Owner"), _("Due date"), pgettext("action", "Effort"), _("State"),
        ),
        widths=("auto", "3fr", "1.4fr", "auto", "auto", "1.3fr"),
        alignments=("start", "start", "start", "start", "end", "start"),
        rows=tuple(_row(item, language) for item in items),
    )  # fmt: skip
    return (figures, table)


def _row(item: Listed, language: Language) -> tuple[str, ...]:
    row = item.row
    day = date_short(row.due_on, language) if row.due_on else NOTHING
    state = str(ActionState(row.state).label)
    cost = f"\n{number(row.cost, language, 2)} {row.currency}" if row.cost is not None else ""
    return (
        item.reference or NOTHING,
        row.title + cost,
        row.owner_name or NOTHING,
        f"{day}\n{_('overdue')}" if item.is_overdue else day,
        number(row.effort_days, language, None),
        state,
    )
