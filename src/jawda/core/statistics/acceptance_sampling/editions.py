"""Which standard, in which edition: what its tables are, what they were compared with, and how it switches severity.

Editions are data. One that is announced and was not seen has no tables: asking for it is refused, never answered with
those of the edition before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from jawda.core.statistics.samples import refuse

EditionName: TypeAlias = Literal["mil-std-105e", "ansi-z1.4", "iso-2859-1-1999", "iso-2859-1-2026"]
Severity: TypeAlias = Literal["normal", "tightened", "reduced"]
Level: TypeAlias = Literal["S-1", "S-2", "S-3", "S-4", "I", "II", "III"]
Kind: TypeAlias = Literal["single", "double", "multiple"]

SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
LEVELS: Final[tuple[Level, ...]] = get_args(Level)
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

#: Acceptance quality limits, in percent nonconforming (to 10) or in nonconformities per 100 units.
AQL_VALUES: Final[tuple[float, ...]] = (
    0.010, 0.015, 0.025, 0.040, 0.065, 0.10, 0.15, 0.25, 0.40, 0.65, 1.0, 1.5, 2.5, 4.0, 6.5, 10.0,
    15.0, 25.0, 40.0, 65.0, 100.0, 150.0, 250.0, 400.0, 650.0, 1000.0,
)  # fmt: skip
#: Above it an AQL counts nonconformities only.
HIGHEST_PERCENT_NONCONFORMING: Final = 10.0

#: Sample size code letters, from the smallest sample; I and O are left out. S serves tightened inspection only.
LETTERS: Final = "ABCDEFGHJKLMNPQRS"

# Table I: the first lot size of each row, and for each level the letters of its rows
_LOT_FROM: Final = np.array([2, 9, 16, 26, 51, 91, 151, 281, 501, 1201, 3201, 10_001, 35_001, 150_001, 500_001])
_LETTERS_BY_LEVEL: Final[dict[Level, str]] = {
    "S-1": "AAAABBBBCCCCDDD",
    "S-2": "AAABBBCCCDDDEEE",
    "S-3": "AABBCCDDEEFFGGH",
    "S-4": "AABCCDEEFGGHJJK",
    "I": "AABCCDEFGHJKLMN",
    "II": "ABCDEFGHJKLMNPQ",
    "III": "BCDEFGHJKLMNPQR",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchingRules:
    """When inspection becomes tightened, normal, reduced, or stops.

    ``to_tightened`` is (lots not accepted, consecutive lots). ``to_reduced`` is by "score" or by "accepted-lots" (with
    ``limit_numbers``, their nonconforming units may not exceed a limit number). ``discontinue`` counts lots not
    accepted under tightened inspection, or lots that stay under it.
    """

    to_tightened: tuple[int, int] = (2, 5)
    to_normal: int = 5
    to_reduced: Literal["score", "accepted-lots"] = "score"
    reduced_score: int = 30
    reduced_lots: int = 10
    limit_numbers: bool = False
    discontinue: Literal["lots-not-accepted", "lots-on-tightened"] = "lots-not-accepted"
    discontinue_after: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A standard in one edition.

    ``tables`` names its master tables (``None``: not seen). ``recalled`` are the kinds and severities whose numbers
    were not compared with a licensed copy, ``absent`` those that are not carried. ``gap`` says that reduced plans
    have counts which accept the lot and end reduced inspection.
    """

    name: EditionName
    standard: str
    edition: str
    published: date | None
    tables: Literal["mil-std-105e", "iso-2859-1-1999"] | None
    switching: SwitchingRules
    gap: bool = False
    recalled: tuple[tuple[Kind, Severity], ...] = ()
    absent: tuple[tuple[Kind, Severity], ...] = ()

    @property
    def title(self) -> str:
        """As one cites it: ISO 2859-1:1999 + Amd 1:2011; MIL-STD-105 E, 1989."""
        return f"{self.standard}{':' if self.edition[:1].isdigit() else ' '}{self.edition}"

    @property
    def incomplete(self) -> bool:
        """Whether some of its tables are not carried, or were not compared with a copy."""
        return self.tables is None or bool(self.recalled or self.absent)


