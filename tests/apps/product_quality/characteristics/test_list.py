"""The list of characteristics: where to look first, told by verdicts that are kept and made again when they are old."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.apps.pages import page
from tests.apps.product_quality.rooms import CALM, FAR, Room, a_room
from tests.pages import strict_page

from jawda.apps.product_quality.characteristics import judging
from jawda.apps.product_quality.models import Characteristic, CharacteristicVerdict
from jawda.apps.product_quality.tasks import judge_characteristics

pytestmark = pytest.mark.django_db
LIST = 15
"""Queries of the list when nothing has changed, whatever its length."""


@pytest.fixture
def room() -> Room:
    return a_room()


def lines(room: Room, **query: str) -> dict[str, Any]:
    return {line.item.row.name: line for line in room.get("overview", **query).context["rows"]}


def state(room: Room, name: str = "Hauteur") -> str:
    return str(lines(room)[name].item.verdict.state)


def verdict(room: Room, row: Characteristic) -> CharacteristicVerdict:
    with room.acting():
        return CharacteristicVerdict.objects.get(characteristic=row)


def test_a_new_sample_beyond_the_limits_turns_the_row_to_alert(room: Room) -> None:
    row = room.fill(room.add(rules="limits"), *CALM)
    assert state(room) == "stable"
    room.fill(row, FAR)
    line = lines(room)["Hauteur"]
    assert (line.item.verdict.state, line.item.samples, line.item.verdict.last_signal) == ("alert", 9, 9)
    text = page(room.client, room.url("overview"))
    strict_page(text)
    assert "Alerte" in text
    assert "l’échantillon 9 signale" in text
    room.fill(row, CALM[0])
    assert state(room) == "open"
    sample = room.chart(row).samples[8]
    room.post("leave_out", row.pk, sample.id, reason="Bobine mal montée")
    assert state(room) == "stable"


def test_the_verdict_follows_rules_stages_limits_and_specification(room: Room) -> None:
    row = room.fill(room.add(rules="limits", lower=9.0, upper=11.0), *CALM, FAR)
    assert state(room) == "alert"
    room.post("rules", row.pk, rules="none")
    assert state(room) in ("unstable", "not_capable")
    room.post("rules", row.pk, rules="limits")
    assert state(room) == "alert"
    room.post("sample_remove", row.pk, room.chart(row).samples[-1].id)
    assert state(room) == "stable"
    room.fill(row, *[(low + 0.7, high + 0.7) for low, high in CALM])
    assert state(room) != "stable"
    room.post("stage_add", row.pk, from_point="9", name="Nouvel outil")
    assert state(room) != "alert"
    room.post("freeze", row.pk, stage="1")
    before = lines(room)["Hauteur"].item.verdict.index
    assert verdict(room, row).of_change == room.chart(row).row.changed_at
    form = {"name": "Hauteur", "product": "P-100", "process": "", "unit": "mm", "lower": "10.6", "upper": "10.9",
            "target": "", "importance": "ordinary", "chart": "xbar_r", "subgroup_size": "2", "rules": "limits",
            "instrument_id": ""}  # fmt: skip
    assert room.post("edit", row.pk, **form).status_code == 302
    after = lines(room)["Hauteur"].item.verdict
    assert after.index != before
    assert after.state == "not_capable"


def test_cpk_is_for_the_stable_and_ppk_for_others(room: Room) -> None:
    room.fill(room.add("Calme", rules="limits", lower=9.0, upper=11.0), *CALM)
    room.fill(room.add("Dérive", rules="limits", lower=0.0, upper=99.0), *CALM, *[(20.0, 20.2)] * 8)
    room.fill(room.add("Sans limite", rules="limits"), *CALM)
    room.fill(room.add("Rayures", chart="c", unit=""), (3.0,), (5.0,), (4.0,))
    room.add("Vide")
    found = lines(room)
    assert found["Calme"].index.startswith("Cpk\xa0")
    assert found["Calme"].item.verdict.is_enough is (found["Calme"].item.verdict.index >= 1.33)
    assert found["Dérive"].index.startswith("Ppk\xa0")
    assert {found[name].index for name in ("Sans limite", "Rayures", "Vide")} == {"–"}
    assert found["Vide"].item.verdict.state == "no_chart"
    assert found["Vide"].item.last_sample is None


def test_trouble_stands_first_and_is_asked_for_and_taken_away(room: Room) -> None:
    room.fill(room.add("A calme", rules="limits"), *CALM)
    room.add("B vide", importance="critical")
    room.fill(room.add("C expliquer", rules="limits"), *CALM, FAR, CALM[0])
    room.fill(room.add("D alerte", rules="limits"), *CALM, FAR)
    room.fill(room.add("E alerte critique", rules="limits", importance="critical"), *CALM, FAR)
    assert list(lines(room)) == ["E alerte critique", "D alerte", "C expliquer", "A calme", "B vide"]
    assert next(iter(lines(room, tri="nom"))) == "A calme"
    assert list(lines(room, situation="alert", tri="nom")) == ["D alerte", "E alerte critique"]
    assert list(lines(room, situation="open")) == ["C expliquer"]
    assert list(lines(room, situation="unstable")) == []
    text = page(room.client, room.url("overview"))
    assert "2 caractéristiques sont en alerte" in text
    rows = json.loads(room.get("export", "json", situation="alert").content)
    assert {(row["name"], row["state"], row["signals"]) for row in rows} == {
        ("E alerte critique", "Alerte", 1), ("D alerte", "Alerte", 1)}  # fmt: skip
    text = page(room.client, f"{room.url('overview')}?etat=archived")
    strict_page(text)


def test_the_list_costs_the_same_whatever_its_length_and_judges_nothing_twice(room: Room) -> None:
    for number in (1, 3):
        for place in range(number):
            room.fill(room.add(f"Cote {number} {place}"), *CALM[:3])
        room.get("overview")
        with CaptureQueriesContext(connection) as context:
            assert room.get("overview").status_code == 200
        asked = [query["sql"] for query in context.captured_queries]
        assert len(asked) == LIST, asked
        assert not [sql for sql in asked if '"product_quality_sample"' in sql and "COUNT" not in sql]


def test_what_is_too_much_at_once_waits_for_the_job(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("Cote 1", "Cote 2", "Cote 3"):
        room.fill(room.add(name, rules="limits"), *CALM)
    with room.acting():
        assert judging.refresh(at_once=10) == 2
        assert CharacteristicVerdict.objects.count() == 1
    monkeypatch.setattr(judging.refresh, "__kwdefaults__", {"at_once": 0})
    waiting = lines(room)
    assert Counter(line.label for line in waiting.values()) == {"Stable": 2, "Évaluation en cours": 1}
    strict_page(page(room.client, room.url("overview")))
    with room.acting():
        judge_characteristics()
        assert CharacteristicVerdict.objects.count() == 3
        assert judging.refresh() == 0


def test_another_way_of_judging_judges_again(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    row = room.fill(room.add(rules="limits"), *CALM)
    lines(room)
    with room.acting():
        CharacteristicVerdict.objects.filter(characteristic=row).update(edition=judging.EDITION - 1, state="alert")
    assert state(room) == "stable"
    assert verdict(room, row).edition == judging.EDITION


def test_nobody_sees_the_verdicts_of_others(room: Room) -> None:
    room.fill(room.add(rules="limits"), *CALM, FAR)
    assert state(room) == "alert"
    other = a_room("Autre")
    other.fill(other.add(rules="limits"), *CALM)
    assert {name: line.item.verdict.state for name, line in lines(other).items()} == {"Hauteur": "stable"}
    assert [entry.count for entry in other.get("overview").context["counts"]] == [1]
