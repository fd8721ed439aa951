"""Answers proposed from an earlier assessment."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given as check
from hypothesis import strategies as st
from tests.core.assessment.examples import GRID, STANDARD, answers, given, referential, referentials, requirement

from jawda.core.assessment import assess, carry_over
from jawda.core.referentials import Lineage, Pair, Reason, Referential, Relation, RequirementMapping
from jawda.core.referentials.model import Requirement


def edition(*requirements: Requirement) -> Referential:
    return replace(referential(requirements), id="example-2", edition="2", replaces="example-1")


def from_old(name: str, relation: Relation, *sources: str) -> Requirement:
    return requirement(name, lineage=tuple(Lineage(requirement=item, relation=relation) for item in sources))


@check(st.data())
def test_last_year_is_asked_whether_it_is_still_true(data: st.DataObject) -> None:
    """The same edition: every answer that counted is proposed as it was, in reading order; nothing else is."""
    tree = data.draw(referentials())
    result = assess(tree, data.draw(given(tree)))
    found = carry_over(result, tree)
    assert {item.answer.requirement: item.answer for item in found.proposals} == dict(result.counted)
    assert found.certain == found.proposals
    assert [item.answer.requirement for item in found.proposals] == [
        item.id for item in tree.assessable if item.id in result.counted
    ]
    assert {*found.without} == {item.id for item in tree.assessable} - set(result.counted)


def test_a_new_edition_by_its_lineage() -> None:
    """What asks for the same follows; what asks for less follows where more was met; the rest is looked at."""
    old = referential([requirement(name) for name in "abcde"])
    new = edition(
        from_old("a2", Relation.EQUAL, "a"),
        from_old("b2", Relation.SUBSET, "b"),
        from_old("c2", Relation.SUBSET, "c"),
        from_old("d2", Relation.SUPERSET, "d"),
        from_old("e2", Relation.INTERSECTS, "e"),
        requirement("new"),
    )
    found = carry_over(assess(old, answers(a="P", b="C", c="P", d="C", e="C")), new)
    assert [(item.answer.requirement, item.answer.level, item.reason, item.certain) for item in found.proposals] == [
        ("a2", "P", Reason.EQUAL, True),
        ("b2", "C", Reason.SUBSET, True),
        ("c2", "P", Reason.SUBSET, False),
        ("d2", "C", Reason.SUPERSET, False),
        ("e2", "C", Reason.INTERSECTS, False),
    ]
    assert found.without == ("new",)
    assert found.to_review == found.proposals[2:]


def test_what_was_merged_is_as_strong_as_its_weakest_part() -> None:
    """Of several sources the closest count, and among them the weakest; one that is missing makes it uncertain."""
    old = referential([requirement(name) for name in "abc"])
    merged = edition(from_old("ab", Relation.EQUAL, "a", "b"))
    weakest = carry_over(assess(old, answers(a="C", b="X")), merged).proposals[0]
    assert (weakest.answer.level, weakest.sources, weakest.certain) == ("X", ("a", "b"), True)
    half = carry_over(assess(old, answers(a="C")), merged).proposals[0]
    assert (half.answer.level, half.certain) == ("C", False)
    set_aside = carry_over(assess(old, answers(a="P", b="n/a")), merged).proposals[0]
    assert set_aside.answer.level == "P"
    lines = (
        Lineage(requirement="a", relation=Relation.INTERSECTS),
        Lineage(requirement="b", relation=Relation.EQUAL),
    )
    closest = carry_over(assess(old, answers(a="X", b="C")), edition(requirement("n", lineage=lines))).proposals[0]
    assert (closest.sources, closest.answer.level, closest.certain) == (("b",), "C", True)


def test_another_referential_by_a_mapping() -> None:
    """A source that holds all that the target asks, and more, says with certainty that a met target is met."""
    old = referential([requirement(name) for name in "abcd"])
    new = replace(referential([requirement(name) for name in "wxyz"]), id="other-1", slug="other")
    pairs = [("a", "w", Relation.EQUAL), ("b", "x", Relation.SUPERSET), ("c", "y", Relation.SUBSET)]
    mapping = RequirementMapping(
        source="example-1",
        target="other-1",
        pairs=tuple(Pair(source=one, target=other, relation=relation) for one, other, relation in pairs),
    )
    found = carry_over(assess(old, answers(a="P", b="C", c="C", d="C")), new, mapping)
    assert [(item.answer.requirement, item.reason, item.certain) for item in found.proposals] == [
        ("w", Reason.EQUAL, True), ("x", Reason.SUBSET, True), ("y", Reason.SUPERSET, False),
    ]  # fmt: skip
    assert found.without == ("z",)
    with pytest.raises(ValueError, match="not from example-1 to example-1"):
        carry_over(assess(old, []), old, mapping)


def test_not_applicable_follows_only_where_the_same_is_asked() -> None:
    """A reason for setting a question aside may not hold for another question; a knock-out is never set aside."""
    old = referential([requirement("a"), requirement("b"), requirement("c")])
    new = replace(
        edition(
            from_old("a2", Relation.EQUAL, "a"),
            from_old("b2", Relation.SUBSET, "b"),
            replace(from_old("c2", Relation.EQUAL, "c"), knock_out=True),
        ),
        certifiable=True,
    )
    found = carry_over(assess(old, answers(a="n/a", b="n/a", c="n/a")), new)
    assert [(item.answer.requirement, item.certain) for item in found.proposals] == [("a2", True), ("b2", False)]
    assert found.without == ("c2",)


def test_scales_never_mix_and_lost_levels_are_not_proposed() -> None:
    """Conformity and maturity are never mixed; a level that the new scale lacks cannot be given."""
    assert carry_over(assess(STANDARD, answers(a="C")), GRID).proposals == ()
    shorter = replace(STANDARD, scale=replace(STANDARD.scale, levels=STANDARD.scale.levels[::2]))
    found = carry_over(assess(STANDARD, answers(a="P", b="C")), shorter)
    assert [item.answer.requirement for item in found.proposals] == ["b"]
    assert found.proposals[0].reason is Reason.RESCALED
    assert not found.proposals[0].certain
