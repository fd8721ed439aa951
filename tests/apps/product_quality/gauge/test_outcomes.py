"""What the list says of a study: kept, and computed anew where plan or measurements have changed."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.apps.product_quality.gauge.rooms import Room, a_room
from tests.apps.product_quality.gauge.test_kinds import agreement, type1

from jawda.apps.product_quality.gauge import analysis, outcomes, queries
from jawda.apps.product_quality.models import GaugeReading, GaugeStudy

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return a_room()


def listed(room: Room) -> list[tuple[str, str]]:
    """The words of the verdict and the figure of each row."""
    return [(verdict[1], figure) for _item, verdict, figure in room.get("studies").context["rows"]]


def test_the_list_computes_nothing_that_is_known(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.measured(room.plan())
    type1(room)
    agreement(room)

    def never(*_arguments: Any) -> Any:
        raise AssertionError("computed for a list")

    monkeypatch.setattr(analysis, "analysed", never)
    words = listed(room)
    assert [word for word, _figure in words] == ["acceptable"] * 3
    assert {figure.partition("\xa0")[0] for _word, figure in words} == {"efficacité", "Cgk", "R&R"}


def test_the_list_asks_once_for_its_studies_and_what_they_came_to(room: Room) -> None:
    for _ in range(3):
        room.measured(room.plan())
    with room.acting(), CaptureQueriesContext(connection) as context:
        assert len(queries.listed(queries.narrowed(queries.Filter()))) == 3
    asked = [query["sql"] for query in context.captured_queries if "product_quality_gauge" in query["sql"]]
    assert len(asked) == 1


def test_a_changed_cell_changes_the_verdict(room: Room) -> None:
    study = type1(room)
    assert listed(room)[0][0] == "acceptable"
    address = room.url("study_save", study.pk, 0, 1)
    seen = json.dumps({"1": room.readings(study)[0, 1, 1]})
    room.client.post(address, {"value-1": "1,4", "seen": seen}, headers={"accept": "application/json"})
    assert listed(room)[0][0] == "non acceptable"


def test_a_changed_plan_changes_the_verdict(room: Room) -> None:
    study = type1(room)
    form = {"title": "Cale", "parts": "25", "operators": "Amina", "tolerance": "0,06", "reference": "1,26"}
    room.post("study_edit", study.pk, **form)
    assert listed(room)[0][0] == "non acceptable"
    judged = agreement(room)
    form = {"title": "Aspect", "parts": "10", "operators": "A\nB", "trials": "2", "nonconforming_parts": "1"}
    room.post("study_edit", judged.pk, **form)
    assert listed(room)[0][0] == "non acceptable"


def test_whatever_changes_a_reading_is_seen_by_the_next_list(room: Room) -> None:
    """Not the verbs' memory keeps a list right: a row that was changed beside them, or taken away, is seen."""
    study = type1(room)
    with room.acting():
        row = GaugeReading.objects.filter(study=study)[0]
        row.value = 2.0
        row.recorded_at = row.recorded_at.replace(year=2100)
        row.save()
    assert listed(room)[0][0] == "non acceptable"
    kept = room.reread(study).outcome
    listed(room)
    assert room.reread(study).outcome == kept, "computed once"
    with room.acting():
        GaugeReading.objects.filter(pk=row.pk).delete()
    listed(room)
    assert room.reread(study).outcome["key"] != kept["key"]


def test_a_study_from_before_is_computed_by_the_first_list(room: Room) -> None:
    study = room.measured(room.plan())
    with room.acting():
        GaugeStudy.objects.update(outcome=None)
    assert listed(room)[0][0] == "acceptable"
    assert room.reread(study).outcome["found"]["status"] == "ok"


def test_what_cannot_be_computed_has_no_verdict_and_is_not_tried_again(room: Room) -> None:
    study = type1(room, spread=0.0)
    assert listed(room) == [("", "–")]
    assert room.reread(study).outcome["found"] == {"status": "", "figures": {}}
    assert outcomes.Outcome(**room.reread(study).outcome["found"]) == outcomes.Outcome()


def test_the_list_is_narrowed_by_kind_and_leaves_with_its_figures(room: Room) -> None:
    type1(room)
    agreement(room)
    rows = json.loads(room.get("studies_export", "json", genre="type1").content)
    assert [row["title"] for row in rows] == ["Cale <b>"]
    assert rows[0]["cgk"] > 1.33
    rows = json.loads(room.get("studies_export", "json", genre="agreement").content)
    assert [row["effectiveness"] for row in rows] == [100.0]


def test_the_page_of_the_list_loads_no_statistics() -> None:
    """They take most of a second: the list of a server that has just started must not wait for them."""
    said = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "jawda.site.settings"
os.environ.setdefault("JAWDA_SECRET_KEY", "check")
django.setup()
import jawda.apps.product_quality.gauge.list_views
print([name for name in ("scipy", "jawda.core.statistics.measurement_systems") if name in sys.modules])
"""
    found = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert found.stdout.strip().splitlines()[-1] == "[]"
