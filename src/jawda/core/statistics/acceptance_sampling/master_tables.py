"""The master tables of sampling inspection by attributes, as the diagonals they are made of.

Sample sizes and AQL values both grow by about the fifth root of ten, so that a plan keeps its acceptance number along
a diagonal: the place of the code letter plus that of the AQL decides it. Every cell is one of a few patterns of
acceptance and rejection numbers, or an arrow to the next letter that has a plan.

Sources: MIL-STD-105E (1989), tables II-A to IV-C (work of the US Government). ISO 2859-1:1999 has the same single
plans for normal and tightened inspection; its reduced plans close the gap between acceptance and rejection, its double
plans were revised (foreword of that edition).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from jawda.core.findings import Refused
from jawda.core.statistics.acceptance_sampling.editions import AQL_VALUES, LETTERS, Edition, Kind, Severity
from jawda.core.statistics.acceptance_sampling.printed_tables import Direction, Numbers, Pair, follow
from jawda.core.statistics.acceptance_sampling.supplied_tables import SuppliedTables
from jawda.core.statistics.samples import refuse

_SIZES: Final = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000, 3150)
_REDUCED_SIZES: Final = (2, 2, 2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800)

# Letters after E stop at the ninth diagonal of acceptance numbers: samples would be needlessly large
_LAST_LONG: Final = LETTERS.index("E")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Diagonals:
    """``zero``: the diagonal of Ac 0; ``arrows``: the diagonals after it; then a pair (Ac, Re) for each."""

    zero: int
    arrows: tuple[Literal["up", "down"], ...]
    pairs: tuple[tuple[int, int], ...]
    last_letter: str = "R"
    others: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = ()


def _pairs(*accept: int) -> tuple[tuple[int, int], ...]:
    return tuple((number, number + 1) for number in accept)


# reduced samples of A and B are no smaller than normal ones: their plans stay near the normal ones
_REDUCED_A: Final = ("A", _pairs(1, 2, 3, 5, 7, 10, 14, 21, 30))
_REDUCED_B: Final = ("B", ((0, 2), (1, 3), (2, 4), (3, 5), *_pairs(5, 7, 10, 14, 21, 30)))
_NORMAL: Final = _Diagonals(zero=14, arrows=("up", "down"), pairs=_pairs(1, 2, 3, 5, 7, 10, 14, 21, 30, 44))
_TIGHTENED: Final = _Diagonals(
    zero=15, arrows=("down", "down"), pairs=_pairs(1, 2, 3, 5, 8, 12, 18, 27, 41), last_letter="S"
)
_SINGLE: Final[dict[tuple[str, Severity], _Diagonals]] = {
    ("mil-std-105e", "normal"): _NORMAL,
    ("mil-std-105e", "tightened"): _TIGHTENED,
    ("mil-std-105e", "reduced"): _Diagonals(
        zero=14,
        arrows=("up", "down"),
        pairs=((0, 2), (1, 3), (1, 4), (2, 5), (3, 6), (5, 8), (7, 10), (10, 13), (14, 17), (21, 24)),
        others=(_REDUCED_A, _REDUCED_B),
    ),
    ("iso-2859-1-1999", "normal"): _NORMAL,
    ("iso-2859-1-1999", "tightened"): _TIGHTENED,
    ("iso-2859-1-1999", "reduced"): _Diagonals(
        zero=14,
        arrows=("up", "down", "down"),
        pairs=_pairs(1, 2, 3, 5, 6, 8, 10, 14, 21),
        others=(("A", _pairs(2, 3, 5, 7, 10, 14, 21, 30)), ("B", _pairs(1, 2, 3, 5, 7, 10, 14, 21, 30))),
    ),
}
#: A letter whose single plan starts one diagonal before the others: (tables, severity, letter, AQL index) -> pair.
_SINGLE_CELLS: Final[dict[tuple[str, Severity, str, int], tuple[int, int] | Literal["down"]]] = {
    # tightened: a sample of two with Ac 0 stands at no AQL, the arrow leads on
    ("mil-std-105e", "tightened", "A", 15): "down",
    ("iso-2859-1-1999", "tightened", "A", 15): "down",
    ("iso-2859-1-1999", "reduced", "A", 17): (1, 2),
}

# A row for each pair (Ac, Re) of the single plan: acceptance and rejection numbers of the first, then of both samples
_DOUBLE: Final[dict[tuple[int, int], Numbers]] = {
    (1, 2): ((0, 2), (1, 2)),
    (2, 3): ((0, 3), (3, 4)),
    (3, 4): ((1, 4), (4, 5)),
    (5, 6): ((2, 5), (6, 7)),
    (7, 8): ((3, 7), (8, 9)),
    (8, 9): ((3, 7), (11, 12)),
    (10, 11): ((5, 9), (12, 13)),
    (12, 13): ((6, 10), (15, 16)),
    (14, 15): ((7, 11), (18, 19)),
    (18, 19): ((9, 14), (23, 24)),
    (21, 22): ((11, 16), (26, 27)),
    (27, 28): ((15, 20), (34, 35)),
    (30, 31): ((17, 22), (37, 38)),
    (41, 42): ((23, 29), (52, 53)),
    (44, 45): ((25, 31), (56, 57)),
    (0, 2): ((0, 2), (0, 2)),
    (1, 3): ((0, 3), (0, 4)),
    (1, 4): ((0, 4), (1, 5)),
    (2, 5): ((0, 4), (3, 6)),
    (3, 6): ((1, 5), (4, 7)),
    (5, 8): ((2, 7), (6, 9)),
    (7, 10): ((3, 8), (8, 12)),
    (10, 13): ((5, 10), (12, 16)),
    (14, 17): ((7, 12), (18, 22)),
    (21, 24): ((11, 17), (26, 30)),
}
_DOUBLE_ISO: Final[dict[tuple[int, int], Numbers]] = _DOUBLE | {
    (3, 4): ((1, 3), (4, 5)),
    (7, 8): ((3, 6), (9, 10)),
    (8, 9): ((4, 7), (10, 11)),
}


def _seven(accept: str, reject: str) -> Numbers:
    numbers = (None if word == "#" else int(word) for word in accept.split())
    return tuple(zip(numbers, map(int, reject.split()), strict=True))


# Seven samples; "#": acceptance is not permitted at this sample
_MULTIPLE: Final[dict[tuple[int, int], Numbers]] = {
    (1, 2): _seven("# # 0 0 1 1 2", "2 2 2 3 3 3 3"),
    (2, 3): _seven("# 0 0 1 2 3 4", "2 3 3 4 4 5 5"),
    (3, 4): _seven("# 0 1 2 3 4 6", "3 3 4 5 6 6 7"),
    (5, 6): _seven("# 1 2 3 5 7 9", "4 5 6 7 8 9 10"),
    (7, 8): _seven("0 1 3 5 7 10 13", "4 6 8 10 11 12 14"),
    (8, 9): _seven("0 2 4 6 9 12 14", "4 7 9 11 12 14 15"),
    (10, 11): _seven("0 3 6 8 11 14 18", "5 8 10 13 15 17 19"),
    (12, 13): _seven("0 3 7 10 14 18 21", "6 9 12 15 17 20 22"),
    (14, 15): _seven("1 4 8 12 17 21 25", "7 10 13 17 20 23 26"),
    (18, 19): _seven("1 6 11 16 22 27 32", "8 12 17 22 25 29 33"),
    (21, 22): _seven("2 7 13 19 25 31 37", "9 14 19 25 29 33 38"),
    (27, 28): _seven("3 10 17 24 32 40 48", "10 17 24 31 37 43 49"),
    (30, 31): _seven("4 11 19 27 36 45 53", "12 19 27 34 40 47 54"),
    (41, 42): _seven("6 16 26 37 49 61 72", "15 25 36 46 55 64 73"),
    (44, 45): _seven("6 17 29 40 53 65 77", "16 27 39 49 58 68 78"),
    (0, 2): _seven("# # 0 0 0 0 1", "2 2 2 3 3 3 3"),
    (1, 3): _seven("# # 0 0 0 1 1", "2 3 3 4 4 5 5"),
    (1, 4): _seven("# # 0 0 1 1 2", "3 3 4 5 6 6 7"),
    (2, 5): _seven("# 0 0 1 2 3 4", "3 4 5 6 7 7 8"),
    (3, 6): _seven("# 0 1 2 3 4 6", "4 5 6 7 8 9 10"),
    (5, 8): _seven("# 1 2 3 5 7 9", "4 6 8 10 11 12 14"),
    (7, 10): _seven("0 1 3 5 7 10 13", "5 7 9 12 13 15 17"),
    (10, 13): _seven("0 3 6 8 11 14 18", "6 9 12 15 17 20 22"),
}
# Letters too small for a plan in several samples: (severity is reduced, letter) -> the largest kind that exists
_NO_DOUBLE: Final = {False: "A", True: "ABC"}
_NO_MULTIPLE: Final = {False: "ABC", True: "ABCDE"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A plan of the master tables: ``letters`` are those on the way from the one asked for to ``letter``."""

    letter: str
    letters: tuple[str, ...]
    kind: Kind
    sizes: tuple[int, ...]
    numbers: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tables:
    """The tables of one severity under one AQL: what stands at a letter, the samples, and plans in several samples."""

    severity: Severity
    letters: str
    at: Callable[[str], Pair | Direction]
    sizes: tuple[int, ...]
    numbers: Mapping[tuple[int, int], Numbers]

    def follow(self, letter: str) -> tuple[str, tuple[str, ...]]:
        return follow(self.at, self.letters, letter)

    def pair(self, letter: str) -> tuple[int, int]:
        """Of a letter that has a plan."""
        held = self.at(letter)
        assert not isinstance(held, str)  # arrows end at a plan
        return int(held[0]), int(held[1])

    def possible(self, letter: str, kind: Kind) -> Kind:
        """The kind that the tables have at this letter, the nearest to the one asked for."""
        if kind == "single" or self.pair(letter) == (0, 1) or letter in _NO_DOUBLE[self.severity == "reduced"]:
            return "single"
        if kind == "multiple" and letter in _NO_MULTIPLE[self.severity == "reduced"]:
            return "double"
        return kind


