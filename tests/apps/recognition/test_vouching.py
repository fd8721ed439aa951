"""Who vouches for what: three levels that are never taken for one another, and what speaks against goes first."""

from __future__ import annotations

from datetime import date

import pytest

from jawda.apps.recognition.elsewhere import vouching
from jawda.apps.recognition.elsewhere.enums import InRegister, Vouching
from jawda.apps.recognition.elsewhere.vouching import Looked, Standing, Stands, age_if_old, age_rules, standing
from jawda.apps.recognition.elsewhere.words import LEVEL_MARKS, headline, mark_of, seal_of
from jawda.apps.recognition.watching.stages import to_tell
from jawda.core.credentials.verdict import Verdict

TODAY = date(2026, 11, 30)
RECENT, OLD = date(2026, 9, 1), date(2025, 11, 29)


def found(
    *, last: date | None = None, look: tuple[date, InRegister] | None = None, verdict: Verdict | None = None,
    differs: bool = False,
) -> tuple[Vouching, Stands]:  # fmt: skip
    looked = Looked(on=look[0], found=look[1]) if look else None
    told = standing(today=TODAY, expires_on=last, looked=looked, verdict=verdict, differs=differs)
    return told.vouching, told.stands


def test_without_anything_else_the_holder_alone_says_so() -> None:
    assert found() == (Vouching.HOLDER, Stands.IN_FORCE)
    assert found(last=date(2026, 11, 30)) == (Vouching.HOLDER, Stands.IN_FORCE), "the last day counts"
    assert found(last=date(2026, 11, 29)) == (Vouching.HOLDER, Stands.EXPIRED)


@pytest.mark.parametrize("said", list(InRegister))
def test_whoever_looked_vouches_for_what_stood_there(said: InRegister) -> None:
    assert found(look=(RECENT, said)) == (Vouching.REGISTER, Stands(said.value))


def test_what_stood_in_the_register_ends_with_its_last_day_unless_it_was_withdrawn() -> None:
    over = date(2026, 10, 1)
    assert found(look=(RECENT, InRegister.IN_FORCE), last=over) == (Vouching.REGISTER, Stands.EXPIRED)
    assert found(look=(RECENT, InRegister.WITHDRAWN), last=over) == (Vouching.REGISTER, Stands.WITHDRAWN)


@pytest.mark.parametrize(
    ("verdict", "stands"),
    [(Verdict.VALID, Stands.IN_FORCE), (Verdict.SUSPENDED, Stands.SUSPENDED), (Verdict.WITHDRAWN, Stands.WITHDRAWN),
     (Verdict.EXPIRED, Stands.EXPIRED)],
)  # fmt: skip
def test_a_verified_signature_vouches_before_a_look(verdict: Verdict, stands: Stands) -> None:
    assert found(verdict=verdict, look=(RECENT, InRegister.IN_FORCE)) == (Vouching.SIGNATURE, stands)


@pytest.mark.parametrize("against", [InRegister.SUSPENDED, InRegister.WITHDRAWN])
def test_what_speaks_against_it_goes_before_a_good_signature(against: InRegister) -> None:
    assert found(verdict=Verdict.VALID, look=(RECENT, against)) == (Vouching.REGISTER, Stands(against.value))


@pytest.mark.parametrize("verdict", [Verdict.UNKNOWN, Verdict.NOT_YET_VALID])
def test_a_signature_that_cannot_be_told_lifts_nothing(verdict: Verdict) -> None:
    assert found(verdict=verdict) == (Vouching.HOLDER, Stands.IN_FORCE)
    assert found(verdict=verdict, look=(RECENT, InRegister.IN_FORCE)) == (Vouching.REGISTER, Stands.IN_FORCE)


def test_a_signed_document_that_says_otherwise_vouches_for_nothing_that_was_typed() -> None:
    assert found(verdict=Verdict.VALID, differs=True) == (Vouching.HOLDER, Stands.IN_FORCE)


def test_a_forged_document_is_never_covered_up() -> None:
    assert found(verdict=Verdict.INVALID) == (Vouching.HOLDER, Stands.INVALID)
    look = (RECENT, InRegister.IN_FORCE)
    assert found(verdict=Verdict.INVALID, look=look, differs=True) == (Vouching.REGISTER, Stands.INVALID)


def test_a_look_says_its_age_from_twelve_whole_months_on() -> None:
    assert age_if_old(date(2025, 12, 1), TODAY) == 0
    assert age_if_old(date(2025, 11, 30), TODAY) == 12
    old = standing(
        today=TODAY, expires_on=None, looked=Looked(on=OLD, found=InRegister.IN_FORCE), verdict=None, differs=False
    )
    assert old.check_age == 12
    assert age_rules()[0].source, "the rule is data with its source"


def test_the_rule_of_the_day_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = (
        vouching.AgeRule(since=date(2027, 1, 1), months=6, source="later"),
        vouching.AgeRule(since=date(2026, 1, 1), months=18, source="now"),
    )
    monkeypatch.setattr(vouching, "age_rules", lambda: rules)
    assert age_if_old(OLD, TODAY) == 0
    assert age_if_old(OLD, date(2027, 5, 29)) == 18
    assert age_if_old(date(2026, 11, 30), date(2027, 5, 30)) == 6
    assert age_if_old(date(2020, 1, 1), date(2025, 12, 31)) == 0, "no rule holds yet"


def test_levels_differ_by_shape_in_the_list_and_at_the_head_of_the_page() -> None:
    told = [Standing(vouching=level, stands=Stands.IN_FORCE) for level in Vouching]
    assert len({mark_of(one) for one in told}) == len({seal_of(one) for one in told}) == 3
    assert len({headline(one) for one in told}) == 3
    against = [Standing(vouching=Vouching.HOLDER, stands=stands) for stands in Stands if stands != Stands.IN_FORCE]
    assert {mark_of(one) for one in against}.isdisjoint(LEVEL_MARKS.values())


def test_each_stage_before_the_end_is_told_once() -> None:
    last, told = date(2026, 12, 31), []
    stage, of = None, None
    for ordinal in range(date(2026, 9, 1).toordinal(), date(2027, 1, 10).toordinal()):
        day = date.fromordinal(ordinal)
        found = to_tell(last, day, told_stage=stage, told_for=of)
        if found is not None:
            told.append((found, day))
            stage, of = found, last
    assert told == [(90, date(2026, 10, 2)), (30, date(2026, 12, 1)), (0, date(2027, 1, 1))]
    assert to_tell(None, last, told_stage=None, told_for=None) is None