EDITIONS: Final[dict[EditionName, Edition]] = {
    "mil-std-105e": Edition(
        name="mil-std-105e",
        standard="MIL-STD-105",
        edition="E, 1989",
        published=date(1989, 5, 10),
        tables="mil-std-105e",
        gap=True,
        switching=SwitchingRules(
            to_reduced="accepted-lots", limit_numbers=True, discontinue="lots-on-tightened", discontinue_after=10
        ),
    ),
    "ansi-z1.4": Edition(
        name="ansi-z1.4",
        standard="ANSI/ASQ Z1.4",
        edition="2003 (R2018)",
        published=date(2003, 1, 1),
        tables="mil-std-105e",
        gap=True,
        switching=SwitchingRules(to_reduced="accepted-lots"),
    ),
    "iso-2859-1-1999": Edition(
        name="iso-2859-1-1999",
        standard="ISO 2859-1",
        edition="1999 + Amd 1:2011",
        published=date(1999, 11, 15),
        tables="iso-2859-1-1999",
        switching=SwitchingRules(),
        recalled=(("single", "reduced"), ("double", "normal"), ("double", "tightened")),
        absent=(("double", "reduced"), ("multiple", "normal"), ("multiple", "tightened"), ("multiple", "reduced")),
    ),
    "iso-2859-1-2026": Edition(
        name="iso-2859-1-2026",
        standard="ISO 2859-1",
        edition="2026",
        published=None,
        tables=None,
        switching=SwitchingRules(),
    ),
}


def edition_named(name: str) -> Edition:
    """The edition; ``ValueError`` for an unknown name, ``Refused`` for one that was not seen.

    >>> edition_named("iso-2859-1-1999").standard
    'ISO 2859-1'
    """
    if name not in EDITIONS:
        raise ValueError(f"no edition {name!r}: {', '.join(EDITIONS)}")
    found = EDITIONS[name]
    if found.tables is None:
        raise refuse("acceptance_sampling.edition_unseen", edition=found.title)
    return found


def code_letters(lot_sizes: NDArray[np.int64] | list[int] | tuple[int, ...], *, level: Level = "II") -> list[str]:
    """The sample size code letter of each lot (table I, the same in all editions).

    ``lot_sizes`` are units, at least 2: fewer are refused. ``ValueError`` for an unknown level.

    >>> code_letters([8, 120, 1200, 600_000])
    ['A', 'F', 'J', 'Q']
    """
    if level not in _LETTERS_BY_LEVEL:
        raise ValueError(f"no inspection level {level!r}: {', '.join(LEVELS)}")
    sizes = np.asarray(lot_sizes)
    if sizes.size and (sizes.dtype.kind not in "iu" or sizes.min() < 2):
        raise refuse("acceptance_sampling.lot_too_small", lot=str(sizes.min()))
    rows = np.searchsorted(_LOT_FROM, sizes, side="right") - 1
    return [_LETTERS_BY_LEVEL[level][row] for row in rows.tolist()]


def aql_index(aql: float | str, values: tuple[float, ...] = AQL_VALUES) -> int:
    """The place of an AQL among the preferred values; any other is refused with its neighbours, or the two nearest.

    >>> aql_index("0.65"), aql_index(1)
    (9, 10)
    """
    try:
        number = float(aql)
    except ValueError:
        number = float("nan")
    for place, value in enumerate(values):
        if abs(number - value) < 1e-9 * value:
            return place
    after = min(max(int(np.searchsorted(values, number)), 1), len(values) - 1)
    below, above = (values[0], values[-1]) if np.isnan(number) else values[after - 1 : after + 1]
    raise refuse("acceptance_sampling.aql_not_preferred", aql=str(aql), below=below, above=above)
