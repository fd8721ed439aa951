"""Links of confidential documents: made anew, so that those given out before lead nowhere any more."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from jawda.apps.recognition.addresses import new_link
from jawda.apps.recognition.domain import papers
from jawda.apps.recognition.models import Attestation
from jawda.apps.recognition.rules import may_change_issued
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.routes import Access


def renew_link(*, access: Access, attestation_id: UUID) -> Attestation:
    """A new link for a confidential document; its former page is not found from now on. Audited.

    The document is not signed anew and stays good: whoever kept the file can still have it checked, and the address
    that it names is closed; its papers are printed anew, with the new one on them. ``ValidationError`` for a document
    that anyone may look up.
    """
    if not may_change_issued(access):
        raise PermissionDenied
    row = Attestation.objects.select_for_update(of=("self",)).get(pk=attestation_id)
    if not row.link:
        raise ValidationError(_("This document has a public page: it has no link of its own."))
    row.link = new_link(row.organisation_id)
    row.save(update_fields=["link"])
    row.papers.all().delete()
    papers.ask()
    trail.record(
        "recognition.renew_link", subject="attestation", subject_id=row.pk, details={"reference": row.reference}
    )
    return row
