"""When a message that failed is sent again: not before its delay, at most a quarter later, and not all at once."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from jawda.foundation.webhooks.delivering import DELAYS, delay_before

TRIES = st.integers(min_value=1, max_value=len(DELAYS))


@given(again=TRIES)
def test_a_delay_lies_between_what_is_documented_and_a_quarter_more(again: int) -> None:
    assert DELAYS[again - 1] <= delay_before(again) <= DELAYS[again - 1] * 1.25


@given(again=TRIES)
def test_what_failed_in_the_same_second_does_not_come_back_in_the_same_second(again: int) -> None:
    """200 messages fall into each fifth of the quarter; that one fifth stays empty has a chance of 2 in 10^19."""
    base = DELAYS[again - 1]
    shares = [(delay_before(again) - base) / (base * 0.25) for _ in range(200)]
    assert {min(4, int(share * 5)) for share in shares} == {0, 1, 2, 3, 4}


def test_a_delay_is_shorter_than_the_next_one_at_its_longest() -> None:
    """Each try waits longer than the one before, whatever the share."""
    assert all(former * 1.25 < later for former, later in pairwise(DELAYS))
