"""What a company holds, to take away: who vouches stands in each row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jawda.apps.recognition.addresses import page_of
from jawda.apps.recognition.elsewhere.queries import Held
from jawda.apps.recognition.elsewhere.words import held_line
from jawda.apps.recognition.enums import Kind
from jawda.apps.recognition.exports import Export
from jawda.apps.recognition.models import PublicAttestation
from jawda.core.spreadsheets import Value


def held(rows: Iterable[Held], today: date) -> Export:
    """In the list's order."""
    columns = (
        ("number", pgettext("of a document", "Number"), 18), ("reference", _("Reference"), 18), ("kind", _("Kind"), 26),
        ("issuer", _("Issued by"), 34), ("standard", _("Standard"), 22), ("state", _("State"), 14),
        ("vouched", _("Who vouches"), 34), ("looked_up_on", _("Looked up on"), 14), ("issued_on", _("Issued on"), 14),
        ("expires_on", _("Last day"), 14), ("accreditor", _("Accreditor"), 24), ("source", _("Source"), 24),
        ("page", _("Public page"), 44),
    )  # fmt: skip
    return Export(
        name=_("Our certificates"), file="jawda-certificats", columns=columns,
        rows=tuple(_row(one, today) for one in rows),
    )  # fmt: skip


def _row(one: Held, today: date) -> tuple[Value, ...]:
    row, line = one.row, held_line(one, today)
    here = isinstance(row, PublicAttestation)
    looked = one.recorded.looked if one.recorded else None
    return (
        row.number, row.reference if here else None, str(Kind(row.kind).label), row.issuer_name, row.standard or None,
        line.state, line.vouched, looked.on if looked else None, row.issued_on, row.expires_on,
        None if here else row.accreditation_body or None, None if here else row.source,
        page_of(row.reference) if here else row.register_url or None,
    )  # fmt: skip