def cell(
    letter: str,
    aql: int,
    *,
    severity: Severity,
    kind: Kind,
    edition: Edition,
    below: bool = False,
    supplied: SuppliedTables | None = None,
) -> Cell:
    """The plan of a code letter and the AQL of this index, arrows followed.

    Where the tables send from a double or multiple plan to the single one (Ac 0, smallest letters), so does this; with
    ``below`` the next plan of the kind down the column is taken instead, as the tables allow. What ``supplied`` has
    goes before what is carried. A table that neither has is refused.

    >>> from jawda.core.statistics.acceptance_sampling.editions import EDITIONS
    >>> found = cell("F", 10, severity="normal", kind="single", edition=EDITIONS["mil-std-105e"])
    >>> found.letter, found.sizes, found.numbers
    ('E', (13,), ((0, 1),))
    """
    tables = _tables(aql, severity, kind, edition, supplied)
    found, way = tables.follow(letter)
    if below and kind != "single":
        for lower in tables.letters[tables.letters.index(found) :]:
            target, further = tables.follow(lower)
            if tables.possible(target, kind) == kind:
                found, way = target, (*way, *(further if lower != found else ()))
                break
    actual = tables.possible(found, kind)
    place = LETTERS.index(found)
    if actual == "single":
        return Cell(letter=found, letters=way, kind=actual, sizes=(tables.sizes[place],), numbers=(tables.pair(found),))
    if actual != kind:  # multiple was asked for, the letter has a double plan
        tables = _tables(aql, severity, actual, edition, supplied)
    numbers = tables.numbers.get(tables.pair(found))
    if numbers is None:
        raise _absent(actual, edition)
    # a sample of a double plan is one size smaller than the single one, of a multiple plan three sizes
    size = tables.sizes[place - (1 if actual == "double" else 3)]
    return Cell(letter=found, letters=way, kind=actual, sizes=(size,) * len(numbers), numbers=numbers)


