"""When an instrument is due, and when somebody is reminded."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.apps.product_quality.instruments.reminding import days_of, speaks_on
from jawda.apps.product_quality.instruments.standing import SOON, Standing, months_after, standing_of
from jawda.apps.product_quality.models import Instrument

TODAY = date(2026, 5, 31)
DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("state", "days", "standing"),
    [
        ("in_service", -1, Standing.OVERDUE),
        ("in_service", 0, Standing.SOON),
        ("in_service", 30, Standing.SOON),
        ("in_service", 31, Standing.IN_ORDER),
        ("in_service", None, Standing.UNDATED),
        ("quarantined", -1, Standing.SET_ASIDE),
        ("withdrawn", 40, Standing.WITHDRAWN),
    ],
)
def test_the_state_comes_before_the_date(state: str, days: int | None, standing: Standing) -> None:
    assert standing_of(state, None if days is None else TODAY + timedelta(days=days), TODAY) is standing


@given(DAYS, st.integers(0, 240), st.integers(0, 240))
def test_months_add_up_to_the_end_of_a_month(day: date, first: int, second: int) -> None:
    """In two steps one arrives at the same month, and never later in it."""
    once, twice = months_after(day, first + second), months_after(months_after(day, first), second)
    assert (once.year, once.month) == (twice.year, twice.month)
    assert twice.day <= once.day <= day.day
    assert (once.year * 12 + once.month) - (day.year * 12 + day.month) == first + second


@given(DAYS, st.integers(-400, 400))
def test_what_is_due_is_said_a_month_before_and_then_every_week(today: date, days: int) -> None:
    due_on = today + timedelta(days=days)
    instrument = Instrument(state="in_service", due_on=due_on)
    found = list(days_of(instrument, today))
    assert found
    assert all(day > today for day in found)
    assert all(day == due_on - SOON or (day - due_on).days % 7 == 1 for day in found)
    assert all(speaks_on(instrument, day) for day in found)
    assert not list(days_of(Instrument(state="withdrawn", due_on=due_on), today))
