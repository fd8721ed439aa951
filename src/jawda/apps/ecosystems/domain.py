"""What companies and federations do in an ecosystem."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.ecosystems.campaigns_states import follow
from jawda.apps.ecosystems.models import (
    Consent,
    Convention,
    Ecosystem,
    Participation,
    PublicParticipant,
    Purpose,
    Stage,
    in_force,
)
from jawda.apps.ecosystems.rules import may_be_named, may_join, may_share, may_write_convention
from jawda.apps.ecosystems.stages import current_stage
from jawda.apps.organisations.enums import Status
from jawda.apps.organisations.models import Organisation
from jawda.foundation.audit import trail
from jawda.foundation.jobs import defer
from jawda.foundation.tenancy.context import current_organisation_id
from jawda.foundation.tenancy.routes import Access

CLEAR_ENDED: Final = "ecosystems.clear_ended_consents"


def take_part(*, access: Access, ecosystem: Ecosystem, show_stage: bool, show_name: bool = False) -> None:
    """The company joins with the snapshot it shows, and says what it agrees to. Audited, no mail."""
    if not may_join(access) or (show_name and not may_be_named(access)):
        raise PermissionDenied
    company = Organisation.objects.get(pk=access.organisation_id)
    join(
        ecosystem=ecosystem, company_name=company.name, region=company.region, city=company.city,
        fictitious=company.fictitious, show_stage=show_stage,
    )  # fmt: skip
    if show_name:
        grant(recipient_id=ecosystem.source_organisation_id, purpose=Purpose.SHOW_NAME)


def consent(*, access: Access, ecosystem: Ecosystem, purpose: Purpose, ends_on: date | None) -> None:
    """Agree to show something to the ecosystem's federation, until a day or until it is withdrawn. Audited, no mail."""
    allowed = may_be_named if purpose == Purpose.SHOW_NAME else may_join
    if not allowed(access):
        raise PermissionDenied
    stage = current_stage() if purpose == Purpose.SHOW_STAGE else ""
    grant(recipient_id=ecosystem.source_organisation_id, purpose=purpose, stage=stage, ends_on=ends_on)


def withdraw_consent(*, access: Access, ecosystem: Ecosystem, purpose: Purpose) -> None:
    """Show it no more, from now on. Audited, no mail."""
    if not may_share(access):
        raise PermissionDenied
    revoke(recipient_id=ecosystem.source_organisation_id, purpose=purpose)


def join(
    *, ecosystem: Ecosystem, company_name: str, region: str, city: str, fictitious: bool, show_stage: bool
) -> Participation:
    """The acting company takes part, anew where it had left, and says whether the federation may see its stage.

    Audited, no mail. ``ValidationError`` where it takes part already.
    """
    mine = _alone()
    snapshot = {"company_name": company_name, "region": region, "city": city, "fictitious": fictitious}
    participation = Participation.objects.filter(from_organisation_id=mine, ecosystem=ecosystem).first()
    if participation is not None and participation.withdrawn_at is None:
        raise ValidationError(_("You take part in this ecosystem already."), code="joined")
    if participation is None:
        participation = Participation(
            from_organisation_id=mine, to_organisation_id=ecosystem.source_organisation_id, ecosystem=ecosystem
        )
    for name, value in snapshot.items():
        setattr(participation, name, value)
    participation.enrolled_at, participation.withdrawn_at, participation.stage = timezone.now(), None, ""
    participation.save()
    trail.record("ecosystems.join", subject="ecosystem", subject_id=ecosystem.pk, details={"show_stage": show_stage})
    if show_stage:
        grant(recipient_id=ecosystem.source_organisation_id, purpose=Purpose.SHOW_STAGE, stage=current_stage())
    return participation


