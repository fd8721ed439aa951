"""Who vouches for a recorded certificate, and what a register said of it."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Vouching(TextChoices):
    """From the weakest to the strongest; they are never taken for one another."""

    HOLDER = "holder", _("Recorded by the holder")
    REGISTER = "register", _("Checked against the register")
    SIGNATURE = "signature", _("Cryptographically verified")


class InRegister(TextChoices):
    """What a person found in the register of the body, or of those who keep one for all bodies."""

    IN_FORCE = "in_force", pgettext_lazy("certificate", "In force")
    SUSPENDED = "suspended", pgettext_lazy("certificate", "Suspended")
    WITHDRAWN = "withdrawn", pgettext_lazy("certificate", "Withdrawn")
    NOT_FOUND = "not_found", pgettext_lazy("register", "Not found")