def _tables(aql: int, severity: Severity, kind: Kind, edition: Edition, supplied: SuppliedTables | None) -> _Tables:
    series = supplied.series.get((kind, severity)) if supplied and kind != "single" else None
    if series is None and kind != "single" and (edition.tables is None or (kind, severity) in edition.absent):
        raise _absent(kind, edition)
    printed = supplied.singles.get(severity) if supplied else None
    if printed is not None:
        column = printed.column(aql)
        if column is None:
            raise refuse("acceptance_sampling.no_column_supplied", aql=AQL_VALUES[aql], edition=edition.title)
        return _Tables(
            severity=severity,
            letters=printed.letters,
            at=column,
            sizes=tuple(printed.sizes[letter] for letter in printed.letters),
            numbers=series or carried_series(edition, kind),
        )
    if edition.tables is None:
        raise refuse("acceptance_sampling.edition_unseen", edition=edition.title)
    tables = edition.tables
    return _Tables(
        severity=severity,
        letters=LETTERS[: LETTERS.index(_SINGLE[tables, severity].last_letter) + 1],
        at=lambda letter: _pair(letter, aql, severity, tables),
        sizes=_REDUCED_SIZES if severity == "reduced" else _SIZES,
        numbers=series or carried_series(edition, kind),
    )


