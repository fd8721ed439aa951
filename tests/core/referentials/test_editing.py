"""Writing a referential step by step: the tree stays a tree, nothing is lost, and every fault has its place."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import a_referential, a_requirement

from jawda.core.findings import Level
from jawda.core.referentials import Condition, check_succession, compare_editions, from_mapping, to_mapping
from jawda.core.referentials.editing import (
    STEPS,
    add,
    descendants,
    faults,
    fresh_id,
    move,
    new_form,
    next_edition,
    position,
    remove,
    set_head,
    set_languages,
    set_requirement,
)

SOUND = to_mapping(
    a_referential(
        a_requirement("a", assessable=False),
        a_requirement("a1", "a"),
        a_requirement("a2", "a", assessable=False),
        a_requirement("a21", "a2", weight=2.0, knock_out=True),
        a_requirement("b", assessable=False),
        a_requirement("b1", "b"),
    )
)
NAMES = [item["id"] for item in SOUND["requirements"]]


def shape(form: Any) -> list[tuple[str, str | None]]:
    return [(item["id"], item.get("parent")) for item in form["requirements"]]


def empty() -> dict[str, Any]:
    return new_form(
        slug="mine", edition="1", title={"fr": "À moi", "en": "Mine"}, languages=["fr", "en"], scale="maturity",
        publisher="We", rights={"fr": "©", "en": "©"}, rests_on=["iso-9001-2015"],
    )  # fmt: skip


def test_from_nothing_to_something_sound() -> None:
    form = empty()
    assert [item.id for item in faults(form)] == ["referentials.nothing_to_assess"]
    form, heading = add(form, after=None, heading=True)
    form, question = add(form, after=heading, heading=False, below=True)
    assert shape(form) == [("mine-1", None), ("mine-2", "mine-1")]
    places = {item.place.path for item in faults(form)}
    assert {"requirements[1].title.fr", "requirements[2].question.en", "requirements[2].reference"} <= places
    form = set_requirement(form, heading, {"reference": "1", "title": {"fr": "Un", "en": "One"}})
    form = set_requirement(
        form, question, {"reference": "1.1", "title": {"fr": "T", "en": "T"}, "question": {"fr": "Q", "en": "Q"}}
    )
    assert faults(form) == ()
    made = from_mapping(form)
    assert made.rests_on == ("iso-9001-2015",)
    assert to_mapping(made) == {**form, "certifiable": False, "dates_confirmed": True}
    assert "rests_on" not in new_form(
        slug="a", edition="1", title={}, languages=["fr"], scale="maturity", publisher="p", rights={}
    )


def test_what_is_typed_wrong_is_kept_and_said_in_its_place() -> None:
    form = set_requirement(SOUND, "a1", {"weight": "beaucoup", "title": {"fr": "T", "ar": "", "en": "T"}})
    assert form["requirements"][1]["weight"] == "beaucoup"
    assert {item.place.path for item in faults(form)} >= {"requirements[2].weight", "requirements[2].title.ar"}
    late = set_head(SOUND, {"published_on": "2026-02-31", "applies_from": "2026-03-01"})
    assert [item.place.path for item in faults(late)] == ["published_on"]
    assert faults(set_head(SOUND, {"published_on": "2026-02-01", "applies_from": "2026-03-01"})) == ()
    doubt = faults(remove(SOUND, "b1"))
    assert [(item.id, item.level) for item in doubt] == [("referentials.empty_heading", Level.WARNING)]


def test_a_question_may_have_a_text_of_the_requirement_instead() -> None:
    texts = {"fr": "T", "ar": "ن", "en": "T"}
    form = set_requirement(SOUND, "a1", {"question": {"fr": ""}, "description": texts})
    assert "question" not in form["requirements"][1]
    assert faults(form) == ()
    form = set_requirement(form, "a1", {"description": {"fr": "", "ar": "", "en": ""}, "question": {}})
    places = {item.place.path for item in faults(form)}
    assert places == {"requirements[2]", *(f"requirements[2].question.{code}" for code in texts)}
    form = set_requirement(SOUND, "a2", {"reference": "", "question": {"fr": ""}})
    assert [item.place.path for item in faults(form)] == ["requirements[3].reference"]


def test_the_head() -> None:
    form = set_head(SOUND, {"edition": "2", "description": {"fr": "", "ar": ""}, "publisher": "", "title": {"fr": ""}})
    assert form["id"] == "trial-2"
    assert "description" not in form
    assert "publisher" not in form
    assert form["title"] == {}
    assert list(form)[:3] == ["id", "slug", "edition"]
    assert set_head({"requirements": []}, {})["id"] == "-"


def test_an_id_is_taken_along_and_never_doubled() -> None:
    form = set_requirement(SOUND, "a2", {"id": "alpha"})
    assert ("a21", "alpha") in shape(form)
    assert faults(form) == ()
    with pytest.raises(ValueError, match="another"):
        set_requirement(SOUND, "a2", {"id": "b"})
    with pytest.raises(LookupError):
        set_requirement(SOUND, "none", {})
    assert set_requirement(SOUND, "a1", {"parent": "b", "id": "a1"})["requirements"][1]["parent"] == "a"
    assert position(SOUND, "none") is None


def test_where_things_are_added() -> None:
    assert shape(add(SOUND, after="a1", heading=False)[0])[2] == ("trial-1", "a")
    assert shape(add(SOUND, after="a", heading=True)[0])[4] == ("trial-1", None)
    assert shape(add(SOUND, after="a2", heading=False, below=True)[0])[4] == ("trial-1", "a2")
    assert shape(add(SOUND, after=None, heading=True)[0])[-1] == ("trial-1", None)
    with pytest.raises(LookupError):
        add(SOUND, after="none", heading=True)
    with pytest.raises(LookupError):
        add(SOUND, after="none", heading=True, below=True)


def test_an_id_is_never_reused_in_no_edition() -> None:
    _form, name = add(SOUND, after=None, heading=True, used=["trial-4", "trial-x", "other-9"])
    assert name == "trial-5"
    assert fresh_id({"requirements": []}) == "q-1"


def test_one_step_in_each_direction() -> None:
    assert [name for name, _ in shape(move(SOUND, "b", "up"))] == ["b", "b1", "a", "a1", "a2", "a21"]
    assert move(SOUND, "a", "up") == SOUND
    assert move(SOUND, "b", "down") == SOUND
    assert [name for name, _ in shape(move(SOUND, "a1", "down"))] == ["a", "a2", "a21", "a1", "b", "b1"]
    assert shape(move(SOUND, "b", "in"))[-2:] == [("b", "a"), ("b1", "b")]
    assert move(SOUND, "a", "in") == SOUND
    assert shape(move(SOUND, "a21", "out"))[3] == ("a21", "a")
    assert shape(move(SOUND, "a2", "out"))[2:4] == [("a2", None), ("a21", "a2")]
    assert move(SOUND, "a", "out") == SOUND
    with pytest.raises(LookupError):
        move(SOUND, "none", "up")


def test_a_branch_goes_whole() -> None:
    assert descendants(SOUND, "a") == 3
    assert [name for name, _ in shape(remove(SOUND, "a"))] == ["b", "b1"]
    with pytest.raises(LookupError):
        remove(SOUND, "none")


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(STEPS)), max_size=12))
def test_whatever_is_moved_nothing_is_lost(steps: list[tuple[str, Any]]) -> None:
    """Each requirement stands after its parent, and what a requirement says does not change with its place."""
    form: Any = SOUND
    before = copy.deepcopy(SOUND)
    for name, step in steps:
        form = move(form, name, step)
    assert before == SOUND
    assert sorted(name for name, _ in shape(form)) == sorted(NAMES)
    seen: set[str | None] = {None}
    for item in form["requirements"]:
        assert item.get("parent") in seen
        seen.add(item["id"])
        original = SOUND["requirements"][position(SOUND, item["id"]) or 0]
        assert {**item, "parent": 0} == {**original, "parent": 0}
    assert not [item for item in faults(form) if item.level is Level.ERROR]


def test_the_next_edition_carries_every_answer_until_somebody_says_otherwise() -> None:
    """Lineage between editions is data: a requirement's id is never reused for another."""
    old = from_mapping({**SOUND, "published_on": "2020-01-01", "applies_from": "2020-01-01"})
    form = next_edition(to_mapping(old), "2")
    assert faults(form) == ()
    new = from_mapping(form)
    assert (new.id, new.replaces, new.published_on) == ("trial-2", "trial-1", None)
    assert check_succession(old, new) == ()
    carried = compare_editions(old, new)
    assert {item.old for item in carried.carried} == {item.id for item in old.assessable}
    assert not any(item.review for item in carried.carried)
    again = next_edition(form, "3")
    assert from_mapping(again).by_id["a1"].lineage[0].requirement == "a1"


def test_a_language_that_is_no_longer_declared_takes_its_texts_along() -> None:
    form = set_languages({**SOUND, "profile": [{"id": "p", "question": {"fr": "Q", "ar": "س"}}]}, ["fr", "en"])
    assert form["languages"] == ["fr", "en"]
    assert form["title"] == {"fr": "Essai", "en": "Trial"}
    assert form["requirements"][1]["question"] == {"fr": "a1", "en": "a1"}
    assert form["profile"] == [{"id": "p", "question": {"fr": "Q"}}]
    assert faults(set_languages(SOUND, ["fr", "en"])) == ()
    assert {item.place.path for item in faults(set_languages(SOUND, []))} >= {"languages"}


def test_conditions_are_kept() -> None:
    made = a_referential(a_requirement("a", applies_when=(Condition(profile="p", values=("yes",)),)))
    assert [item.id for item in faults(to_mapping(made))] == ["referentials.unknown_profile"]
