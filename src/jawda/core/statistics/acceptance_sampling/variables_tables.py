"""The master tables of sampling inspection by variables: sample sizes and the maximum percent nonconforming M.

MIL-STD-414 (1957, work of the US Government), tables B-3, B-4, D-3 and D-4, in the arrangement of lot sizes, levels
and letters of ANSI/ASQ Z1.9. Arrows are resolved: a letter without a plan repeats the next one below. Tightened
inspection at one AQL is normal inspection at the AQL before; reduced inspection is that of a smaller letter at the
AQL after. Constants k are computed from M, which the standard does too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

import numpy as np

from jawda.core.statistics.acceptance_sampling.editions import LEVELS, Level, Severity
from jawda.core.statistics.samples import refuse

VariablesEdition: TypeAlias = Literal["ansi-z1.9", "iso-3951-1-2013", "iso-3951-1-2022"]
Sigma: TypeAlias = Literal["unknown", "known"]

#: Of ANSI/ASQ Z1.9.
VARIABLES_LEVELS: Final[tuple[Level, ...]] = ("S-3", "S-4", "I", "II", "III")
VARIABLES_AQL_VALUES: Final = (0.10, 0.15, 0.25, 0.40, 0.65, 1.0, 1.5, 2.5, 4.0, 6.5, 10.0)
VARIABLES_LETTERS: Final = "BCDEFGHIJKLMNP"


@dataclass(frozen=True, slots=True, kw_only=True)
class VariablesStandard:
    """A standard of inspection by variables in one edition; ``carried``: its tables are here."""

    standard: str
    edition: str
    published: date
    carried: bool

    @property
    def title(self) -> str:
        """As one cites it: ISO 3951-1:2022."""
        return f"{self.standard}:{self.edition}"


VARIABLES_EDITIONS: Final[dict[VariablesEdition, VariablesStandard]] = {
    "ansi-z1.9": VariablesStandard(
        standard="ANSI/ASQ Z1.9", edition="2003 (R2018)", published=date(2003, 1, 1), carried=True
    ),
    "iso-3951-1-2013": VariablesStandard(
        standard="ISO 3951-1", edition="2013", published=date(2013, 9, 1), carried=False
    ),
    "iso-3951-1-2022": VariablesStandard(
        standard="ISO 3951-1", edition="2022", published=date(2022, 1, 1), carried=False
    ),
}

_LOT_FROM: Final = np.array([2, 9, 16, 26, 51, 91, 151, 281, 401, 501, 1201, 3201, 10_001, 35_001, 150_001, 500_001])
_LETTERS_BY_LEVEL: Final[dict[Level, str]] = {
    "S-3": "BBBBBBBCCDEFGHHH",
    "S-4": "BBBBBCDEEFGHIJKK",
    "I": "BBBCDEFGGHIJKLMN",
    "II": "BBCDEFGHIJKLMNPP",
    "III": "CDEFGHIJJKLMNPPP",
}

# Columns of the tables; the first serves tightened inspection at 0.10, the last reduced inspection at 10
_COLUMNS: Final = ("tightened", *VARIABLES_AQL_VALUES, "reduced")
# Rows: the letters B to P, then the sample of 30 of reduced inspection
_ROW_OF_REDUCED: Final = dict(zip(VARIABLES_LETTERS, (0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 14, 9, 10), strict=True))
_SIZES_UNKNOWN: Final = (3, 4, 5, 7, 10, 15, 20, 25, 35, 50, 75, 100, 150, 200, 30)

# One line for each column, M in percent; sigma unknown. Letters without a plan at this AQL are left out in front.
_M_UNKNOWN: Final = (
    "0.077 0.186 0.228 0.250 0.253 0.243 0.225 0.218 0.202 0.204 -",
    "0.005 0.179 0.311 0.356 0.378 0.373 0.355 0.326 0.315 0.292 0.294 -",
    "0.087 0.349 0.491 0.531 0.551 0.534 0.503 0.461 0.444 0.412 0.414 0.567",
    "0.421 0.714 0.839 0.864 0.874 0.833 0.778 0.711 0.684 0.636 0.637 0.885",
    "0.041 1.05 1.27 1.33 1.33 1.32 1.24 1.16 1.06 1.02 0.946 0.945 1.32",
    "1.34 2.13 2.14 2.09 2.03 2.00 1.87 1.73 1.59 1.52 1.42 1.42 1.98",
    "1.49 3.33 3.54 3.27 3.06 2.93 2.86 2.66 2.47 2.27 2.18 2.05 2.04 2.82",
    "5.46 5.82 5.34 4.72 4.32 4.10 3.97 3.70 3.44 3.17 3.06 2.88 2.86 3.91",
    "7.59 10.88 9.80 8.40 7.26 6.55 6.18 5.98 5.58 5.21 4.83 4.67 4.42 4.39 5.87",
    "18.86 16.41 14.37 12.19 10.53 9.48 8.95 8.65 8.11 7.61 7.10 6.88 6.56 6.52 8.48",
    "26.94 22.84 20.19 17.34 15.17 13.74 13.01 12.60 11.89 11.23 10.58 10.29 9.86 9.80 12.37",
    "33.69 29.43 26.55 23.30 20.73 18.97 18.07 17.55 16.67 15.87 15.07 14.71 14.18 14.11 17.25",
    "40.47 36.79 33.94 30.50 27.65 25.63 24.58 23.97 - 21.99 21.05 - - - 23.61",
)
# Sigma known: sample size / M in percent
_KNOWN: Final = (
    "3/0.114 4/0.161 6/0.230 7/0.226 11/0.217 15/0.211 20/0.207 30/0.193 40/0.196 -",
    "4/0.290 5/0.296 6/0.321 8/0.330 11/0.326 16/0.308 22/0.296 31/0.283 42/0.285 -",
    "3/0.369 4/0.399 5/0.445 6/0.478 9/0.469 12/0.461 17/0.438 23/0.423 34/0.397 45/0.402 7/0.507",
    "2/0.310 3/0.568 4/0.681 6/0.721 7/0.756 9/0.760 13/0.721 19/0.673 25/0.655 37/0.615 49/0.620 8/0.791",
    "2/0.510 3/0.959 5/1.09 6/1.14 8/1.14 10/1.14 14/1.08 21/1.00 27/0.980 40/0.921 54/0.920 9/1.18",
    "2/1.28 3/1.94 4/1.88 5/1.76 7/1.75 8/1.80 11/1.73 16/1.62 23/1.51 30/1.47 44/1.39 59/1.39 10/1.79",
    "2/2.73 2/2.23 3/2.76 4/2.58 6/2.57 7/2.62 9/2.59 12/2.49 17/2.35 25/2.19 33/2.12 49/2.00 65/2.00 11/2.57",
    "2/3.90 2/3.00 3/3.85 4/3.87 6/3.77 8/3.68 10/3.63 14/3.43 19/3.28 28/3.05 36/2.99 54/2.82 71/2.82 12/3.61",
    "2/6.11 3/7.56 4/6.99 5/6.05 7/5.83 9/5.68 11/5.60 15/5.34 22/4.98 32/4.68 42/4.55 61/4.35 81/4.34 13/5.58",
    "2/9.27 3/10.79 4/9.97 5/8.92 8/8.62 10/8.43 13/8.13 18/7.72 25/7.34 36/6.95 48/6.75 70/6.48 93/6.46 15/8.13",
    "3/17.74 3/15.60 5/15.21 6/13.89 9/12.88 12/12.35 15/12.04 20/11.57 29/10.93 42/10.40 55/10.17 82/9.76 109/9.73"
    " 18/11.88",
    "3/24.22 4/22.97 5/20.80 7/19.46 11/17.88 14/17.36 17/17.05 24/16.23 33/15.61 49/14.87 64/14.58 95/14.09"
    " 127/14.02 21/16.71",
    "4/33.67 4/31.01 6/28.64 8/26.64 12/24.88 16/23.96 20/23.43 - 38/21.77 56/20.90 - - - 24/23.13",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VariablesCell:
    """Sample size and M (a fraction) of a letter at an AQL; ``arrow``: they are those of a letter below."""

    size: int
    maximum: float
    arrow: bool


def variables_letter(lot_size: int, level: Level = "II") -> str:
    """The code letter of a lot (ANSI/ASQ Z1.9, table A-2). Refused: a lot under two units, levels S-1 and S-2, which
    ISO 3951-1 has alone. ``ValueError`` for an unknown level.

    >>> variables_letter(120), variables_letter(401)
    ('F', 'I')
    """
    if level not in LEVELS:
        raise ValueError(f"no inspection level {level!r}: {', '.join(LEVELS)}")
    if level not in _LETTERS_BY_LEVEL:
        raise refuse("acceptance_sampling.level_not_here", level=level, known=", ".join(VARIABLES_LEVELS))
    if lot_size < 2:
        raise refuse("acceptance_sampling.lot_too_small", lot=str(lot_size))
    return _LETTERS_BY_LEVEL[level][int(np.searchsorted(_LOT_FROM, lot_size, side="right")) - 1]


def variables_cell(letter: str, aql: int, *, severity: Severity, sigma: Sigma) -> VariablesCell:
    """The plan of a letter and the AQL of this index.

    >>> variables_cell("F", 5, severity="normal", sigma="unknown")
    VariablesCell(size=10, maximum=0.0327, arrow=False)
    """
    column = aql + {"normal": 1, "tightened": 0, "reduced": 2}[severity]
    row = _ROW_OF_REDUCED[letter] if severity == "reduced" else VARIABLES_LETTERS.index(letter)
    table = _M_UNKNOWN if sigma == "unknown" else _KNOWN
    words = table[column].split()
    # the words end with the sample of 30; what is missing in front are arrows down
    missing = len(VARIABLES_LETTERS) + 1 - len(words)
    place = row if row == len(VARIABLES_LETTERS) else max(row, missing)
    size, _, maximum = words[place - missing].rpartition("/")
    found = round(float(maximum) / 100, 7)
    return VariablesCell(size=int(size or _SIZES_UNKNOWN[place]), maximum=found, arrow=place != row)
