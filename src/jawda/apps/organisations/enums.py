"""Kinds, roles and states of organisations."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """What an organisation is. All but a company are activated by an operator, who verifies who they are."""

    COMPANY = "company", _("Company")
    FEDERATION = "federation", _("Professional federation")
    AUTHORITY = "authority", _("Authority")
    CERTIFICATION_BODY = "certification_body", _("Certification body")
    LABORATORY = "laboratory", _("Laboratory")
    TRAINING_PROVIDER = "training_provider", _("Training provider")
    ACCREDITATION_BODY = "accreditation_body", _("Accreditation body")
    EXPERT_FIRM = "expert_firm", _("Expert firm")


class Status(TextChoices):
    """Whether an operator has verified the organisation."""

    UNVERIFIED = "unverified", _("Not verified yet")
    ACTIVATED = "activated", _("Verified")
    SUSPENDED = "suspended", pgettext_lazy("organisation", "Suspended")


class Role(TextChoices):
    """What a person does in an organisation."""

    ADMINISTRATOR = "administrator", _("Administrator")
    QUALITY_MANAGER = "quality_manager", _("Quality manager")
    CONTRIBUTOR = "contributor", _("Contributor")
    READER = "reader", _("Reader")
    OFFICER = "officer", _("Ecosystem officer")
    ANALYST = "analyst", _("Analyst")
    EXPERT = "expert", _("Expert")


class Decision(TextChoices):
    """What was decided on an organisation's registration."""

    ACTIVATED = "activated", pgettext_lazy("decision", "Verified")
    SUSPENDED = "suspended", pgettext_lazy("decision", "Suspended")
    REINSTATED = "reinstated", pgettext_lazy("decision", "Reinstated")
    RETURNED = "returned", pgettext_lazy("decision", "To be verified again")


#: Roles that manage an organisation: at least one person must keep one of them.
MANAGING_ROLES: tuple[Role, ...] = (Role.ADMINISTRATOR, Role.QUALITY_MANAGER)

ROLES_BY_KIND: dict[Kind, tuple[Role, ...]] = {
    Kind.COMPANY: (Role.ADMINISTRATOR, Role.QUALITY_MANAGER, Role.CONTRIBUTOR, Role.READER),
    Kind.FEDERATION: (Role.ADMINISTRATOR, Role.OFFICER, Role.READER),
    Kind.AUTHORITY: (Role.ADMINISTRATOR, Role.ANALYST, Role.READER),
    Kind.EXPERT_FIRM: (Role.ADMINISTRATOR, Role.EXPERT, Role.READER),
}
_OTHERS = (Role.ADMINISTRATOR, Role.OFFICER, Role.READER)


def roles_for(kind: Kind) -> tuple[Role, ...]:
    """The roles that make sense in an organisation of this kind."""
    return ROLES_BY_KIND.get(kind, _OTHERS)
