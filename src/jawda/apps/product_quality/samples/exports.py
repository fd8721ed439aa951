"""The samples of a characteristic to take away, a row for each value, so that every program can read them again."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jawda.apps.diagnostics.exports import Export
from jawda.apps.product_quality.charts.making import Chart
from jawda.apps.product_quality.charts.screens import broken_words
from jawda.core.spreadsheets import Value
from jawda.foundation.ui.formats import in_zone


def samples(chart: Chart) -> Export:
    """In the order of production, with what signals."""
    columns = (
        ("sample", _("Sample"), 10),
        ("label", _("Label"), 20),
        ("taken_at", _("Taken at"), 20),
        ("place", _("Place in the sample"), 10),
        ("value", chart.row.name[:60], 16),
        ("unit", _("Unit"), 10),
        ("inspected", _("Units looked at"), 12),
        ("signal", _("Signal"), 40),
        ("left_out", _("Left out of the limits because"), 30),
        ("note", _("Note"), 30),
    )
    rows: list[tuple[Value, ...]] = []
    for point, sample in enumerate(chart.samples, start=1):
        told = "; ".join(broken_words(item) for item in chart.broken.get(point, ())) or None
        rows += [
            (
                point, sample.label or None, in_zone(sample.taken_at) if sample.taken_at else None, place, value,
                chart.row.unit or None, sample.inspected, told, sample.excluded or None, sample.note or None,
            )
            for place, value in enumerate(sample.values, start=1)
        ]  # fmt: skip
    return Export(name=_("Samples"), columns=columns, rows=tuple(rows))
