"""Values as people read them."""

from __future__ import annotations

import doctest
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.languages import LANGUAGES
from jawda.foundation.ui import formats, frame, tables


@pytest.mark.parametrize("module", [formats, frame, tables])
def test_the_examples_of_the_documentation(module):
    assert doctest.testmod(module).failed == 0


@given(st.integers(-(10**12), 10**12), st.sampled_from(LANGUAGES))
def test_a_whole_number_reads_back_in_every_language(value, language):
    text = formats.number(value, language)
    assert int(text.replace(formats.THIN, "").replace(formats.MINUS, "-")) == value


@given(st.decimals(-(10**6), 10**6, places=3), st.sampled_from(LANGUAGES))
def test_no_sign_stands_for_both_thousands_and_decimals(value, language):
    text = formats.number(value, language, 3)
    assert sum(text.count(sign) for sign in ",.") == 1


@pytest.mark.parametrize("nothing", [None, float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_no_number_is_a_dash(nothing):
    assert formats.number(nothing, "fr") == "–"
    assert formats.percent(nothing, "fr") == "–"
    assert formats.signed(nothing, "fr") == "–"


def test_a_difference_that_rounds_to_zero_has_no_sign():
    assert formats.signed(Decimal("0.04"), "fr", 1) == "0,0"
    assert formats.signed(-3, "ar") == "−3"


def test_months_are_the_moroccan_ones():
    months = [formats.date_long(date(2026, month, 2), "ar").split("\N{NO-BREAK SPACE}")[1] for month in range(1, 13)]
    assert " ".join(month.removesuffix(" 2026") for month in months) == (
        "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر"
    )


def test_the_first_of_a_month_in_french():
    assert formats.date_long(date(2026, 5, 1), "fr") == "1er\N{NO-BREAK SPACE}mai 2026"
    assert formats.date_long(date(2026, 5, 1), "en") == "1\N{NO-BREAK SPACE}May 2026"


def test_a_moment_near_midnight_is_of_the_readers_day():
    moment = datetime(2026, 8, 20, 23, 30, tzinfo=UTC)
    assert formats.date_short(moment) == "21/08/2026"
    assert formats.time_short(moment) == "00:30"


def test_the_clock_of_morocco_is_that_of_utc_since_september_2026_whatever_the_system_knows():
    moment = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert formats.date_short(moment) == "20/11/2026"
    assert timezone.localtime(moment).utcoffset() == timedelta(0), "the framework's clock is the same one"


def test_during_ramadan_the_clock_of_morocco_is_that_of_utc():
    text = formats.datetime_long(datetime(2026, 3, 1, 12, 0, 5, tzinfo=UTC), "en", seconds=True)
    assert text.endswith("at 12:00:05 (UTC)")


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        formats.time_short(datetime(2026, 1, 1))  # noqa: DTZ001 - the case under test


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 octets"), (999, "999 octets"), (42_300, "42 ko"), (10**15, "1 000,0 To")]
)
def test_sizes(size, text):
    assert formats.filesize(size, "fr").replace("\N{NO-BREAK SPACE}", " ").replace(formats.THIN, " ") == text
