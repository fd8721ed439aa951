"""What companies and federations do in an ecosystem."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from jawda.apps.ecosystems.models import Consent, Ecosystem, Participation, Purpose, Stage
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.context import current_organisation_id


def join(
    *, ecosystem: Ecosystem, company_name: str, region: str, city: str, fictitious: bool, show_stage: bool
) -> Participation:
    """The acting company takes part, and says whether the federation may see its stage. Audited, no mail."""
    participation = Participation.objects.create(
        from_organisation_id=current_organisation_id(),
        to_organisation_id=ecosystem.source_organisation_id,
        ecosystem=ecosystem,
        company_name=company_name,
        region=region,
        city=city,
        fictitious=fictitious,
    )
    trail.record("ecosystems.join", subject="ecosystem", subject_id=ecosystem.pk, details={"show_stage": show_stage})
    if show_stage:
        grant(recipient_id=ecosystem.source_organisation_id, purpose=Purpose.SHOW_STAGE, stage=Stage.ENROLLED)
    return participation


def grant(*, recipient_id: UUID, purpose: Purpose, stage: str = "") -> Consent:
    """A dated consent of the acting company; showing the stage starts at once. Audited."""
    mine = current_organisation_id()
    consent = Consent.objects.create(
        from_organisation_id=mine, to_organisation_id=recipient_id, purpose=purpose, fields=["stage"]
    )
    if purpose == Purpose.SHOW_STAGE:
        Participation.objects.filter(from_organisation_id=mine, to_organisation_id=recipient_id).update(stage=stage)
    trail.record("ecosystems.consent", subject="organisation", subject_id=recipient_id, details={"purpose": purpose})
    return consent


def revoke(*, recipient_id: UUID, purpose: Purpose) -> None:
    """Withdraw a consent: what it showed disappears at once. Audited."""
    mine = current_organisation_id()
    Consent.objects.filter(
        from_organisation_id=mine, to_organisation_id=recipient_id, purpose=purpose, revoked_at=None
    ).update(revoked_at=timezone.now())
    if purpose == Purpose.SHOW_STAGE:
        Participation.objects.filter(from_organisation_id=mine, to_organisation_id=recipient_id).update(stage="")
    trail.record("ecosystems.revoke", subject="organisation", subject_id=recipient_id, details={"purpose": purpose})


def report_stage(stage: Stage) -> None:
    """Tell the federations that may know it how far the acting company is. Not audited: it says nothing new."""
    mine = current_organisation_id()
    recipients = Consent.objects.filter(
        from_organisation_id=mine, purpose=Purpose.SHOW_STAGE, revoked_at=None
    ).values_list("to_organisation_id", flat=True)
    Participation.objects.filter(
        from_organisation_id=mine, to_organisation_id__in=list(recipients), withdrawn_at=None
    ).update(stage=stage)
