"""What a company says of a certificate issued elsewhere, checked field by field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jawda.apps.recognition.domain.field_checks import check_address, check_given, check_items, check_length, items
from jawda.apps.recognition.elsewhere.enums import InRegister
from jawda.apps.recognition.enums import Kind
from jawda.apps.recognition.models import RecordedCertificate
from jawda.core.credentials.life_cycles import Expiry

#: What a company holds. An attendance slip is a person's, and not the company's to record.
KINDS: Final = tuple(kind for kind in Kind if kind != Kind.ATTENDANCE)
LONGEST: Final = {
    "number": 80, "standard": 120, "scope": 4000, "issuer_name": 160, "accreditation_body": 160,
    "accreditation_number": 80, "source": 160, "register_url": 400,
}  # fmt: skip
_ONE_LINE: Final = tuple(name for name in LONGEST if name != "scope")
LONGEST_NOTE: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """As typed. ``source``: who gave it; ``register_url``: where a person looks it up."""

    number: str
    kind: Kind
    issuer_name: str
    issued_on: date
    source: str
    standard: str = ""
    scope: str = ""
    sites: tuple[str, ...] = ()
    accreditation_body: str = ""
    accreditation_number: str = ""
    expires_on: date | None = None
    register_url: str = ""

    @classmethod
    def of(cls, row: RecordedCertificate) -> CertificateFacts:
        """As it stands."""
        values = {name: getattr(row, name) for name in cls.__dataclass_fields__}
        return cls(**{**values, "kind": Kind(row.kind), "sites": tuple(row.sites)})

    def values(self) -> dict[str, Any]:
        """By column."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__} | {"sites": list(self.sites)}

    def checked(self, today: date) -> CertificateFacts:
        """The same, tidied. ``ValidationError`` by field: what is missing, too long, or out of order."""
        faults: dict[str, ValidationError] = {}

        def check(field: str, test: Callable[[], None]) -> None:
            try:
                test()
            except ValidationError as error:
                faults.setdefault(field, error)

        tidy = replace(
            self, **{name: " ".join(getattr(self, name).split()) for name in _ONE_LINE},
            scope=self.scope.strip(), sites=items(self.sites),
        )  # fmt: skip
        for name, most in LONGEST.items():
            check(name, partial(check_length, getattr(tidy, name), most))
        for name in ("number", "issuer_name", "source"):
            check(name, partial(check_given, getattr(tidy, name)))
        check("kind", tidy._check_kind)
        check("sites", partial(check_items, tidy.sites))
        check("register_url", partial(check_address, tidy.register_url))
        check("issued_on", partial(_check_not_after, tidy.issued_on, today))
        check("expires_on", tidy._check_expiry)
        if faults:
            raise ValidationError(faults)
        return tidy

    def _check_kind(self) -> None:
        if self.kind not in KINDS:
            raise ValidationError(_("A company does not record documents of this kind."))

    def _check_expiry(self) -> None:
        if self.expires_on is None:
            if self.kind.cycle.expiry is Expiry.REQUIRED:
                raise ValidationError(_("A document of this kind has a last day."), code="required")
        elif self.expires_on < self.issued_on:
            raise ValidationError(_("The last day comes after the day of issue."))


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFacts:
    """That somebody looked a certificate up in a register."""

    checked_on: date
    found: InRegister
    note: str = ""

    def checked(self, today: date, issued_on: date) -> CheckFacts:
        """The same, tidied. ``ValidationError`` by field."""
        tidy, faults = replace(self, note=" ".join(self.note.split())), {}
        if tidy.checked_on > today:
            faults["checked_on"] = ValidationError(_("The day of the check is today or before."))
        elif tidy.checked_on < issued_on:
            faults["checked_on"] = ValidationError(_("The check comes after the day of issue."))
        if len(tidy.note) > LONGEST_NOTE:
            faults["note"] = ValidationError(_("At most %(most)s characters are expected.") % {"most": LONGEST_NOTE})
        if faults:
            raise ValidationError(faults)
        return tidy


def _check_not_after(day: date, today: date) -> None:
    if day > today:
        raise ValidationError(_("The day of issue is today or before."))
