"""The due list and the label sheet as printable documents, in the language of the print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawda.apps.product_quality.instruments import words
from jawda.apps.product_quality.instruments.queries import Listed
from jawda.core.languages import Language
from jawda.foundation.printing import Block, Document, Paragraph, Table, render_pdf
from jawda.foundation.ui.formats import NOTHING, date_long, date_short, in_zone

LABELS_ACROSS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Whose print it is, of when (aware), and in which language."""

    organisation_name: str
    fictitious: bool
    moment: datetime
    language: Language


def due_list_pdf(rows: Iterable[Listed], sheet: Sheet) -> bytes:
    """Which instrument is to be calibrated by when."""
    items = list(rows)
    with translation.override(sheet.language):
        count = ngettext("%(count)s instrument", "%(count)s instruments", len(items)) % {"count": len(items)}
        block: Block = Paragraph(text=_("There is no instrument like that."))
        if items:
            block = Table(
                columns=(
                    _("Identification"), _("Designation"), _("Where it is"), _("To be calibrated by"),
                    _("Where it stands"),
                ),
                widths=("auto", "2.2fr", "1.4fr", "auto", "1.4fr"),
                rows=tuple(_row(item, sheet.language) for item in items),
            )  # fmt: skip
        return _printed(_("Calibrations due"), count, block, sheet)


def labels_pdf(rows: Iterable[Listed], sheet: Sheet) -> bytes:
    """Labels to cut out, three across: identification, name, and by when it is to be calibrated."""
    with translation.override(sheet.language):
        cells = [_label(item, sheet.language) for item in rows]
        cells += [""] * (-len(cells) % LABELS_ACROSS)
        block: Block = Paragraph(text=_("There is no instrument like that."))
        if cells:
            block = Table(
                columns=("",) * LABELS_ACROSS, widths=("1fr",) * LABELS_ACROSS,
                rows=tuple(
                    tuple(cells[start : start + LABELS_ACROSS]) for start in range(0, len(cells), LABELS_ACROSS)
                ),
            )  # fmt: skip
        return _printed(_("Labels of instruments"), _("To cut out and stick on"), block, sheet)


def _printed(title: str, subtitle: str, block: Block, sheet: Sheet) -> bytes:
    local = in_zone(sheet.moment)
    document = Document(
        title=title,
        subtitle=subtitle,
        organisation_name=sheet.organisation_name,
        fictitious=sheet.fictitious,
        reference=f"instruments-{local:%Y%m%d}",
        date=date_long(local, sheet.language),
        language=sheet.language,
        blocks=(block,),
    )
    return render_pdf(document, timestamp=sheet.moment)


def _row(item: Listed, language: Language) -> tuple[str, ...]:
    row = item.row
    return (
        row.identification,
        row.name,
        row.location or NOTHING,
        date_short(row.due_on, language) if row.due_on else NOTHING,
        str(words.STANDING_LABELS[item.standing]),
    )


def _label(item: Listed, language: Language) -> str:
    row = item.row
    day = date_short(row.due_on, language) if row.due_on else _("before each use")
    return f"{row.identification}\n{row.name}\n{_('To be calibrated by')}\n{day}"
