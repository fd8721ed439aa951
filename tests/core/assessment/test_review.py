"""A self-assessment beside an expert's."""

from __future__ import annotations

import pytest
from hypothesis import given as check
from hypothesis import strategies as st
from tests.core.assessment.examples import STANDARD, answers, given, referentials

from jawda.core.assessment import ENOUGH_REVIEWS, Answer, assess, expected_band, review, usual


def test_where_they_differ() -> None:
    """Self minus expert, in points; what the expert sees lower comes with the widest difference first."""
    own = [*answers(a="C", b="C", c="X", d="P", e="C"), Answer(requirement="x")]
    expert = answers(a="P", b="X", c="C", d="n/a")
    found = review(STANDARD, own, expert)
    assert [(item.requirement.id, item.difference) for item in found.seen] == [("a", 50), ("b", 100), ("c", -100)]
    assert [item.requirement.id for item in found.overrated] == ["b", "a"]
    assert [item.requirement.id for item in found.underrated] == ["c"]
    assert (found.difference, found.chapters) == (pytest.approx(50 / 3), {"c1": 75, "c2": -100})
    assert (found.undecided, found.unseen, found.agreed) == (("d",), ("e",), 0)


def test_nothing_seen_by_both() -> None:
    found = review(STANDARD, answers(a="C", d="n/a"), answers(b="C", d="n/a"))
    assert (found.seen, found.difference, found.undecided, found.unseen) == ((), None, (), ("a",))


@check(st.data())
def test_an_expert_who_agrees_changes_nothing(data: st.DataObject) -> None:
    """The same answers: no difference; the other way round, every difference changes its sign."""
    tree = data.draw(referentials())
    own, expert = data.draw(given(tree)), data.draw(given(tree))
    same = review(tree, own, own)
    assert same.agreed == len(same.seen) == sum(item.level is not None for item in assess(tree, own).answers.values())
    assert (same.overrated, same.underrated, same.undecided, same.unseen) == ((), (), (), ())
    there, back = review(tree, own, expert), review(tree, expert, own)
    assert [item.difference for item in there.seen] == [-item.difference for item in back.seen]
    assert there.difference == (None if back.difference is None else -back.difference)


def test_nothing_usual_is_said_of_few() -> None:
    """Fewer than ten reviews: a figure would be that of one company or another."""
    assert usual([5.0] * (ENOUGH_REVIEWS - 1)) is None
    found = usual([5.0] * ENOUGH_REVIEWS)
    assert found is not None
    assert (found.reviews, found.low, found.middle, found.high) == (10, 5, 5, 5)


@check(st.lists(st.integers(-100, 100).map(float), min_size=ENOUGH_REVIEWS, max_size=60), st.floats(0, 100))
def test_one_careless_review_is_no_guide(differences: list[float], score: float) -> None:
    """Quartiles stay within what was seen, and one review that is far off moves them no further than its neighbours."""
    found = usual(differences)
    assert found is not None
    assert min(differences) <= found.low <= found.middle <= found.high <= max(differences)
    ordered = sorted(differences)
    moved = usual([*ordered[:-1], 1e6])
    assert moved is not None
    assert moved.middle <= ordered[-1]
    low, high = expected_band(score, found)
    assert 0 <= low <= high <= 100
