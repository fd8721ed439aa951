"""The pages of the room, as tabs."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from jawda.apps.product_quality.rules import may_work
from jawda.foundation.tenancy.routes import Access
from jawda.foundation.ui.frame import Entry


def tabs(access: Access, here: str) -> dict[str, object]:
    """Context for ``product_quality/head.html``; ``here`` is the current page's name."""
    rows = [
        (_("Characteristics"), "overview"),
        (_("Gauge studies"), "studies"),
        (_("Sampling plans"), "sampling_plans"),
    ]
    entries = [
        Entry(label, reverse(f"product_quality:{name}", args=[access.handle]), current=name == here)
        for label, name in rows
    ]
    return {"tabs": entries, "tabs_label": _("Product quality"), "may_work": may_work(access)}
