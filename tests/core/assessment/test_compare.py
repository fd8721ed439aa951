"""Two assessments compared."""

from __future__ import annotations

import pytest
from hypothesis import given as check
from hypothesis import strategies as st
from tests.core.assessment.examples import GRID, STANDARD, answers, given, referential, referentials, requirement

from jawda.core.assessment import Change, Code, assess, compare


def test_by_node_and_by_answer() -> None:
    """Later minus earlier; each answer improved, worsened, new, or no longer there."""
    earlier = assess(STANDARD, answers(a="X", b="C", d="n/a", e="P"))
    later = assess(STANDARD, answers(a="C", b="P", c="X", d="C"))
    found = compare(earlier, later)
    assert (found.improved, found.worsened, found.newly_answered) == (("a",), ("b",), ("c",))
    assert found.changes["d"] is Change.APPLICABILITY_CHANGED
    assert found.changes["e"] is Change.NO_LONGER_ANSWERED
    assert (found.nodes["c1"], found.nodes["c2"], found.nodes["c"]) == (25.0, -25.0, None)
    assert found.verdicts == (Code.NOT_READY, Code.NOT_READY)
    assert compare(assess(STANDARD, []), later).whole is None


def test_another_edition_by_what_is_carried_over() -> None:
    """Ids are never reused: an id in both editions is the same requirement, and a mapping tells of the others."""
    old = referential([requirement("a"), requirement("b"), requirement("c"), requirement("gone")])
    new = referential([requirement("a"), requirement("b2"), requirement("merged"), requirement("new")])
    earlier = assess(old, answers(a="P", b="X", c="C", gone="C"))
    later = assess(new, answers(a="C", b2="P", merged="C", new="X"))
    found = compare(earlier, later, carried={"b": "b2", "c": "merged", "gone": "dropped"})
    assert found.improved == ("a", "b2")
    assert found.changes["merged"] is Change.UNCHANGED
    assert found.newly_answered == ("new",)
    assert (found.nodes["b2"], found.nodes["new"]) == (50.0, None)


def test_merged_requirements_are_as_strong_as_the_weakest() -> None:
    """Where two requirements became one, the weakest of them is compared."""
    old = referential([requirement("a"), requirement("b")])
    new = referential([requirement("ab")])
    carried = {"a": "ab", "b": "ab"}
    now = assess(new, answers(ab="C"))
    assert compare(assess(old, answers(a="C", b="P")), now, carried=carried).improved == ("ab",)
    assert compare(assess(old, answers(a="C", b="n/a")), now, carried=carried).changes == {"ab": Change.UNCHANGED}
    half = compare(assess(old, answers(a="C")), now, carried=carried)
    assert (half.newly_answered, half.nodes["ab"]) == (("ab",), None)


def test_scales_of_two_kinds_are_not_compared() -> None:
    """Conformity and maturity are never mixed."""
    with pytest.raises(ValueError, match="not compared"):
        compare(assess(GRID, []), assess(STANDARD, []))


@check(st.data())
def test_turned_round(data: st.DataObject) -> None:
    """Compared the other way round, every difference changes its sign, and what improved has worsened."""
    tree = data.draw(referentials())
    one, other = assess(tree, data.draw(given(tree))), assess(tree, data.draw(given(tree)))
    there, back = compare(one, other), compare(other, one)
    assert there.improved == back.worsened
    assert there.newly_answered == tuple(n for n, change in back.changes.items() if change is Change.NO_LONGER_ANSWERED)
    assert {name: None if value is None else -value for name, value in there.nodes.items()} == dict(back.nodes)
    assert set(there.changes) == set(one.counted) | set(other.counted)
    same = compare(one, one)
    assert set(same.changes.values()) <= {Change.UNCHANGED}
    assert same.whole in (0.0, None)
