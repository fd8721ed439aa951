"""What a company expects of a supplier: who it is, and by what its certificate is found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jawda.apps.organisations import codes
from jawda.apps.recognition.models import WatchedCertificate
from jawda.apps.recognition.queries.public import canonical_reference

LONGEST: Final = {"supplier_name": 160, "country": 60, "number": 80, "standard": 120}


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierFacts:
    """As typed; at least one of ``reference``, ``number`` and ``supplier_ice`` says what to look for."""

    supplier_name: str
    supplier_ice: str = ""
    country: str = ""
    reference: str = ""
    number: str = ""
    standard: str = ""

    @classmethod
    def of(cls, row: WatchedCertificate) -> SupplierFacts:
        """As it stands."""
        return cls(**{name: getattr(row, name) for name in cls.__dataclass_fields__})

    def values(self) -> dict[str, str]:
        """By column."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two lines the same."""
        return tuple(" ".join(value.casefold().split()) for value in self.values().values())

    def checked(self) -> SupplierFacts:
        """The same, tidied. ``ValidationError`` by field."""
        tidy = replace(self, **{name: " ".join(getattr(self, name).split()) for name in LONGEST})
        faults: dict[str, ValidationError] = {}
        for name, most in LONGEST.items():
            if len(getattr(tidy, name)) > most:
                faults[name] = ValidationError(_("At most %(most)s characters are expected.") % {"most": most})
        if not tidy.supplier_name:
            faults["supplier_name"] = ValidationError(_("This field is required."), code="required")
        reference = canonical_reference(self.reference)
        if self.reference.strip() and not reference:
            faults["reference"] = ValidationError(_("A reference such as JW-2026-7KQM2FA is expected."))
        tidy = replace(tidy, reference=reference)
        try:
            tidy = replace(tidy, supplier_ice=codes.checked_ice(self.supplier_ice))
        except ValidationError as error:
            faults["supplier_ice"] = error
        if not faults and not (tidy.reference or tidy.number or tidy.supplier_ice):
            faults["number"] = ValidationError(_("A number, a reference or an ICE is expected: names are not enough."))
        if faults:
            raise ValidationError(faults)
        return tidy