def leave(*, access: Access, ecosystem: Ecosystem) -> None:
    """The acting company takes part no more: what it showed disappears at once. Audited, no mail.

    The federation keeps the dates of the participation; every consent to it ends unless another of its ecosystems
    still has the company.
    """
    if not may_share(access):
        raise PermissionDenied
    mine = _alone()
    recipient: UUID = ecosystem.source_organisation_id
    left = Participation.objects.filter(from_organisation_id=mine, ecosystem=ecosystem, withdrawn_at=None).update(
        withdrawn_at=timezone.now(), stage=""
    )
    if not left:
        return
    PublicParticipant.objects.filter(source_organisation_id=mine, ecosystem=ecosystem).delete()
    follow(timezone.localdate())
    trail.record("ecosystems.leave", subject="ecosystem", subject_id=ecosystem.pk, details={})
    remains = Participation.objects.filter(from_organisation_id=mine, to_organisation_id=recipient, withdrawn_at=None)
    if not remains.exists():
        given = Consent.objects.filter(from_organisation_id=mine, to_organisation_id=recipient, revoked_at=None)
        for purpose in set(given.values_list("purpose", flat=True)):
            revoke(recipient_id=recipient, purpose=Purpose(purpose))


def grant(*, recipient_id: UUID, purpose: Purpose, stage: str = "", ends_on: date | None = None) -> Consent:
    """A dated consent of the acting company, in place of a former one; what it shows is shown at once. Audited.

    ``ends_on`` is its last day. ``ValidationError`` where that is past, or where it takes part in nothing there.
    """
    mine = _alone()
    if ends_on is not None and ends_on < timezone.localdate():
        raise ValidationError({"ends_on": _("The end is past already.")})
    taking_part = Participation.objects.filter(
        from_organisation_id=mine, to_organisation_id=recipient_id, withdrawn_at=None
    )
    if not taking_part.exists():
        raise ValidationError(_("Join the ecosystem first."), code="joined")
    Consent.objects.filter(
        from_organisation_id=mine, to_organisation_id=recipient_id, purpose=purpose, revoked_at=None
    ).update(revoked_at=timezone.now())
    consent = Consent.objects.create(
        from_organisation_id=mine, to_organisation_id=recipient_id, purpose=purpose, ends_on=ends_on,
        fields=["stage"] if purpose == Purpose.SHOW_STAGE else ["name", "city"],
    )  # fmt: skip
    if ends_on is not None:
        defer(CLEAR_ENDED, organisation_id=mine, on=ends_on + timedelta(days=1))
    if purpose == Purpose.SHOW_STAGE:
        taking_part.update(stage=stage)
        follow(timezone.localdate())
    else:
        _publish(taking_part.select_related("ecosystem"), ends_on)
    trail.record(
        "ecosystems.consent",
        subject="organisation",
        subject_id=recipient_id,
        details={"purpose": purpose, "until": str(ends_on) if ends_on else None},
    )
    return consent


def revoke(*, recipient_id: UUID, purpose: Purpose) -> None:
    """Withdraw a consent: what it showed disappears at once. Audited."""
    mine = _alone()
    Consent.objects.filter(
        from_organisation_id=mine, to_organisation_id=recipient_id, purpose=purpose, revoked_at=None
    ).update(revoked_at=timezone.now())
    if purpose == Purpose.SHOW_STAGE:
        Participation.objects.filter(from_organisation_id=mine, to_organisation_id=recipient_id).update(stage="")
        follow(timezone.localdate())
    else:
        PublicParticipant.objects.filter(
            source_organisation_id=mine, ecosystem__source_organisation_id=recipient_id
        ).delete()
    trail.record("ecosystems.revoke", subject="organisation", subject_id=recipient_id, details={"purpose": purpose})


def clear_ended_consents(*, today: date) -> None:
    """What a consent showed whose last day is past is deleted; the consent stays in the history, as ended.

    Not audited: the consent's own entry says until when. No mail.
    """
    mine = _alone()
    given = Consent.objects.filter(from_organisation_id=mine, revoked_at=None)
    for row in given.filter(ends_on__lt=today):
        if given.filter(in_force(today), to_organisation_id=row.to_organisation_id, purpose=row.purpose).exists():
            continue
        if row.purpose == Purpose.SHOW_STAGE:
            Participation.objects.filter(from_organisation_id=mine, to_organisation_id=row.to_organisation_id).update(
                stage=""
            )
            follow(today)
        else:
            PublicParticipant.objects.filter(
                source_organisation_id=mine, ecosystem__source_organisation_id=row.to_organisation_id
            ).delete()


