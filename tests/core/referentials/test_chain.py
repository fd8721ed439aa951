"""The mapping between two referentials, from all that are known."""

from __future__ import annotations

from tests.core.referentials.test_compose import mapping

from jawda.core.referentials import Relation, invert, mapping_between, reachable

ONE = mapping("A", "B", ("a", "b", Relation.SUBSET), ("a2", "b2", Relation.EQUAL))
TWO = mapping("C", "B", ("c", "b", Relation.SUPERSET), ("c2", "b2", Relation.INTERSECTS))
ALSO = mapping("A", "D", ("a2", "d", Relation.EQUAL))
AND = mapping("D", "C", ("d", "c2", Relation.SUBSET))


def test_what_was_written_for_the_two_counts_alone() -> None:
    direct = mapping("A", "C", ("x", "y", Relation.EQUAL))
    assert mapping_between([ONE, TWO, direct], "A", "C") == direct
    assert mapping_between([ONE, TWO, direct], "C", "A") == invert(direct)
    backwards = mapping("C", "A", ("p", "q", Relation.EQUAL))
    assert mapping_between([direct, backwards], "C", "A") == backwards


def test_through_a_third_with_its_name() -> None:
    """A part of B, and B of C, makes A a part of C; two parts of B need not share anything."""
    found = mapping_between([ONE, TWO], "A", "C")
    assert found is not None
    assert [(pair.source, pair.target, pair.relation, pair.via) for pair in found.pairs] == [
        ("a", "c", Relation.SUBSET, ("b",)), ("a2", "c2", Relation.INTERSECTS, ("b2",)),
    ]  # fmt: skip


def test_of_several_thirds_the_strongest_pair_counts() -> None:
    found = mapping_between([ONE, TWO, ALSO, AND], "A", "C")
    assert found is not None
    assert {(pair.source, pair.target): (pair.relation, pair.via) for pair in found.pairs} == {
        ("a", "c"): (Relation.SUBSET, ("b",)), ("a2", "c2"): (Relation.SUBSET, ("d",)),
    }  # fmt: skip


def test_nothing_is_known_of_strangers_nor_of_oneself() -> None:
    assert mapping_between([ONE, TWO], "A", "Z") is None
    assert mapping_between([], "A", "C") is None
    assert mapping_between([mapping("A", "A", ("a", "a", Relation.EQUAL)), ONE], "A", "C") is None


def test_what_can_be_reached_is_what_can_be_mapped() -> None:
    every = [ONE, TWO, ALSO, AND]
    ends = [(item.source, item.target) for item in every]
    for source in "ABCDZ":
        assert reachable(ends, source) == {
            target: not any({item.source, item.target} == {source, target} for item in every)
            for target in "ABCD"
            if target != source and mapping_between(every, source, target) is not None
        }
