"""No count below five can be read from the counts that are shown, nor by subtraction from the total."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.apps.ecosystems.campaigns_masking import ENOUGH, FEW, LEAST, MASKED, Count, Funnel, funnel

counts = st.integers(0, 40)
NAMES = ("invited", "started", "finished")


def classes(shown: Funnel) -> tuple[Count, ...]:
    return (shown.invited, shown.started, shown.finished)


def view(values: tuple[int, ...]) -> tuple[object, ...]:
    """All that a reader of the page knows."""
    shown = funnel(**dict(zip(NAMES, values, strict=True)))
    return (shown.total, *classes(shown), shown.unfinished)


@cache
def worlds(total: int) -> dict[tuple[object, ...], list[tuple[int, ...]]]:
    """Every distribution of ``total`` companies, by what the page shows of it."""
    found: dict[tuple[object, ...], list[tuple[int, ...]]] = {}
    for a in range(total + 1):
        for b in range(total + 1 - a):
            values = (a, b, total - a - b)
            found.setdefault(view(values), []).append(values)
    return found


@given(counts, counts, counts)
def test_a_count_below_five_is_never_shown(invited: int, started: int, finished: int) -> None:
    shown = funnel(invited=invited, started=started, finished=finished)
    assert all(item.value is None or item.value >= LEAST for item in classes(shown))
    assert all(
        item in (MASKED, FEW) or item.value == true
        for item, true in zip(classes(shown), (invited, started, finished), strict=True)
    )
    assert shown.masked == any(item.value is None for item in classes(shown))


@pytest.mark.parametrize("total", [0, 1, 5, 12, 13, 14, 15, 18, 22, 30, 41])
def test_a_reader_who_knows_the_rule_cannot_tell_a_small_count(total: int) -> None:
    """ "Subtraction must not reveal a masked count": whoever knows the total, the shown counts and the rule itself is
    left with every value from 0 to 4 for a class that is said to be small, and with several for any masked one."""
    for seen, possible in worlds(total).items():
        for number, item in enumerate(seen[1:4]):
            values = {values[number] for values in possible}
            if item == FEW:
                assert values == set(range(LEAST)), seen
            elif item == MASKED and total > 0:
                assert len(values) > 1, seen
                assert max(values) >= LEAST or total < ENOUGH, seen


def test_large_counts_are_shown_and_the_number_to_remind_follows() -> None:
    shown = funnel(invited=8, started=21, finished=31)
    assert classes(shown) == (Count(8), Count(21), Count(31))
    assert shown.unfinished == 29
    assert not shown.masked


def test_one_small_class_takes_the_same_neighbour_with_it() -> None:
    assert classes(funnel(invited=2, started=21, finished=31)) == (FEW, MASKED, Count(31))
    assert classes(funnel(invited=21, started=2, finished=31)) == (MASKED, FEW, Count(31))
    shown = funnel(invited=21, started=31, finished=2)
    assert classes(shown) == (MASKED, Count(31), FEW)
    assert shown.unfinished is None, "the total less it would be the count of those that have finished"


def test_where_two_are_small_or_a_sum_would_tell_all_are_masked() -> None:
    assert classes(funnel(invited=60, started=0, finished=0)) == (MASKED, FEW, FEW)
    assert classes(funnel(invited=1, started=6, finished=40)) == (MASKED, MASKED, MASKED)
    assert classes(funnel(invited=5, started=4, finished=4)) == (MASKED, MASKED, MASKED)
