"""A master table as it is printed: code letters down, AQL values across, in each cell two numbers or an arrow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

#: Toward smaller ("up") or larger ("down") samples.
Direction: TypeAlias = Literal["up", "down"]
#: Acceptance and rejection number; by variables sample size and k.
Pair: TypeAlias = tuple[float, float]
#: Cumulative acceptance and rejection numbers of a plan, a pair a sample; ``None``: no acceptance at this sample.
Numbers: TypeAlias = tuple[tuple[int | None, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTable:
    """``cells`` by code letter and place of the AQL; ``sizes``: the sample of each letter, where the table has one."""

    letters: str
    cells: Mapping[tuple[str, int], Pair | Direction]
    sizes: Mapping[str, int]

    def column(self, aql: int) -> Callable[[str], Pair | Direction] | None:
        """What stands under an AQL, by letter; ``None`` where nothing does."""
        if not any((letter, aql) in self.cells for letter in self.letters):
            return None
        return lambda letter: self.cells[letter, aql]


def follow(at: Callable[[str], object], letters: str, letter: str) -> tuple[str, tuple[str, ...]]:
    """The letter whose plan stands at the end of the arrows, and the letters passed on the way to it.

    ``at`` gives what stands at a letter: an arrow as "up" or "down", or anything else for a plan. Where the table ends
    an arrow points the other way. ``ValueError`` for a column without any plan.

    >>> cells = {"A": "down", "B": (0, 1), "C": "up"}
    >>> follow(cells.__getitem__, "ABC", "A"), follow(cells.__getitem__, "ABC", "B")
    (('B', ('B',)), ('B', ()))
    """
    step = at(letter)
    if step not in ("up", "down"):
        return letter, ()
    place = letters.index(letter)
    later, earlier = letters[place + 1 :], letters[:place][::-1]
    for way in (later, earlier) if step == "down" else (earlier, later):
        for count, other in enumerate(way):
            if at(other) not in ("up", "down"):
                return other, tuple(way[: count + 1])
    raise ValueError("a column of a master table has at least one plan")