def _absent(kind: Kind, edition: Edition) -> Refused:
    return refuse(f"acceptance_sampling.no_table_{kind}", edition=edition.title)


def carried_series(edition: Edition, kind: Kind) -> Mapping[tuple[int, int], Numbers]:
    """Numbers of plans in several samples by those of the single plan, as carried; none for single plans."""
    if kind == "single" or edition.tables is None:
        return {}
    if kind == "multiple":
        return _MULTIPLE
    return _DOUBLE_ISO if edition.tables == "iso-2859-1-1999" else _DOUBLE


def pairs_in_use(
    kind: Kind, severity: Severity, edition: Edition, supplied: SuppliedTables | None = None
) -> tuple[tuple[int, int], ...]:
    """Every pair (Ac, Re) of the single tables in whose place a plan of this kind may stand, in order.

    >>> from jawda.core.statistics.acceptance_sampling.editions import EDITIONS
    >>> pairs_in_use("double", "reduced", EDITIONS["iso-2859-1-1999"])[:4]
    ((1, 2), (2, 3), (3, 4), (5, 6))
    """
    found: set[tuple[int, int]] = set()
    printed = supplied.singles.get(severity) if supplied else None
    for aql in range(len(AQL_VALUES)):
        if printed is not None and printed.column(aql) is None:
            continue
        tables = _tables(aql, severity, "single", edition, supplied)
        plans = [letter for letter in tables.letters if not isinstance(tables.at(letter), str)]
        found |= {tables.pair(letter) for letter in plans if tables.possible(letter, kind) == kind}
    return tuple(sorted(found))


def _pair(letter: str, aql: int, severity: Severity, tables: str) -> tuple[int, int] | Direction:
    """What stands in a cell of the single table: acceptance and rejection number, or an arrow."""
    special = _SINGLE_CELLS.get((tables, severity, letter, aql))
    if special is not None:
        return special
    rule = _SINGLE[tables, severity]
    place = LETTERS.index(letter)
    diagonal = place + aql - rule.zero
    if diagonal < 0:
        return "down"
    if diagonal == 0:
        return (0, 1)
    if diagonal <= len(rule.arrows):
        return rule.arrows[diagonal - 1]
    pairs = dict(rule.others).get(letter, rule.pairs)
    number = diagonal - 1 - len(rule.arrows)
    if place > _LAST_LONG:
        pairs = pairs[: len(rule.pairs) - 2]
    return pairs[number] if number < len(pairs) else "up"
