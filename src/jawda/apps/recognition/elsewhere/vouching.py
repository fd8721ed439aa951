"""Who vouches for what: the holder's word, a person's look into a register, a signature. Never mixed up.

What speaks against a certificate goes before what speaks for it, whoever says it; of two that say the same, the
stronger is named. Nothing here reads the database or the clock.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final

from jawda.apps.recognition.elsewhere.enums import InRegister, Vouching
from jawda.core.credentials.verdict import Verdict


class Stands(StrEnum):
    """How a recorded certificate stands, by whoever vouches."""

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NOT_FOUND = "not_found"
    """A person did not find it in the register: to be cleared up, and not yet invalid."""
    INVALID = "invalid"
    """Its signed document does not verify."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """The newest look into a register."""

    on: date
    found: InRegister


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Who vouches, and how it stands by them. ``check_age``: whole months of a check that is too old, else 0."""

    vouching: Vouching
    stands: Stands
    check_age: int = 0


_OF_VERDICT: Final = {
    Verdict.VALID: Stands.IN_FORCE, Verdict.SUSPENDED: Stands.SUSPENDED, Verdict.WITHDRAWN: Stands.WITHDRAWN,
    Verdict.EXPIRED: Stands.EXPIRED,
}  # fmt: skip
_OF_REGISTER: Final = {
    InRegister.IN_FORCE: Stands.IN_FORCE, InRegister.SUSPENDED: Stands.SUSPENDED,
    InRegister.WITHDRAWN: Stands.WITHDRAWN, InRegister.NOT_FOUND: Stands.NOT_FOUND,
}  # fmt: skip
_AGAINST: Final = (Stands.SUSPENDED, Stands.WITHDRAWN)


def standing(
    *, today: date, expires_on: date | None, looked: Looked | None, verdict: Verdict | None, differs: bool
) -> Standing:
    """``verdict``: of the signed document, None without one; ``differs``: whether it says otherwise than was typed.

    >>> from datetime import date
    >>> on = date(2026, 11, 30)
    >>> look = Looked(on=date(2025, 1, 10), found=InRegister.IN_FORCE)
    >>> found = standing(today=on, expires_on=None, looked=look, verdict=None, differs=False)
    >>> found.vouching.value, found.stands.value, found.check_age
    ('register', 'in_force', 22)
    """
    over = expires_on is not None and expires_on < today
    registered = None if looked is None else _OF_REGISTER[looked.found]
    age = 0 if looked is None else age_if_old(looked.on, today)
    if verdict is Verdict.INVALID:
        return Standing(vouching=_without_signature(looked), stands=Stands.INVALID, check_age=age)
    signed = None if verdict is None or differs else _OF_VERDICT.get(verdict)
    if signed is not None and (signed is not Stands.IN_FORCE or registered not in _AGAINST):
        return Standing(vouching=Vouching.SIGNATURE, stands=signed)
    if registered is not None:
        ended = over and registered in (Stands.IN_FORCE, Stands.SUSPENDED)
        return Standing(
            vouching=Vouching.REGISTER, stands=Stands.EXPIRED if ended else registered, check_age=0 if ended else age
        )
    return Standing(vouching=Vouching.HOLDER, stands=Stands.EXPIRED if over else Stands.IN_FORCE)


def _without_signature(looked: Looked | None) -> Vouching:
    return Vouching.HOLDER if looked is None else Vouching.REGISTER


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeRule:
    """From ``since`` on, a look into a register that is older than so many months says its age."""

    since: date
    months: int
    source: str


@cache
def age_rules() -> tuple[AgeRule, ...]:
    """As the data file has them, the newest first."""
    rows = json.loads((files("jawda") / "data" / "recognition" / "register-checks.json").read_text("utf-8"))
    found = (
        AgeRule(since=date.fromisoformat(row["since"]), months=row["months"], source=row["source"]) for row in rows
    )
    return tuple(sorted(found, key=lambda rule: rule.since, reverse=True))


def months_between(first: date, last: date) -> int:
    """Whole months from one day to a later one.

    >>> from datetime import date
    >>> months_between(date(2025, 11, 30), date(2026, 11, 29)), months_between(date(2025, 11, 30), date(2026, 11, 30))
    (11, 12)
    """
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def age_if_old(checked_on: date, today: date) -> int:
    """Whole months of a check that the rule of today calls old; else 0."""
    rule = next((rule for rule in age_rules() if rule.since <= today), None)
    months = months_between(checked_on, today)
    return months if rule is not None and months >= rule.months else 0
