"""The capability of a characteristic: the verdict in words, whether to trust it, what it asks of the database."""

from __future__ import annotations

import io
import json
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader
from tests.apps.pages import MOST, page
from tests.apps.product_quality.rooms import Room, a_room
from tests.pages import strict_page

from jawda.apps.product_quality.capability.analysis import load, usual_requirement
from jawda.apps.product_quality.enums import Importance
from jawda.apps.product_quality.models import Characteristic, Sample

pytestmark = pytest.mark.django_db
LIMITS = {"lower": 9.9, "upper": 10.1, "unit": "mm"}


@pytest.fixture
def room() -> Room:
    return a_room()


def measured(
    room: Room, *, spread: float = 0.01, size: int = 5, count: int = 30, drift: float = 0.0, **facts: Any
) -> Any:
    """A characteristic with samples from a normal law, moving by ``drift`` from each to the next."""
    draw = np.random.default_rng(7)
    with room.acting():
        row = Characteristic.objects.create(
            organisation_id=room.member.organisation.pk, product="P-12", subgroup_size=size,
            **{"name": "Diamètre <b>", "chart": "xbar_r" if size > 1 else "individuals", **LIMITS, **facts},
        )  # fmt: skip
        Sample.objects.bulk_create(
            Sample(
                organisation_id=row.organisation_id, characteristic=row, position=at + 1,
                values=[round(float(v), 4) for v in 10 + drift * at + spread * draw.normal(size=size)],
            )
            for at in range(count)
        )  # fmt: skip
    return row


def study(room: Room, row: Characteristic, **asked: Any) -> Any:
    with room.acting():
        return load(row.pk, **asked)


def test_a_law_in_doubt_keeps_the_verdict_from_being_plain(room: Room) -> None:
    """What rests on a normal law is said with that reserve where the values do not follow it."""
    row = measured(room)
    with room.acting():
        even = [
            Sample(
                organisation_id=row.organisation_id, characteristic=row, position=at + 101,
                values=[round(10 + float(v), 4) for v in np.random.default_rng(at).uniform(-0.025, 0.025, 5)],
            )
            for at in range(60)
        ]  # fmt: skip
        Sample.objects.filter(characteristic=row).delete()
        Sample.objects.bulk_create(even)
    text = page(room.client, room.url("capability", row.pk))
    assert "sous réserve de la loi des valeurs" in text


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_state_of_the_page_is_strict(room: Room, language: str) -> None:
    room.client.cookies["django_language"] = language
    states = [
        measured(room, name="Capable"), measured(room, name="Serré", spread=0.04),
        measured(room, name="Dérive", drift=0.002), measured(room, name="Individuelles", size=1, count=60),
        measured(room, name="Sans limite", lower=None, upper=None),
        measured(room, name="Une limite", lower=None), measured(room, name="Vide", count=0),
        measured(room, name="Figé", spread=0.0), measured(room, name="Comptée", size=1, chart="c", spread=0.0),
    ]  # fmt: skip
    for row in states:
        text = page(room.client, room.url("capability", row.pk))
        strict_page(text, language=language)
        assert "<b></b>" not in text


def test_a_capable_process_is_said_to_be_capable(room: Room) -> None:
    """The lower end of the interval of Cpk is above what is required."""
    found = study(room, measured(room))
    assert found.result.stable is True
    assert found.result.indices["Cpk"].low > found.required == 1.33
    text = page(room.client, room.url("capability", found.row.pk))
    assert "Le procédé est capable" in text
    assert "Cpk · Ppk" in text
    stricter = page(room.client, room.url("capability", found.row.pk) + "?exigence=2")
    assert "Le procédé est capable" in stricter or "semble capable" in stricter
    assert '<option value="2" selected>' in stricter


def test_an_unstable_process_has_performance_only(room: Room) -> None:
    """ISO 22514-1: capability is that of a process in a state of control; else performance is told."""
    row = measured(room, drift=0.002)
    found = study(room, row)
    assert found.result.stable is False
    assert found.result.indices["Cpk"].value is None
    assert found.result.indices["Ppk"].value is not None
    text = page(room.client, room.url("capability", row.pk))
    assert "sa capabilité ne peut pas être affirmée" in text
    assert "Le procédé est capable" not in text


