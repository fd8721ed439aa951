"""Editions: what carries over, and what may not be said of an edition."""

from __future__ import annotations

from dataclasses import replace

from jawda.core.languages import Text
from jawda.core.referentials import (
    Lineage,
    Referential,
    Relation,
    Requirement,
    Scale,
    check_succession,
    compare_editions,
)
from jawda.core.referentials.scales import CONFORMITY, MATURITY


def item(name: str, *lineage: tuple[str, Relation], question: str = "Q", assessable: bool = True) -> Requirement:
    return Requirement(
        id=name,
        reference=name,
        title=Text(en=name),
        question=Text(en=question),
        assessable=assessable,
        lineage=tuple(Lineage(requirement=old, relation=relation) for old, relation in lineage),
    )


def edition(number: str, *requirements: Requirement, scale: Scale = CONFORMITY) -> Referential:
    return Referential(
        id=f"x-{number}", slug="x", edition=number, title=Text(en="X"), languages=("en",), publisher="P",
        rights=Text(en="R"), scale=scale, requirements=requirements, replaces="x-1" if number == "2" else None,
    )  # fmt: skip


OLD = edition("1", item("a"), item("b"), item("c"), item("d"), item("h", assessable=False), item("gone"))
NEW = edition(
    "2",
    item("a"),
    item("b", question="Other"),
    item("cd", ("c", Relation.SUPERSET), ("d", Relation.EQUAL)),
    item("c1", ("c", Relation.SUBSET)),
    item("h2", ("h", Relation.EQUAL), assessable=False),
    item("new"),
)


def test_what_became_of_each() -> None:
    """A requirement's id is never reused; lineage between editions is data."""
    found = compare_editions(OLD, NEW)
    assert (found.kept, found.added, found.removed) == (("a",), ("new",), ("gone",))
    assert found.changed == {"b": ("question",)}
    assert (found.merged, found.split) == ({"cd": ("c", "d")}, {"c": ("cd", "c1")})
    assert [(carried.old, carried.new, carried.review, carried.reason) for carried in found.carried] == [
        ("a", "a", False, "same"),
        ("b", "b", True, "reworded"),
        ("c", "cd", True, "superset"),
        ("d", "cd", False, "equal"),
        ("c", "c1", True, "subset"),
    ]
    moved = replace(
        OLD, requirements=(replace(OLD.requirements[0], reference="9"), replace(item("h"), title=Text(en="h")))
    )
    assert compare_editions(OLD, moved).moved == ("a",)


def test_scales() -> None:
    """Answers never carry between scales of two kinds; other levels of one kind are looked at."""
    assert compare_editions(OLD, replace(NEW, scale=MATURITY)).carried == ()
    other = replace(CONFORMITY, levels=(CONFORMITY.levels[0], CONFORMITY.levels[2]))
    assert compare_editions(OLD, replace(NEW, scale=other)).carried[0].reason == "rescaled"


def test_succession() -> None:
    assert check_succession(OLD, NEW) == ()
    wrong = edition("3", item("a", ("b", Relation.EQUAL)), item("e", ("z", Relation.EQUAL)))
    assert [finding.id.removeprefix("referentials.") for finding in check_succession(OLD, wrong)] == [
        "not_the_successor",
        "reused_id",
        "unknown_lineage",
    ]


def test_the_tree() -> None:
    assert MATURITY.level("5") is MATURITY.levels[5]
    assert replace(OLD, requirements=(item("a"), replace(item("b"), parent="a"))).chapter_of == {"a": "a", "b": "a"}
