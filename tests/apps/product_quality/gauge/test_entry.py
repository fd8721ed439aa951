"""Typing a sheet: numbers as people write them, what is no number, what somebody else wrote meanwhile."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.apps.product_quality.gauge.rooms import Room, a_room, values_of
from tests.pages import strict_page

from jawda.apps.product_quality.enums import StudyState
from jawda.apps.product_quality.models import GaugeStudy
from jawda.apps.product_quality.typed_numbers import shown
from jawda.core.languages import LANGUAGES, Language
from jawda.core.typed_numbers import NotANumber, parsed


@pytest.fixture
def room(db: None) -> Room:
    return a_room()


def saved(room: Room, study: GaugeStudy, operator: int = 0, trial: int = 1, *, seen: str = "{}", **cells: str) -> Any:
    """What the page's script hears."""
    form = {name.replace("v", "value-"): value for name, value in cells.items()}
    address = room.url("study_save", study.pk, operator, trial)
    answer = room.client.post(address, {**form, "seen": seen}, headers={"accept": "application/json"})
    assert answer.status_code == 200
    return json.loads(answer.content)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12), st.sampled_from(LANGUAGES))
def test_what_a_field_shows_is_read_back_to_the_last_digit(value: float, language: Language) -> None:
    assert parsed(shown(value, language)) == value


