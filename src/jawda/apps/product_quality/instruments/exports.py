"""The register to take away: workbook, CSV or JSON."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from jawda.apps.diagnostics.exports import Export
from jawda.apps.product_quality.instruments.queries import Listed
from jawda.apps.product_quality.instruments.words import STANDING_LABELS


def instruments(rows: Iterable[Listed]) -> Export:
    """The list, in its order."""
    columns = (
        ("identification", _("Identification"), 16),
        ("name", _("Designation"), 34),
        ("standing", _("Where it stands"), 24),
        ("due_on", _("To be calibrated by"), 14),
        ("days", _("Days left"), 10),
        ("interval_months", _("Months between calibrations"), 12),
        ("location", _("Where it is"), 24),
        ("maker", _("Maker"), 20),
        ("model", _("Model"), 20),
        ("serial_number", _("Serial number"), 20),
        ("unit", _("Unit"), 10),
        ("resolution", _("Resolution"), 12),
        ("range_low", _("Range from"), 12),
        ("range_high", _("Range to"), 12),
        ("reason", _("Why"), 40),
    )
    return Export(
        name=_("Instruments"),
        columns=columns,
        rows=tuple(
            (
                item.row.identification,
                item.row.name,
                str(STANDING_LABELS[item.standing]),
                item.row.due_on,
                item.days,
                item.row.interval_months,
                item.row.location or None,
                item.row.maker or None,
                item.row.model_name or None,
                item.row.serial_number or None,
                item.row.unit or None,
                item.row.resolution,
                item.row.range_low,
                item.row.range_high,
                item.row.state_reason or None,
            )
            for item in rows
        ),
    )
