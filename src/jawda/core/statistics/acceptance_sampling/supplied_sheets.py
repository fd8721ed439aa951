"""The workbook in which tables of one's own copy are typed: its sheets, its headings and its words.

Four sheets. ``exemplaire`` names standard and copy. ``simple`` and ``mesures`` are printed tables: a row for each code
letter, a column for each AQL, in a cell "Ac Re" or "n k", or an arrow. ``double et multiple`` has a row for each single
plan, since a plan in several samples depends on it alone.
"""

from __future__ import annotations

from typing import Final

from jawda.core.spreadsheets import Limits
from jawda.core.statistics.acceptance_sampling.editions import (
    AQL_VALUES,
    EDITIONS,
    HIGHEST_PERCENT_NONCONFORMING,
    LETTERS,
    Kind,
    Severity,
)
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
WRITTEN_ARROW: Final[dict[Direction, str]] = {"up": "↑", "down": "↓"}
NO_ACCEPTANCE: Final = "#"


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
#: What a cell of a printed table holds.
CELL: Final = "2 3 ; ↑ ; ↓"
MEASURED_CELL: Final = "35 1,91 ; ↑ ; ↓"
EXPECTED: Final = {
    STANDARD: ", ".join(TYPED_EDITIONS), PLAN: "double, multiple", SIGMA: "s, σ",
    SEVERITY: "normal, renforcé, réduit", LETTER: ", ".join(LETTERS), SIZE: "2, 3, 5, 8…",
    SINGLE_ACCEPT: "0, 1, 2…", SINGLE_REJECT: "1, 2, 3…",
    **{name: "#, 0, 1, 2…" if name.startswith("Ac") else "1, 2, 3…" for name in NUMBERS},
}  # fmt: skip
