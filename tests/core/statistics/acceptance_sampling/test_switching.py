"""Switching rules, each with the sentence of its standard in other words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.findings import Refused
from jawda.core.statistics.acceptance_sampling.editions import EDITIONS, SwitchingRules
from jawda.core.statistics.acceptance_sampling.switching import (
    Lot,
    SwitchingHistory,
    SwitchingState,
    limit_number,
    switching_history,
)

GOOD = Lot(accepted=True, nonconforming=0, sample_size=80)


def _told(found: SwitchingHistory) -> list[str]:
    return [check.id.removeprefix("acceptance_sampling.") for check in found.findings]


def test_two_of_five_make_inspection_tightened() -> None:
    """Tightened when two of five or fewer consecutive lots were not accepted on original inspection."""
    assert switching_history([False, True, True, True, False]).severity == "tightened"
    assert switching_history([False, True, True, True, True, False]).severity == "normal"


def test_five_accepted_restore_normal_inspection() -> None:
    """Normal again when five consecutive lots were accepted under tightened inspection."""
    found = switching_history([True] * 5, start="tightened")
    assert found.severity == "normal"
    assert _told(found) == ["switched_normal"]
    assert switching_history([True] * 4 + [False] + [True] * 4, start="tightened").severity == "tightened"


def test_five_not_accepted_under_tightened_inspection_end_it() -> None:
    """ISO 2859-1:1999, 9.4: stop when the lots not accepted on tightened inspection reach five."""
    found = switching_history([False, True] * 4 + [False, True, False], start="tightened")
    assert found.severity == "discontinued"
    assert _told(found) == ["switched_discontinued", "lots_after_discontinuation"]
    assert found.state.resumed().severity == "tightened"
    assert found.state.after(GOOD) is found.state


def test_ten_lots_on_tightened_inspection_end_it_in_the_military_standard() -> None:
    lots = [True, True, False] * 4
    assert switching_history(lots[:9], start="tightened", edition="mil-std-105e").severity == "tightened"
    assert switching_history(lots[:10], start="tightened", edition="mil-std-105e").severity == "discontinued"


def test_the_score_of_thirty_permits_reduced_inspection() -> None:
    """ISO 2859-1:1999, 9.3.3: reduced at a score of 30, if production is steady and the authority wants it."""
    lots = [Lot(accepted=True, would_pass_tighter=True)] * 10
    assert switching_history(lots, reduced_authorised=True).severity == "reduced"
    waiting = switching_history(lots)
    assert (waiting.severity, waiting.lots[-1].score) == ("normal", 30)
    assert _told(waiting) == ["reduced_possible"]
    irregular = [*lots[:9], Lot(accepted=True, would_pass_tighter=True, irregular=True)]
    assert switching_history(irregular, reduced_authorised=True).severity == "normal"


@pytest.mark.parametrize(
    "lot",
    [
        Lot(accepted=False),
        Lot(accepted=True, marginal=True),
        Lot(accepted=True, irregular=True),
    ],
)
def test_reduced_inspection_ends_with_one_lot(lot: Lot) -> None:
    """Normal again when a lot is not accepted, lies in the gap, or production is irregular."""
    assert switching_history([GOOD, lot], start="reduced").severity == "normal"
    assert switching_history([GOOD, GOOD], start="reduced").severity == "reduced"


def test_ten_accepted_lots_within_the_limit_number() -> None:
    """MIL-STD-105E, 4.7.2: ten lots accepted, and the nonconforming in their samples within table VIII."""
    lots = [Lot(accepted=True, nonconforming=1, sample_size=80)] * 10
    within = switching_history(lots[:4] + [GOOD] * 6, edition="mil-std-105e", aql=1.0, reduced_authorised=True)
    assert within.severity == "reduced"
    beyond = switching_history(lots[:5] + [GOOD] * 5, edition="mil-std-105e", aql=1.0, reduced_authorised=True)
    assert beyond.severity == "normal"
    assert _told(beyond) == []
    fewer = switching_history([GOOD] * 9, edition="mil-std-105e", aql=1.0, reduced_authorised=True)
    assert fewer.severity == "normal"


def test_without_counts_the_limit_number_cannot_be_checked() -> None:
    found = switching_history([True] * 10, edition="mil-std-105e", aql=1.0, reduced_authorised=True)
    assert (found.severity, _told(found)) == ("normal", ["limit_number_unknown"])
    assert _told(switching_history([GOOD] * 10, edition="mil-std-105e")) == ["limit_number_unknown"]
    # ANSI/ASQ Z1.4 leaves limit numbers to the authority
    assert switching_history([True] * 10, edition="ansi-z1.4", reduced_authorised=True).severity == "reduced"


@pytest.mark.parametrize(
    ("units", "aql", "limit"),
    [
        (25, 10, 0),
        (25, 6.5, None),
        (49, 40, 7),
        (129, 15, 7),
        (320, 1.5, 1),
        (500, 0.65, 0),
        (1249, 4.0, 24),
        (2000, 1.5, 22),
        (3200, 2.5, 67),
        (19_999, 0.65, 69),
        (60_000, 0.010, 2),
        (60_000, 0.65, 301),
        (19, 1000, None),
    ],
)
def test_limit_numbers_as_printed(units: int, aql: float, limit: int | None) -> None:
    """MIL-STD-105E, table VIII; fewer than twenty units are in no class."""
    assert limit_number(units, aql=aql) == limit


def test_rules_of_your_own() -> None:
    own = SwitchingRules(to_tightened=(1, 1), to_normal=2)
    found = switching_history([False, True, True], rules=own)
    assert [lot.after for lot in found.lots] == ["tightened", "tightened", "normal"]
    assert found.method.options["own_rules"] is True


@given(st.lists(st.booleans(), max_size=40))
def test_a_history_is_its_lots_one_by_one(lots: list[bool]) -> None:
    state = SwitchingState(rules=EDITIONS["iso-2859-1-1999"].switching)
    for accepted in lots:
        state = state.after(Lot(accepted=accepted))
    found = switching_history(lots)
    assert found.state == state
    assert len(found.rows()) == len(lots)
    assert json.dumps(found.to_dict(), allow_nan=False)


def test_an_edition_that_was_not_seen_has_no_rules() -> None:
    with pytest.raises(Refused, match="edition_unseen"):
        switching_history([True], edition="iso-2859-1-2026")
