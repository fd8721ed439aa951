"""What verification comes to: one word, always as of a moment, with every check that was made."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from jawda.core.findings import Refused
from jawda.core.findings.checks import Check, Status


class Verdict(StrEnum):
    """Whether an attestation holds at a moment. ``unknown`` is no mild word for invalid: something could not be had."""

    VALID = "valid"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    INVALID = "invalid"
    UNKNOWN = "unknown"

    @property
    def exit_status(self) -> int:
        """Of a command: 0 valid, 2 cannot be told, 1 anything else.

        >>> Verdict.SUSPENDED.exit_status
        1
        """
        return {Verdict.VALID: 0, Verdict.UNKNOWN: 2}.get(self, 1)


#: Where several hold, the first is told: what was forged is not suspended, what was withdrawn is not merely expired.
_ORDER = (
    Verdict.INVALID, Verdict.WITHDRAWN, Verdict.EXPIRED, Verdict.NOT_YET_VALID, Verdict.SUSPENDED, Verdict.UNKNOWN,
)  # fmt: skip


def gravest(verdicts: Iterable[Verdict]) -> Verdict:
    """The one that is told.

    >>> gravest([Verdict.VALID, Verdict.UNKNOWN, Verdict.SUSPENDED]).value
    'suspended'
    """
    found = [verdict for verdict in verdicts if verdict is not Verdict.VALID]
    return min(found, key=_ORDER.index) if found else Verdict.VALID


@lru_cache(maxsize=4_096)
def passed(name: str, **arguments: str | int | float) -> Check:
    """A check of verification that found nothing wrong."""
    return Check(id=f"verification.{name}", status=Status.OK, arguments=arguments)


@lru_cache(maxsize=4_096)
def doubted(name: str, **arguments: str | int | float) -> Check:
    """A check that could not be made, or whose answer is to be known."""
    return Check(id=f"verification.{name}", status=Status.WARN, arguments=arguments)


@lru_cache(maxsize=4_096)
def failed(name: str, **arguments: str | int | float) -> Check:
    """A check that speaks against it."""
    return Check(id=f"verification.{name}", status=Status.FAIL, arguments=arguments)


def of_refusal(refused: Refused) -> Check:
    """The reason why something was refused, as a check that failed."""
    finding = refused.findings[0]
    return Check(id=finding.id, status=Status.FAIL, arguments=finding.arguments, path=finding.place.path)
