"""The workbook in which tables of one's own copy are typed: its sheets, its headings, and the empty form.

Four sheets. ``exemplaire`` names standard and copy. ``simple`` and ``mesures`` are printed tables: a row for each code
letter, a column for each AQL, in a cell "Ac Re" or "n k", or an arrow. ``double et multiple`` has a row for each single
plan, since a plan in several samples depends on it alone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from jawda.core.spreadsheets import Column, Limits, SheetPlan, Value, write_workbook
from jawda.core.statistics.acceptance_sampling.editions import (
    AQL_VALUES,
    EDITIONS,
    HIGHEST_PERCENT_NONCONFORMING,
    LETTERS,
    SEVERITIES,
    Edition,
    Kind,
    Severity,
)
from jawda.core.statistics.acceptance_sampling.master_tables import pairs_in_use
from jawda.core.statistics.acceptance_sampling.printed_tables import Direction
from jawda.core.statistics.acceptance_sampling.variables_tables import VARIABLES_EDITIONS, Sigma

COPY: Final = "exemplaire"
SINGLE: Final = "simple"
SEVERAL: Final = "double et multiple"
MEASURED: Final = "mesures"

STANDARD: Final = "Norme"
NAMED_COPY: Final = "Exemplaire"
PLAN: Final = "Plan"
SEVERITY: Final = "Sévérité"
LETTER: Final = "Lettre"
SIZE: Final = "Effectif"
SIGMA: Final = "Écart type"
SINGLE_ACCEPT: Final = "Ac simple"
SINGLE_REJECT: Final = "Re simple"
MOST_SAMPLES: Final = 10
NUMBERS: Final = tuple(f"{name} {at}" for at in range(1, MOST_SAMPLES + 1) for name in ("Ac", "Re"))

LONGEST_COPY: Final = 200
LIMITS: Final = Limits(bytes=1_000_000, uncompressed_bytes=20_000_000, sheets=8, rows=400, cell_characters=400)

KINDS_IN_SEVERAL: Final[tuple[Kind, ...]] = ("double", "multiple")
KIND_WORDS: Final[dict[str, str]] = {"double": "double", "multiple": "multiple"}
SEVERITY_WORDS: Final[dict[str, str]] = {
    "normal": "normal", "normale": "normal", "renforce": "tightened", "renforcee": "tightened",
    "tightened": "tightened", "reduit": "reduced", "reduite": "reduced", "reduced": "reduced",
}  # fmt: skip
SIGMA_WORDS: Final[dict[str, str]] = {
    "s": "unknown", "inconnu": "unknown", "unknown": "unknown", "σ": "known", "sigma": "known", "connu": "known",
    "known": "known",
}  # fmt: skip
ARROW_WORDS: Final[dict[str, Direction]] = {
    "↑": "up", "⇑": "up", "^": "up", "haut": "up", "up": "up", "↓": "down", "⇓": "down", "v": "down", "bas": "down",
    "down": "down",
}  # fmt: skip
WRITTEN_SEVERITY: Final[dict[Severity, str]] = {"normal": "normal", "tightened": "renforcé", "reduced": "réduit"}
WRITTEN_SIGMA: Final[dict[Sigma, str]] = {"unknown": "s", "known": "σ"}
_SAMPLES: Final[dict[Kind, int]] = {"double": 2, "multiple": 5}


#: Editions whose tables may be typed; ANSI/ASQ Z1.9 has letters of its own, and is carried.
TYPED_EDITIONS: Final = (*EDITIONS, *(name for name, one in VARIABLES_EDITIONS.items() if not one.carried))
#: Those of which something is not carried, or only recalled: what a form is for.
INCOMPLETE_EDITIONS: Final = (
    *(name for name, one in EDITIONS.items() if one.incomplete),
    *(name for name, one in VARIABLES_EDITIONS.items() if not one.carried),
)


def aql_heading(place: int) -> str:
    """The heading of an AQL, as French tables print it.

    >>> aql_heading(0), aql_heading(9), aql_heading(10), aql_heading(25)
    ('0,010', '0,65', '1,0', '1000')
    """
    value = AQL_VALUES[place]
    digits = 3 if value < 0.1 else 2 if value < 1 else 1 if value < HIGHEST_PERCENT_NONCONFORMING else 0
    return f"{value:.{digits}f}".replace(".", ",")


HEADINGS: Final = tuple(aql_heading(place) for place in range(len(AQL_VALUES)))
PERCENT_HEADINGS: Final = HEADINGS[: AQL_VALUES.index(HIGHEST_PERCENT_NONCONFORMING) + 1]
EXPECTED: Final = {
    STANDARD: ", ".join(TYPED_EDITIONS), PLAN: "double, multiple", SIGMA: "s, σ",
    SEVERITY: "normal, renforcé, réduit", LETTER: ", ".join(LETTERS), SIZE: "2, 3, 5, 8…",
    SINGLE_ACCEPT: "0, 1, 2…", SINGLE_REJECT: "1, 2, 3…",
    **{name: "#, 0, 1, 2…" if name.startswith("Ac") else "1, 2, 3…" for name in NUMBERS},
}  # fmt: skip


def blank_workbook(edition: str, *, created: datetime) -> bytes:
    """The form for an edition, with a row for every plan that is asked for; ``created`` is aware.

    ``ValueError`` for an unknown edition.

    >>> from datetime import UTC, datetime
    >>> from jawda.core.spreadsheets import read_workbook
    >>> content = blank_workbook("iso-2859-1-1999", created=datetime(2026, 1, 1, tzinfo=UTC))
    >>> [sheet.name for sheet in read_workbook(content, file="tables.xlsx").sheets]
    ['exemplaire', 'double et multiple', 'simple']
    """
    if edition not in TYPED_EDITIONS:
        raise ValueError(f"no edition {edition!r}: {EXPECTED[STANDARD]}")
    named = SheetPlan(
        name=COPY,
        columns=(Column(name=STANDARD, width=24), Column(name=NAMED_COPY, width=80)),
        rows=((edition, None),),
    )
    if edition in VARIABLES_EDITIONS:
        plans = [named, _measured()]
    else:
        found = next(one for name, one in EDITIONS.items() if name == edition)
        plans = [named, _single()] if found.tables is None else [named, _several(found), _single()]
    return write_workbook(plans, title=edition, created=created)


def _several(edition: Edition) -> SheetPlan:
    """Rows for the tables that are not carried, or only recalled; those that are, are not asked for."""
    wanted = {*edition.absent, *edition.recalled}
    asked = [(kind, severity) for kind in KINDS_IN_SEVERAL for severity in SEVERITIES]
    rows: list[tuple[Value, ...]] = [
        (kind, WRITTEN_SEVERITY[severity], *pair, *(None,) * len(NUMBERS))
        for kind, severity in asked
        if (kind, severity) in wanted
        for pair in pairs_in_use(kind, severity, edition)
    ]
    numbers = NUMBERS[: 2 * max(_SAMPLES.values())]
    columns = (
        Column(name=PLAN, width=12, choices=KINDS_IN_SEVERAL),
        Column(name=SEVERITY, width=12, choices=tuple(WRITTEN_SEVERITY.values())),
        Column(name=SINGLE_ACCEPT, kind="number", width=11),
        Column(name=SINGLE_REJECT, kind="number", width=11),
        *(Column(name=name, width=7) for name in numbers),
    )
    return SheetPlan(name=SEVERAL, columns=columns, rows=tuple(row[: len(columns)] for row in rows))


def _single() -> SheetPlan:
    columns = (
        Column(name=SEVERITY, width=12, choices=tuple(WRITTEN_SEVERITY.values())),
        Column(name=LETTER, width=8),
        Column(name=SIZE, width=9, kind="number"),
        *(Column(name=name, width=8) for name in HEADINGS),
    )
    return SheetPlan(name=SINGLE, columns=columns)


def _measured() -> SheetPlan:
    columns = (
        Column(name=SIGMA, width=11, choices=tuple(WRITTEN_SIGMA.values())),
        Column(name=SEVERITY, width=12, choices=tuple(WRITTEN_SEVERITY.values())),
        Column(name=LETTER, width=8),
        *(Column(name=name, width=10) for name in PERCENT_HEADINGS),
    )
    rows = tuple(
        (sigma, severity, letter, *(None for _ in PERCENT_HEADINGS))
        for sigma in WRITTEN_SIGMA.values()
        for severity in WRITTEN_SEVERITY.values()
        for letter in LETTERS[1:-1]
    )
    return SheetPlan(name=MEASURED, columns=columns, rows=rows)
