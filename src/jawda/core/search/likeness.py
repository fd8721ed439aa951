"""How far a word one typed is from one that stands there: what a slip of the finger does."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

SHORTEST: Final = 4
"""Letters: a shorter word is not guessed."""
LONG: Final = 8
"""Letters from which two slips are forgiven."""


def edits(one: str, other: str, limit: int) -> int:
    """Letters added, left out, changed, or swapped with their neighbour; ``limit + 1`` for anything above ``limit``.

    Optimal string alignment: a swapped pair is not edited again.

    >>> edits("metrolgie", "metrologie", 2), edits("evalutaion", "evaluation", 2), edits("abc", "xyz", 1)
    (1, 1, 2)
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, wanted in enumerate(other, 1):
            cost = min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > limit:
            return limit + 1
        before, last = last, now
    return min(last[-1], limit + 1)


def fragments(wanted: str) -> tuple[tuple[str, str], ...]:
    """Pairs of a beginning and an end, of which one is whole after any single slip; none for a word not guessed.

    An index finds words by these; :func:`alike` then judges. The third is for two neighbours swapped in the middle.

    >>> fragments("metrolgie")
    (('metr', ''), ('', 'olgie'), ('met', 'lgie'))
    >>> fragments("iso")
    ()
    """
    if len(wanted) < SHORTEST:
        return ()
    half = len(wanted) // 2
    return ((wanted[:half], ""), ("", wanted[half:]), (wanted[: half - 1], wanted[half + 1 :]))


def alike(wanted: str, found: Iterable[str]) -> bool:
    """Whether one of the words ``found``, or its beginning, is what one meant by ``wanted``.

    >>> alike("metrolgie", ["legale", "metrologie"]), alike("aud", ["aut"])
    (True, False)
    """
    return any(_alike(wanted, word) for word in found)


@lru_cache(maxsize=16_384)
def _alike(wanted: str, word: str) -> bool:
    """Entries share most of their words: each pair is judged once."""
    shared = fragments(wanted) or ((wanted, ""),)
    if not any(word.startswith(begins) and word.endswith(ends) for begins, ends in shared):
        return False
    limit = 0 if len(wanted) < SHORTEST else 1 if len(wanted) < LONG else 2
    parts = {word, *(word[: len(wanted) + more] for more in (-1, 0, 1))}
    return any(edits(wanted, part, limit) <= limit for part in parts)
