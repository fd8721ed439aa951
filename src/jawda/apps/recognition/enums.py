"""Kinds of documents, who issues which, and why a state changes."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jawda.apps.organisations.enums import Kind as Body
from jawda.core.credentials import life_cycles


class Kind(TextChoices):
    """What a document attests; the values are those of :class:`jawda.core.credentials.life_cycles.Kind`."""

    MANAGEMENT_SYSTEM = "management_system", _("Management system certificate")
    PRODUCT = "product", _("Product certificate")
    PERSON = "person", _("Certificate of a person")
    INSPECTION = "inspection", _("Inspection report")
    TEST = "test", _("Test report")
    CALIBRATION = "calibration", _("Calibration certificate")
    ACCREDITATION = "accreditation", _("Accreditation")
    TRAINING = "training", _("Attestation of competence")
    ATTENDANCE = "attendance", _("Attendance slip")
    APPROVAL = "approval", pgettext_lazy("kind of document", "Approval")

    @property
    def cycle(self) -> life_cycles.LifeCycle:
        """What may happen to a document of this kind."""
        return life_cycles.LIFE_CYCLES[life_cycles.Kind(self.value)]


class State(TextChoices):
    """How a document stands; expiry is told by its last day, not kept."""

    IN_FORCE = "in_force", pgettext_lazy("certificate", "In force")
    SUSPENDED = "suspended", pgettext_lazy("certificate", "Suspended")
    WITHDRAWN = "withdrawn", pgettext_lazy("certificate", "Withdrawn")
    REPLACED = "replaced", pgettext_lazy("certificate", "Replaced")
    EXPIRED = "expired", pgettext_lazy("certificate", "Expired")


class Event(TextChoices):
    """What happened to a document; the values are those of the core's events."""

    ISSUED = "issued", pgettext_lazy("event", "Issued")
    SUSPENDED = "suspended", pgettext_lazy("event", "Suspended")
    REINSTATED = "reinstated", pgettext_lazy("event", "Reinstated")
    SCOPE_REDUCED = "scope_reduced", pgettext_lazy("event", "Scope reduced")
    WITHDRAWN = "withdrawn", pgettext_lazy("event", "Withdrawn")
    AMENDED = "amended", pgettext_lazy("event", "Amended")
    REPLACED = "replaced", pgettext_lazy("event", "Replaced")


#: Which body issues which documents. None but these, whoever asks.
KINDS_BY_BODY: Final = MappingProxyType({
    Body.CERTIFICATION_BODY: (Kind.MANAGEMENT_SYSTEM, Kind.PRODUCT, Kind.PERSON, Kind.INSPECTION),
    Body.LABORATORY: (Kind.TEST, Kind.CALIBRATION),
    Body.TRAINING_PROVIDER: (Kind.TRAINING, Kind.ATTENDANCE),
    Body.ACCREDITATION_BODY: (Kind.ACCREDITATION,),
    Body.AUTHORITY: (Kind.APPROVAL,),
})  # fmt: skip

#: The protocol's word for what was done (UNTP 0.7.0, ``attestationType``).
ATTESTATION_TYPES: Final = MappingProxyType({
    Kind.MANAGEMENT_SYSTEM: "certification", Kind.PRODUCT: "certification", Kind.PERSON: "certification",
    Kind.INSPECTION: "inspection", Kind.TEST: "testing",
    Kind.CALIBRATION: "calibration", Kind.TRAINING: "certification", Kind.ATTENDANCE: "declaration",
    Kind.APPROVAL: "verification",
})  # fmt: skip

#: Of these the accreditation counts on the day on which it was measured, tested or inspected.
OF_A_DAY: Final = (Kind.TEST, Kind.CALIBRATION, Kind.INSPECTION)