def test_what_is_missing_is_said(room: Room) -> None:
    without = page(room.client, room.url("capability", measured(room, name="A", lower=None, upper=None).pk))
    assert "Donnez une limite" in without
    empty = page(room.client, room.url("capability", measured(room, name="B", count=0).pk))
    assert "Rien n’est encore mesuré." in empty
    counted = page(room.client, room.url("capability", measured(room, name="C", size=1, chart="c", spread=0.0).pk))
    assert "on compte des non-conformités" in counted
    still = page(room.client, room.url("capability", measured(room, name="D", spread=0.0).pk))
    assert "Pas encore de conclusion" in still


def test_special_characteristics_are_asked_for_more(room: Room) -> None:
    assert usual_requirement(Characteristic(importance=Importance.ORDINARY)) == 1.33
    row = measured(room, importance=Importance.CRITICAL)
    assert study(room, row).required == 1.67
    assert study(room, row, required=2.0).required == 2.0
    assert '<option value="1.67" selected>' in page(room.client, room.url("capability", row.pk) + "?exigence=9")


def test_samples_with_a_known_cause_and_former_stages_do_not_count(room: Room) -> None:
    row = measured(room, count=40)
    with room.acting():
        Sample.objects.filter(characteristic=row, position=35).update(values=[11.0] * 5, excluded="Outil cassé")
        row.stages.create(organisation_id=row.organisation_id, from_position=11, name="Nouvel outil")
    found = study(room, row)
    assert (len(found.samples), found.left_out, found.stage) == (29, 1, "Nouvel outil")
    assert found.result.stable is True
    text = page(room.client, room.url("capability", row.pk))
    assert "1 échantillon est écarté" in text
    assert "Nouvel outil" in text


def test_the_page_asks_the_same_of_three_and_of_a_hundred_samples(room: Room) -> None:
    counts = []
    for number in (3, 100):
        row = measured(room, name=str(number), count=number)
        room.get("capability", row.pk)
        with CaptureQueriesContext(connection) as context:
            assert room.get("capability", row.pk).status_code == 200
        counts.append(len([query for query in context.captured_queries if query["sql"].startswith('SELECT "')]))
    assert counts[0] == counts[1] <= MOST


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_print_says_the_same(room: Room, language: str) -> None:
    row = measured(room)
    answer = room.get("capability_pdf", row.pk, langue=language)
    assert answer.headers["Content-Type"] == "application/pdf"
    words = "".join(text.extract_text() for text in PdfReader(io.BytesIO(answer.content)).pages)
    expected = {"fr": "Le procédé est capable", "ar": "", "en": "The process is capable"}[language]
    assert expected in words.replace("\n", " ")
    assert "Ppk" in words
    assert room.get("capability_pdf", measured(room, name="Vide", count=0).pk).status_code == 200


def test_the_figures_leave_in_full_precision(room: Room) -> None:
    row = measured(room)
    body = json.loads(room.get("capability_json", row.pk, exigence="1.67").content)
    found = study(room, row)
    assert body["required"] == 1.67
    assert body["result"]["indices"]["Cpk"]["value"] == found.result.indices["Cpk"].value
    assert {check["id"] for check in body["result"]["findings"]} >= {"capability.stable"}


def test_another_companys_characteristic_does_not_exist(room: Room) -> None:
    foreign = measured(a_room("Voisine"))
    for name in ("capability", "capability_pdf", "capability_json"):
        assert room.get(name, foreign.pk).status_code == 404
        assert room.get(name, uuid4()).status_code == 404


def test_a_law_is_chosen_only_when_asked_for(room: Room) -> None:
    """Nothing is switched in silence: the normal law stays until another is asked for, and the page says which."""
    row = measured(room, count=40, lower=0.0, upper=400.0)
    draw = np.random.default_rng(11)
    with room.acting():
        for sample in Sample.objects.filter(characteristic=row):
            sample.values = draw.lognormal(3, 0.5, 5).round(3).tolist()
            sample.save()
    assert study(room, row).result.model.law.name == "normal"
    assert study(room, row, model="auto").result.model.law.name != "normal"
    text = page(room.client, room.url("capability", row.pk) + "?loi=auto")
    strict_page(text, language="fr")
    assert '<option value="auto" selected>' in text
    assert "loi=auto" in text
