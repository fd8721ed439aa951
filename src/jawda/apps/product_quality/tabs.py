"""The pages of the room, as tabs."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from jawda.apps.product_quality.enums import COUNTED
from jawda.apps.product_quality.models import Characteristic
from jawda.apps.product_quality.rules import may_work
from jawda.foundation.tenancy.routes import Access
from jawda.foundation.ui.frame import Entry


def tabs(access: Access, here: str) -> dict[str, object]:
    """Context for ``product_quality/head.html``; ``here`` is the current page's name."""
    rows = [
        (_("Characteristics"), "overview"),
        (_("Gauge studies"), "studies"),
        (_("Sampling plans"), "sampling_plans"),
        (_("Instruments"), "instruments"),
    ]
    entries = [
        Entry(label, reverse(f"product_quality:{name}", args=[access.handle]), current=name == here)
        for label, name in rows
    ]
    return {"tabs": entries, "tabs_label": _("Product quality"), "may_work": may_work(access)}


def pages_of(access: Access, row: Characteristic, here: str) -> dict[str, object]:
    """The pages of one characteristic, as tabs; ``here`` is the current one's name."""
    rows = [(_("Control chart"), "chart")]
    if row.chart not in COUNTED:
        rows.append((_("Capability"), "capability"))
    if may_work(access):
        rows += [(_("Enter a sample"), "sample_add"), (_("Import a file"), "upload")]
    entries = [
        Entry(label, reverse(f"product_quality:{name}", args=[access.handle, row.pk]), current=name == here)
        for label, name in rows
    ]
    return {"tabs": entries, "tabs_label": str(row)}
