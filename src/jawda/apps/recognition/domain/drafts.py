"""What a body says of a document before it is issued, checked field by field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jawda.apps.organisations import codes
from jawda.apps.recognition.domain.field_checks import (
    check_given,
    check_items,
    check_length,
    check_sectors,
    items,
)
from jawda.apps.recognition.enums import OF_A_DAY, Kind
from jawda.apps.recognition.measured_lines import check_measured
from jawda.apps.recognition.rules import kinds_of
from jawda.apps.recognition.signed_days import signed_day
from jawda.core.credentials.life_cycles import Expiry
from jawda.core.credentials.scopes import Measured
from jawda.foundation.tenancy.routes import Access

_LONGEST: Final = {
    "number": 80, "holder_name": 160, "holder_city": 80, "standard": 120, "scope": 4000, "replaces": 80,
}  # fmt: skip
_ONE_LINE: Final = ("number", "holder_name", "holder_city", "standard", "replaces")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One document to issue. ``scheme`` is an entry of the trust list; ``accreditation_url`` one of the body's own."""

    kind: Kind
    number: str
    holder_name: str
    holder_ice: str = ""
    holder_city: str = ""
    scheme: str = ""
    standard: str = ""
    scope: str = ""
    sectors: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    measured: tuple[Measured, ...] = ()
    """Of a calibration, for the ranges of the accreditation."""
    issued_on: date
    expires_on: date | None = None
    activity_on: date | None = None
    accreditation_url: str = ""
    fictitious: bool = False
    replaces: str = ""
    """Number or reference of one of the body's own, of which this one takes the place."""


def checked(draft: Draft, access: Access, now: datetime, *, kept: Collection[str] = ()) -> Draft:
    """The same, tidied. ``ValidationError`` by field: what is missing, too long, of another kind, or out of order.

    ``kept``: sectors that the document named when it was issued, whatever they are.
    """
    faults: dict[str, ValidationError] = {}

    def check(field: str, test: Callable[[], None]) -> None:
        try:
            test()
        except ValidationError as error:
            faults[field] = error

    tidy = replace(
        draft,
        **{name: " ".join(getattr(draft, name).split()) for name in _ONE_LINE},
        scope=draft.scope.strip(),
        sectors=_sectors(draft.sectors, kept),
        sites=items(draft.sites),
    )  # fmt: skip
    check("kind", partial(_check_kind, tidy, access))
    for name, most in _LONGEST.items():
        check(name, partial(check_length, getattr(tidy, name), most))
    for name in ("number", "holder_name", *(("standard",) if tidy.kind == Kind.MANAGEMENT_SYSTEM else ())):
        check(name, partial(check_given, getattr(tidy, name)))
    check("issued_on", partial(_check_issue, tidy, now))
    check("expires_on", partial(_check_expiry, tidy))
    check("activity_on", partial(_check_activity, tidy))
    check("measured", partial(_check_measured, tidy))
    for name in ("sectors", "sites"):
        check(name, partial(check_items, getattr(tidy, name)))
    if "sectors" not in faults:
        check("sectors", partial(check_sectors, [sector for sector in tidy.sectors if sector not in kept]))
    try:
        tidy = replace(tidy, holder_ice=codes.checked_ice(tidy.holder_ice))
    except ValidationError as error:
        faults["holder_ice"] = error
    if faults:
        raise ValidationError(faults)
    return tidy


def _sectors(given: Sequence[str], kept: Collection[str]) -> tuple[str, ...]:
    found = ((item,) if item in kept else codes.sectors_of(item) for item in items(tuple(given)))
    return tuple(dict.fromkeys(sector for some in found for sector in some))


def _check_kind(draft: Draft, access: Access) -> None:
    if draft.kind not in kinds_of(access):
        raise ValidationError(_("Your organisation does not issue documents of this kind."))


def _check_issue(draft: Draft, now: datetime) -> None:
    if draft.issued_on > signed_day(now):
        raise ValidationError(_("The day of issue is today or before."))


def _check_expiry(draft: Draft) -> None:
    expiry = draft.kind.cycle.expiry
    if draft.expires_on is None:
        if expiry is Expiry.REQUIRED:
            raise ValidationError(_("A document of this kind has a last day."), code="required")
    elif expiry is Expiry.NONE:
        raise ValidationError(_("A document of this kind has no last day of its own."))
    elif draft.expires_on < draft.issued_on:
        raise ValidationError(_("The last day comes after the day of issue."))


def _check_activity(draft: Draft) -> None:
    if draft.activity_on is None:
        if draft.kind in OF_A_DAY:
            raise ValidationError(_("The day of the activity is expected: the accreditation must hold then."))
    elif draft.activity_on > draft.issued_on:
        raise ValidationError(_("The activity comes before the day of issue."))


def _check_measured(draft: Draft) -> None:
    if draft.measured and draft.kind is not Kind.CALIBRATION:
        raise ValidationError(_("Only a calibration certificate says what was measured."))
    check_measured(draft.measured)