def report_stage(stage: Stage) -> None:
    """Tell the federations that may know it how far the acting company is. Not audited: it says nothing new."""
    mine = current_organisation_id()
    recipients = Consent.objects.filter(
        in_force(timezone.localdate()), from_organisation_id=mine, purpose=Purpose.SHOW_STAGE
    ).values_list("to_organisation_id", flat=True)
    Participation.objects.filter(
        from_organisation_id=mine, to_organisation_id__in=list(recipients), withdrawn_at=None
    ).update(stage=stage)
    follow(timezone.localdate())


def company_described(company: Organisation) -> None:
    """Renew the snapshots of the acting company in its ecosystems; one that lost its verification is named no more."""
    Participation.objects.filter(from_organisation_id=company.pk, withdrawn_at=None).update(
        company_name=company.name, region=company.region, city=company.city
    )
    named = PublicParticipant.objects.filter(source_organisation_id=company.pk)
    if company.status == Status.ACTIVATED:
        named.update(name=company.name, city=company.city)
    else:
        named.delete()


def _alone() -> UUID:
    """The acting company, whose joining, leaving and consenting waits for another that is under way.

    A form sent twice would otherwise join twice: each looks for a participation before the other's is committed.
    References to the company need not wait (``no_key``).
    """
    mine = current_organisation_id()
    Organisation.objects.select_for_update(of=("self",), no_key=True).only("pk").get(pk=mine)
    return mine


def _publish(participations: object, until: date | None) -> None:
    for row in participations:
        PublicParticipant.objects.update_or_create(
            source_organisation_id=row.from_organisation_id,
            ecosystem=row.ecosystem,
            defaults={"name": row.company_name, "city": row.city, "fictitious": row.fictitious, "until": until},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConventionFacts:
    """What a convention says: its parties and objectives, one sentence each, its dates, and where it was published."""

    title: str
    parties: tuple[str, ...]
    objectives: tuple[str, ...]
    signed_on: date | None = None
    ends_on: date | None = None
    source: str = ""


def open_ecosystem(*, access: Access, slug: str, sector: str, names: tuple[str, str, str]) -> Ecosystem:
    """Publish an ecosystem of the acting federation; ``names`` in French, Arabic and English. Audited, no mail."""
    if not may_write_convention(access):
        raise PermissionDenied
    if Ecosystem.objects.filter(slug=slug).exists():
        raise ValidationError({"slug": _("Another ecosystem has this address.")})
    ecosystem = Ecosystem.objects.create(
        source_organisation_id=access.organisation_id, slug=slug, sector=sector, fictitious=access.fictitious,
        name_fr=names[0], name_ar=names[1], name_en=names[2],
    )  # fmt: skip
    trail.record("ecosystems.open", subject="ecosystem", subject_id=ecosystem.pk, details={"slug": slug})
    return ecosystem


def write_convention(*, access: Access, ecosystem_id: UUID, facts: ConventionFacts) -> Convention:
    """Publish the convention of one's ecosystem, or correct it. Audited with what was before.

    ``Ecosystem.DoesNotExist`` for another federation's; ``ValidationError`` by field.
    """
    if not may_write_convention(access):
        raise PermissionDenied
    ecosystem = Ecosystem.objects.get(pk=ecosystem_id, source_organisation_id=access.organisation_id)
    if facts.signed_on and facts.ends_on and facts.ends_on < facts.signed_on:
        raise ValidationError({"ends_on": _("The end is before the signature.")})
    if len(facts.parties) < 2:
        raise ValidationError({"parties": _("A convention has two parties at least, one on each line.")})
    convention = Convention.objects.filter(ecosystem=ecosystem).first()
    before = {}
    if convention is None:
        convention = Convention(source_organisation_id=access.organisation_id, ecosystem=ecosystem)
    else:
        before = {name: _plain(getattr(convention, name)) for name in asdict(facts)}
    values = asdict(facts) | {"parties": list(facts.parties), "objectives": list(facts.objectives)}
    for name, value in values.items():
        setattr(convention, name, value)
    convention.save()
    after = {name: _plain(value) for name, value in values.items()}
    changed = [name for name in after if before.get(name) != after[name]]
    trail.record(
        "ecosystems.write_convention",
        subject="convention",
        subject_id=convention.pk,
        details={
            "before": {name: before[name] for name in changed if name in before},
            "after": {name: after[name] for name in changed},
        },
    )
    return convention


def _plain(value: object) -> object:
    return str(value) if isinstance(value, date) else value
