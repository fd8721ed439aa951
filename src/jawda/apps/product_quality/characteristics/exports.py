"""The list of characteristics to take away."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jawda.apps.diagnostics.exports import Export
from jawda.apps.product_quality.characteristics.queries import Listed
from jawda.apps.product_quality.characteristics.words import index_name, state_words
from jawda.apps.product_quality.enums import ChartKind, Importance
from jawda.foundation.ui.formats import in_zone


def characteristics(rows: Iterable[Listed]) -> Export:
    """The list, in its order."""
    columns = (
        ("id", _("Identifier"), 38),
        ("name", _("What is measured or counted"), 32),
        ("product", _("Product or part number"), 28),
        ("process", _("Operation, machine or line"), 28),
        ("state", pgettext("characteristic", "State"), 22),
        ("index_name", _("Which index"), 10),
        ("index", _("Index"), 10),
        ("unit", _("Unit"), 10),
        ("lower", _("Lower specification limit"), 14),
        ("upper", _("Upper specification limit"), 14),
        ("target", _("Target"), 14),
        ("importance", _("Importance"), 24),
        ("chart", _("Control chart"), 34),
        ("subgroup_size", _("Values in a sample"), 10),
        ("rules", _("Rules that signal"), 14),
        ("samples", _("Samples"), 10),
        ("last_sample", _("Last sample"), 18),
        ("signals", _("Signals without explanation"), 12),
        ("archived_on", _("Put away on"), 12),
    )
    return Export(
        name=_("Characteristics"),
        columns=columns,
        rows=tuple(
            (
                str(item.row.pk),
                item.row.name,
                item.row.product or None,
                item.row.process or None,
                state_words(item),
                index_name(item) or None,
                item.verdict.index if item.verdict else None,
                item.row.unit or None,
                item.row.lower,
                item.row.upper,
                item.row.target,
                str(Importance(item.row.importance).label),
                str(ChartKind(item.row.chart).label),
                item.row.subgroup_size,
                item.row.rules,
                item.samples,
                in_zone(item.last_sample) if item.last_sample else None,
                item.verdict.signals if item.verdict else None,
                item.row.archived_on,
            )
            for item in rows
        ),
    )
