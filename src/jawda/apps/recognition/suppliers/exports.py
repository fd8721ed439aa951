"""The list of suppliers' certificates with what was found, to take away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jawda.apps.recognition.addresses import page_of
from jawda.apps.recognition.exports import Export
from jawda.apps.recognition.models import WatchedCertificate
from jawda.apps.recognition.suppliers.words import shown
from jawda.core.spreadsheets import Value


def suppliers(rows: Iterable[WatchedCertificate], today: date) -> Export:
    """In the list's order. The columns of what was expected can be imported again."""
    columns = (
        ("supplier", _("Supplier"), 34), ("ice", _("ICE"), 18), ("country", _("Country"), 16),
        ("reference", _("Jawda reference"), 18), ("number", pgettext("of a document", "Number"), 18),
        ("standard", _("Standard expected"), 22), ("finding", _("Finding"), 20), ("checked_on", _("Checked on"), 14),
        ("issuer", _("Issued by"), 34), ("found_holder", _("Holder"), 34), ("found_standard", _("Standard found"), 22),
        ("expires_on", _("Last day"), 14), ("to_be_known", _("To be known"), 40), ("page", _("Public page"), 44),
    )  # fmt: skip
    return Export(
        name=_("Certificates of suppliers"), file="jawda-fournisseurs", columns=columns,
        rows=tuple(_row(row, today) for row in rows),
    )  # fmt: skip


def _row(row: WatchedCertificate, today: date) -> tuple[Value, ...]:
    line = shown(row, today)
    there: tuple[Value, ...] = (None, None, None, None)
    if line.seen:
        there = (row.found_issuer, row.found_holder, row.found_standard or None, row.found_expires_on)
    return (
        row.supplier_name, row.supplier_ice or None, row.country or None, row.reference or None, row.number or None,
        row.standard or None, line.state, timezone.localtime(row.checked_at).date() if row.checked_at else None,
        *there, line.differs or None, page_of(row.found_reference) if line.seen else None,
    )  # fmt: skip
