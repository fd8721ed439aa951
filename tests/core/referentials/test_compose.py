"""Composition against sets: whatever sets stand for three requirements, the composed relation holds of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.referentials import Pair, Relation, RequirementMapping, compose

SETS = st.frozensets(st.integers(0, 4), min_size=1)
HOLDS = {
    Relation.EQUAL: frozenset.__eq__,
    Relation.SUBSET: frozenset.issubset,
    Relation.SUPERSET: frozenset.issuperset,
    Relation.INTERSECTS: lambda one, other: bool(one & other),
}


def mapping(source: str, target: str, *pairs: tuple[str, str, Relation]) -> RequirementMapping:
    made = tuple(Pair(source=one, target=other, relation=relation) for one, other, relation in pairs)
    return RequirementMapping(source=source, target=target, pairs=made)


@pytest.mark.parametrize("first", Relation)
@pytest.mark.parametrize("second", Relation)
@given(a=SETS, b=SETS, c=SETS)
def test_what_is_composed_holds(
    first: Relation, second: Relation, a: frozenset[int], b: frozenset[int], c: frozenset[int]
) -> None:
    """A chain is never stronger than its weakest hop, and nothing is claimed that does not follow."""
    composed = compose(mapping("A", "B", ("a", "b", first)), mapping("B", "C", ("b", "c", second))).pairs
    if HOLDS[first](a, b) and HOLDS[second](b, c):
        assert all(HOLDS[pair.relation](a, c) for pair in composed)


def test_the_strongest_of_several_chains() -> None:
    first = mapping(
        "A", "B", ("a", "b1", Relation.INTERSECTS), ("a", "b2", Relation.SUBSET), ("a", "b3", Relation.SUPERSET)
    )
    onward = [("b1", "c", Relation.EQUAL), ("b2", "c", Relation.EQUAL), ("b1", "d", Relation.SUPERSET)]
    composed = compose(first, mapping("B", "C", *onward))
    assert [(pair.target, pair.relation, pair.via) for pair in composed.pairs] == [("c", Relation.SUBSET, ("b2",))]
    both = compose(first, mapping("B", "C", *onward, ("b3", "c", Relation.EQUAL)))
    assert both.pairs[0].relation is Relation.EQUAL
    assert both.pairs[0].via == ("b2", "b3")
