"""Master tables that the holder of a standard's copy typed in, where they are not carried or only recalled.

The tables of ISO 2859-1 and ISO 3951-1 are sold; who bought them gives them once and has their plans. What was typed is
kept as it was typed, named with its copy in every result, and held against what such tables always obey
(:mod:`.supplied_checks`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from jawda.core.statistics.acceptance_sampling.editions import EDITIONS, SEVERITIES, Edition, Kind, Severity
from jawda.core.statistics.acceptance_sampling.printed_tables import Numbers, Pair, PrintedTable
from jawda.core.statistics.acceptance_sampling.variables_tables import Sigma
from jawda.core.statistics.samples import refuse

#: The form of what is kept; it changes its number when it changes.
SCHEMA: Final = "sampling-tables/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldTable:
    """One table among supplied ones: ``kind`` by attributes, or ``sigma`` by variables; ``plans`` counts its cells, or
    its rows where a plan has several samples."""

    severity: Severity
    plans: int
    kind: Kind | None = None
    sigma: Sigma | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppliedTables:
    """Tables of one edition from one copy.

    ``copy`` says which copy it is, in its holder's words; ``sha256`` is that of the file. ``singles`` hold (Ac, Re) by
    severity. ``series`` hold the numbers of plans in several samples, by those of the single plan they stand for.
    ``variables`` hold (n, k) by what is known of sigma, and severity.
    """

    edition: str
    copy: str
    sha256: str
    singles: Mapping[Severity, PrintedTable] = field(default_factory=dict)
    series: Mapping[tuple[Kind, Severity], Mapping[tuple[int, int], Numbers]] = field(default_factory=dict)
    variables: Mapping[tuple[Sigma, Severity], PrintedTable] = field(default_factory=dict)

    def has(self, kind: Kind, severity: Severity) -> bool:
        """Whether a table by attributes is among them."""
        return severity in self.singles if kind == "single" else (kind, severity) in self.series

    def held(self) -> tuple[HeldTable, ...]:
        """The tables one by one, in their usual order."""
        found = (
            *(HeldTable(kind="single", severity=at, plans=_plans(one)) for at, one in self.singles.items()),
            *(HeldTable(kind=kind, severity=at, plans=len(rows)) for (kind, at), rows in self.series.items()),
            *(HeldTable(sigma=sigma, severity=at, plans=_plans(one)) for (sigma, at), one in self.variables.items()),
        )
        order = ("single", "double", "multiple", "unknown", "known")
        return tuple(
            sorted(found, key=lambda one: (order.index(one.kind or one.sigma or ""), SEVERITIES.index(one.severity)))
        )

    def to_dict(self) -> dict[str, Any]:
        """As JSON; :func:`supplied_from_dict` reads it back."""
        return {
            "schema": SCHEMA,
            "edition": self.edition,
            "copy": self.copy,
            "sha256": self.sha256,
            "singles": {severity: _packed(table) for severity, table in self.singles.items()},
            "series": [
                {"kind": kind, "severity": severity, "single": list(pair), "numbers": [list(one) for one in numbers]}
                for (kind, severity), rows in self.series.items()
                for pair, numbers in rows.items()
            ],
            "variables": [
                {"sigma": sigma, "severity": severity, **_packed(table)}
                for (sigma, severity), table in self.variables.items()
            ],
        }


def supplied_from_dict(given: Mapping[str, Any]) -> SuppliedTables:
    """What :meth:`SuppliedTables.to_dict` gave; ``ValueError`` for another form.

    >>> empty = SuppliedTables(edition="iso-2859-1-1999", copy="NM ISO 2859-1", sha256="")
    >>> supplied_from_dict(empty.to_dict()) == empty
    True
    """
    if given.get("schema") != SCHEMA:
        raise ValueError(f"not {SCHEMA}: {given.get('schema')!r}")
    series: dict[tuple[Kind, Severity], dict[tuple[int, int], Numbers]] = {}
    for row in given["series"]:
        accept, reject = row["single"]
        numbers = tuple((low, high) for low, high in row["numbers"])
        series.setdefault((row["kind"], row["severity"]), {})[accept, reject] = numbers
    return SuppliedTables(
        edition=given["edition"],
        copy=given["copy"],
        sha256=given["sha256"],
        singles={severity: _unpacked(table) for severity, table in given["singles"].items()},
        series=series,
        variables={(one["sigma"], one["severity"]): _unpacked(one) for one in given["variables"]},
    )


def edition_supplied(name: str, supplied: SuppliedTables) -> Edition:
    """The edition that supplied tables are asked for; ``Refused`` where they are of another one.

    ``ValueError`` for an unknown name.
    """
    if name not in EDITIONS:
        raise ValueError(f"no edition {name!r}: {', '.join(EDITIONS)}")
    check_edition(name, supplied)
    return next(one for key, one in EDITIONS.items() if key == name)


def check_edition(name: str, supplied: SuppliedTables) -> None:
    """``Refused`` where supplied tables are of another edition."""
    if supplied.edition != name:
        raise refuse("acceptance_sampling.supplied_other_edition", edition=name, supplied=supplied.edition)


def copy_options(supplied: SuppliedTables | None) -> dict[str, str]:
    """What a result says of the copy that its numbers are from."""
    return {} if supplied is None else {"copy": supplied.copy, "copy_sha256": supplied.sha256}


def _plans(table: PrintedTable) -> int:
    return sum(not isinstance(held, str) for held in table.cells.values())


def _packed(table: PrintedTable) -> dict[str, Any]:
    cells = [[letter, aql, *([held] if isinstance(held, str) else held)] for (letter, aql), held in table.cells.items()]
    return {"letters": table.letters, "sizes": dict(table.sizes), "cells": cells}


def _unpacked(given: Mapping[str, Any]) -> PrintedTable:
    cells: dict[tuple[str, int], Any] = {
        (letter, aql): held[0] if len(held) == 1 else _pair(held) for letter, aql, *held in given["cells"]
    }
    return PrintedTable(letters=given["letters"], sizes=dict(given["sizes"]), cells=cells)


def _pair(held: list[float]) -> Pair:
    first, second = held
    return first, second
