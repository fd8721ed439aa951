"""What is found here of a supplier's certificate, and what of it is news."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Found(TextChoices):
    """The verdict of today, or why there is none. The first values are those of the core's verdicts."""

    VALID = "valid", pgettext_lazy("finding", "Valid")
    SUSPENDED = "suspended", pgettext_lazy("finding", "Suspended")
    WITHDRAWN = "withdrawn", pgettext_lazy("finding", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("finding", "Expired")
    NOT_YET_VALID = "not_yet_valid", pgettext_lazy("finding", "Not valid yet")
    INVALID = "invalid", pgettext_lazy("finding", "Does not verify")
    UNKNOWN = "unknown", pgettext_lazy("finding", "Cannot be told")
    NOT_FOUND = "not_found", pgettext_lazy("finding", "Not found here")
    """Never a word for invalid: most bodies do not issue here."""
    SEVERAL = "several", pgettext_lazy("finding", "Several bear this number")


#: What says nothing of how the certificate stands: nobody is told of a change to or from these.
SILENT = frozenset({Found.UNKNOWN, Found.NOT_FOUND, Found.SEVERAL, Found.NOT_YET_VALID})


class Differs(TextChoices):
    """What of the document found is not what was expected; nothing where it is."""

    HOLDER = "holder", _("It was issued to another holder than expected.")
    STANDARD = "standard", _("It is for another standard than expected.")


class News(TextChoices):
    """What changed since the last time, as it is told."""

    SUSPENDED = "suspended", pgettext_lazy("news", "suspended")
    WITHDRAWN = "withdrawn", pgettext_lazy("news", "withdrawn")
    REPLACED = "replaced", pgettext_lazy("news", "replaced by another one")
    INVALID = "invalid", pgettext_lazy("news", "no longer verifies")
    REDUCED = "reduced", pgettext_lazy("news", "reduced in scope")
    EXPIRED = "expired", pgettext_lazy("news", "expired")
    ENDS_30 = "ends_30", pgettext_lazy("news", "ends within 30 days")
    ENDS_90 = "ends_90", pgettext_lazy("news", "ends within 90 days")
    REINSTATED = "reinstated", pgettext_lazy("news", "in force again")
    ISSUED = "issued", pgettext_lazy("news", "issued")
