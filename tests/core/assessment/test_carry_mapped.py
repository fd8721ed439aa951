"""Answers that follow from another referential, and those that only help to judge."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.assessment.examples import answers, referential, requirement

from jawda.core.assessment import assess, carry_mapped
from jawda.core.referentials import Pair, Relation, RequirementMapping
from jawda.core.referentials.scales import MATURITY

OLD = referential([requirement(name) for name in "abcd"])
NEW = replace(referential([requirement(name) for name in "vwxyz"]), id="other-1", slug="other")


def mapping(*pairs: tuple[str, str, Relation]) -> RequirementMapping:
    made = tuple(Pair(source=one, target=other, relation=relation) for one, other, relation in pairs)
    return RequirementMapping(source="example-1", target="other-1", pairs=made)


PAIRS = mapping(
    ("a", "v", Relation.EQUAL), ("b", "w", Relation.SUPERSET), ("c", "x", Relation.SUBSET),
    ("a", "x", Relation.INTERSECTS), ("d", "y", Relation.SUBSET),
)  # fmt: skip


def test_only_equal_and_superset_propose_an_answer() -> None:
    """A part of what is asked, or something of it, sets no level: the former answers stand beside the question."""
    found = carry_mapped(assess(OLD, answers(a="P", b="C", c="C")), NEW, PAIRS)
    assert [(item.answer.requirement, item.answer.level, item.certain) for item in found.proposals] == [
        ("v", "P", True), ("w", "C", True),
    ]  # fmt: skip
    assert found.hints == {"x": ("c", "a")}
    assert found.without == ("y", "z")
    assert (len(found.certain), found.to_review) == (2, ())


def test_more_that_is_not_met_says_nothing_certain_of_less() -> None:
    """Who does not meet the larger question may meet the smaller one: it is to be looked at."""
    found = carry_mapped(assess(OLD, answers(b="X")), NEW, PAIRS)
    assert [item.answer.requirement for item in found.to_review] == ["w"]


def test_a_hint_needs_no_common_scale_and_a_strong_pair_beats_a_weak_one() -> None:
    """Where answers cannot carry between kinds of scale, what was answered still helps."""
    found = carry_mapped(assess(OLD, answers(a="C", c="C")), replace(NEW, scale=MATURITY), PAIRS)
    assert found.proposals == ()
    assert found.hints == {"v": ("a",), "x": ("c", "a")}
    both = mapping(("a", "v", Relation.SUBSET), ("b", "v", Relation.SUPERSET))
    assert carry_mapped(assess(OLD, answers(a="C", b="C")), NEW, both).hints == {}


def test_a_mapping_of_others_is_refused() -> None:
    with pytest.raises(ValueError, match="a mapping from example-1"):
        carry_mapped(assess(OLD, []), OLD, PAIRS)
