"""Checks over many values: one finding for each thing that is wrong, with the first place and how many there are."""

from __future__ import annotations

from dataclasses import dataclass

from jawda.core.findings.checks import Check, Status
from jawda.core.findings.model import Argument

SUBJECT = "calibration_certificates"


@dataclass(slots=True)
class _Kind:
    status: Status
    path: str
    arguments: dict[str, Argument]
    count: int = 0


class Gathered:
    """Findings by name in the order in which they first came up.

    >>> gathered = Gathered()
    >>> for path in ("a", "b"):
    ...     gathered.add("lengths_differ", Status.FAIL, path)
    >>> [(check.path, check.arguments["count"]) for check in gathered.checks()]
    [('a', 2)]
    """

    def __init__(self) -> None:
        self._kinds: dict[str, _Kind] = {}
        self._counts: dict[str, int] = {}

    def add(self, name: str, status: Status, path: str, **arguments: Argument) -> None:
        """Something wrong at a place; the worst status of its name counts, and the place where it first was so."""
        found = self._kinds.setdefault(name, _Kind(status, path, arguments))
        if status is Status.FAIL and found.status is not Status.FAIL:
            found.status, found.path, found.arguments = status, path, arguments
        found.count += 1

    def count(self, name: str, number: int) -> None:
        """So many were looked at, for what :meth:`settle` says."""
        self._counts[name] = self._counts.get(name, 0) + number

    def settle(self, name: str, *unless: str) -> None:
        """All that was counted is well under ``name``, unless one of those came up or nothing was looked at."""
        count = self._counts.get(name, 0)
        if count and not any(each in self._kinds for each in unless):
            self._kinds[name] = _Kind(Status.OK, "", {}, count)

    def checks(self) -> tuple[Check, ...]:
        """One for each name, with ``count``."""
        return tuple(
            Check(
                id=f"{SUBJECT}.{name}",
                status=each.status,
                statistic=each.count,
                arguments={**each.arguments, "count": each.count},
                path=each.path or None,
            )
            for name, each in self._kinds.items()
        )