@pytest.mark.parametrize("text", ["douze", "1,2,3", "1..2", "nan", "inf", "1e999", "--1", "1" * 41, "=1+1", "1 mm"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NotANumber):
        parsed(text)


def test_values_are_saved_as_they_are_typed_and_the_page_hears_how_many_are_left(room: Room) -> None:
    study = room.plan()
    answer = saved(room, study, v1="1,250", v2="1.26", v3="", v4=" 1\u202f000,5 ")
    assert answer["error"] == ""
    assert answer["progress"] == "27 mesures restantes"
    assert json.loads(answer["seen"]) == {"1": 1.25, "2": 1.26, "4": 1000.5}
    assert room.readings(study) == {(0, 1, 1): 1.25, (0, 2, 1): 1.26, (0, 4, 1): 1000.5}
    assert room.reread(study).state == StudyState.MEASURING
    again = saved(room, study, seen=answer["seen"], v1="1,251", v2="", v4="1000,5")
    assert json.loads(again["seen"]) == {"1": 1.251, "4": 1000.5}
    saved(room, study, seen=again["seen"], v1="", v4="")
    assert room.reread(study).state == StudyState.PLANNED


def test_what_is_no_number_is_told_and_the_rest_is_saved(room: Room) -> None:
    study = room.plan()
    answer = saved(room, study, v1="1,2", v2="1,2x")
    assert "Pièce 2" in answer["error"]
    assert "1,2x" in answer["error"]
    assert room.readings(study) == {(0, 1, 1): 1.2}
    assert "trop grande" in saved(room, study, v3="1e16")["error"]


def test_a_page_that_stood_open_takes_nothing_away(room: Room) -> None:
    """Two people have the same sheet open: blanks of one are not deletions of what the other typed."""
    study, other = room.plan(), room.colleague()
    saved(room, study, v1="1,1", v2="1,2")
    answer = saved(other, study, v1="", v2="", v3="1,3")
    assert answer["error"] == ""
    assert room.readings(study) == {(0, 1, 1): 1.1, (0, 2, 1): 1.2, (0, 3, 1): 1.3}


def test_what_somebody_else_changed_meanwhile_stays_and_is_told(room: Room) -> None:
    study, other = room.plan(), room.colleague()
    saved(room, study, v1="1,1")
    answer = saved(other, study, v1="9,9")
    assert "1,1" in answer["error"]
    assert room.readings(study)[0, 1, 1] == 1.1
    assert saved(other, study, seen=answer["seen"], v1="9,9")["error"] == ""
    assert room.readings(study)[0, 1, 1] == 9.9
    assert saved(room, study, v1="9,9")["error"] == "", "the same value is no quarrel"


def test_one_s_own_second_thought_is_no_quarrel(room: Room) -> None:
    study = room.plan()
    saved(room, study, v1="1")
    assert saved(room, study, v1="12")["error"] == ""
    assert room.readings(study)[0, 1, 1] == 12


@pytest.mark.parametrize("seen", ["", "x", "[]", '{"a": 1}', '{"1": "x"}', "9" * 30_000, '{"1": null}'])
def test_a_forged_memory_of_the_page_does_no_harm(room: Room, seen: str) -> None:
    study = room.plan()
    assert saved(room, study, seen=seen, v1="2")["error"] == ""
    assert room.readings(study) == {(0, 1, 1): 2}


def test_without_script_the_sheet_is_sent_whole(room: Room) -> None:
    study = room.plan()
    form = {f"value-{part}": f"1,{part}" for part in range(1, 6)}
    assert room.post("study_save", study.pk, 0, 1, **form, next="1").url.endswith("?fiche=2")
    assert room.post("study_save", study.pk, 2, 2, **form, next="1").url.endswith("?fiche=6"), "the last one stays"
    refused = room.post("study_save", study.pk, 1, 1, **{**form, "value-2": "abc"})
    assert refused.status_code == 422
    html = refused.content.decode()
    strict_page(html)
    assert 'value="abc"' in html, "what was typed stays"


def test_the_first_sheet_that_is_not_full_is_shown(room: Room) -> None:
    study = room.plan()
    assert room.get("study_entry", study.pk).context["current"].number == 1
    saved(room, study, **{f"v{part}": "1" for part in range(1, 6)})
    assert room.get("study_entry", study.pk).context["current"].number == 2
    room.measured(study)
    assert room.get("study_entry", study.pk).context["current"].number == 6
    assert "Toutes les mesures y sont" in room.get("study_entry", study.pk).content.decode()
    assert room.get("study_entry", study.pk, fiche="7").status_code == 404
    assert room.get("study_entry", study.pk, fiche="x").status_code == 200


def test_a_sheet_that_the_plan_does_not_have_is_not_found(room: Room) -> None:
    study = room.plan()
    for operator, trial in ((3, 1), (0, 0), (0, 3), (10**9, 1)):
        assert room.post("study_save", study.pk, operator, trial, **{"value-1": "1"}).status_code == 404
    assert room.post("study_save", uuid4(), 0, 1).status_code == 404
    saved(room, study, v6="1", v0="1")
    assert room.readings(study) == {}


def test_a_study_typed_to_its_end_is_complete(room: Room) -> None:
    study = room.plan()
    values = values_of(study)
    for operator in range(3):
        for trial in (1, 2):
            saved(room, study, operator, trial,
                  **{f"v{part}": str(values[operator, part, trial]) for part in range(1, 6)})  # fmt: skip
    assert room.reread(study).state == StudyState.COMPLETE
    assert room.readings(study) == values


def in_turn(
    room: Room, study: GaugeStudy, page: str, turn: int, value: str, *, seen: str = "{}", trial: int = 1
) -> Any:
    """What the page's script sends: which page it is, and the how manyeth change."""
    form = {"value-1": value, "seen": seen, "page": page, "turn": str(turn)}
    address = room.url("study_save", study.pk, 0, trial)
    return json.loads(room.client.post(address, form, headers={"accept": "application/json"}).content)


def test_an_older_edit_that_arrives_late_does_not_undo_the_newer_one(room: Room) -> None:
    study = room.plan()
    in_turn(room, study, "a", 7, "1,25")
    late = in_turn(room, study, "a", 6, "1,2")
    assert room.readings(study) == {(0, 1, 1): 1.25}
    assert (late["error"], json.loads(late["seen"])) == ("", {"1": 1.25}), "the page hears what stands"
    assert late["progress"] == "29 mesures restantes"
    in_turn(room, study, "a", 8, "1,26", seen='{"1": 1.25}')
    assert room.readings(study) == {(0, 1, 1): 1.26}


def test_a_late_edit_brings_nothing_back_that_was_emptied(room: Room) -> None:
    study = room.plan()
    in_turn(room, study, "a", 1, "1,25")
    in_turn(room, study, "a", 3, "", seen='{"1": 1.25}')
    in_turn(room, study, "a", 2, "1,26", seen='{"1": 1.25}')
    assert room.readings(study) == {}


def test_turns_are_counted_for_each_sheet_and_each_page(room: Room) -> None:
    study = room.plan()
    in_turn(room, study, "a", 9, "1,1")
    in_turn(room, study, "a", 5, "1,2", trial=2)
    in_turn(room, study, "b", 3, "1,3", seen='{"1": 1.1}')
    assert room.readings(study) == {(0, 1, 1): 1.3, (0, 1, 2): 1.2}
    in_turn(room, study, "a", 8, "1,4", seen='{"1": 1.1}')
    assert room.readings(study)[0, 1, 1] == 1.3, "a third page between does not make it young"


def test_no_more_pages_are_remembered_than_people_have_open(room: Room) -> None:
    study = room.plan()
    for number in range(1, 30):
        in_turn(room, study, f"page-{number}", number, f"1,{number}")
    assert len(room.reread(study).sheet_turns["0/1"]) == 12
    assert "page-29" in room.reread(study).sheet_turns["0/1"]
