"""A panel's opinion, and its disagreement."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given as check
from hypothesis import strategies as st
from tests.core.assessment.examples import GRID, answers, referential, requirement

from jawda.core.assessment import Answer, Member, panel
from jawda.core.referentials.scales import MATURITY

ONE = referential([requirement("a")], scale=MATURITY)


def members(*said: tuple[str, str]) -> list[Member]:
    return [
        Member(id=str(number), college=college, answers=tuple(answers(a=level)))
        for number, (college, level) in enumerate(said)
    ]


def test_the_opinion_keeps_the_disagreement() -> None:
    """Two colleges that see the same service 60 points apart are not 50 of 100 together: both are shown."""
    found = panel(ONE, members(("ministry", "5"), ("ministry", "4"), ("consumers", "1"), ("consumers", "2")))[0]
    assert found.middle is not None
    assert (found.middle.code, found.distance) == ("2", 60.0)
    assert found.colleges == {"ministry": 90.0, "consumers": 30.0}
    assert found.disagreement == pytest.approx((20 + 80 + 60 + 60 + 40 + 20) / 6)
    assert (found.counts["5"], found.counts["0"], found.answered, found.not_applicable) == (1, 0, 4, 0)


def test_few_say_little() -> None:
    """Nobody, one member, and one who holds the question not to apply."""
    nobody = panel(ONE, [Member(id="0", college="ministry", answers=(Answer(requirement="a", note="later"),))])[0]
    assert (nobody.middle, nobody.disagreement, nobody.distance, nobody.answered) == (None, None, None, 0)
    one = panel(ONE, members(("ministry", "3"), ("consumers", "n/a")))[0]
    assert one.middle is not None
    assert (one.middle.code, one.disagreement, one.distance, one.not_applicable) == ("3", None, None, 1)


@check(st.lists(st.sampled_from("012345"), min_size=2, max_size=12))
def test_disagreement_is_that_of_two_members_at_random(levels: list[str]) -> None:
    """The mean absolute difference over all pairs; nothing among those who agree, at most 100 points."""
    found = panel(ONE, members(*(("all", level) for level in levels)))[0]
    apart = [20 * abs(int(one) - int(other)) for one, other in combinations(levels, 2)]
    assert found.disagreement == pytest.approx(sum(apart) / len(apart))
    assert (found.disagreement == 0) == (len(set(levels)) == 1)
    assert found.middle is not None
    below = sum(level <= found.middle.code for level in levels)
    assert 2 * below >= len(levels)


def test_every_question_has_its_opinion() -> None:
    assert [item.requirement.id for item in panel(GRID, [])] == ["a", "b", "c", "d", "e"]
