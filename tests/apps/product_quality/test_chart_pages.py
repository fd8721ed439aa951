"""Pages of charts: what they conclude, what they refuse in words, what they ask of the database."""

from __future__ import annotations

import io
import json
from typing import Any
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.apps.pages import page
from tests.apps.product_quality.rooms import CALM, FAR, Room, a_room
from tests.pages import strict_page

from jawda.apps.product_quality.charts import screens
from jawda.apps.product_quality.samples import domain as samples
from jawda.apps.product_quality.samples.facts import SampleFacts

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return a_room()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_page_is_strict_empty_and_full(room: Room, language: str) -> None:
    room.client.cookies["django_language"] = language
    strict_page(page(room.client, room.url("overview")), language=language)
    strict_page(page(room.client, room.url("add")), language=language)
    row = room.add("Cote <b>", lower=9.0, upper=11.0, importance="critical")
    for name in ("chart", "edit", "sample_add"):
        strict_page(page(room.client, room.url(name, row.pk)), language=language)
    room.fill(row, *CALM, FAR)
    for address in (
        room.url("overview"), room.url("chart", row.pk), f"{room.url('chart', row.pk)}?point=9",
        room.url("edit", row.pk),
    ):  # fmt: skip
        text = page(room.client, address)
        strict_page(text, language=language)
        assert "Cote <b>" not in text


def test_a_chart_concludes_before_it_shows(room: Room) -> None:
    row = room.add(lower=9.0, upper=11.0, rules="limits")
    assert "Pas encore de carte" in page(room.client, room.url("chart", row.pk))
    room.fill(row, *CALM)
    assert "Stable" in strict_page(page(room.client, room.url("chart", row.pk))).heading
    room.fill(row, FAR)
    text = page(room.client, room.url("chart", row.pk))
    assert "échantillon 9" in strict_page(text).heading
    assert "2 valeurs sont hors" in text
    room.fill(row, CALM[0])
    assert "Calme depuis l’échantillon 10" in strict_page(page(room.client, room.url("chart", row.pk))).heading


def test_a_sample_with_a_reason_is_explained_and_does_not_count(room: Room) -> None:
    row = room.fill(room.add(), *CALM, FAR)
    before = room.chart(row)
    sample = before.samples[8]
    refused = room.post("leave_out", row.pk, sample.id, reason=" ")
    assert refused.status_code == 422
    assert room.post("leave_out", row.pk, sample.id, reason="Bobine mal montée").status_code == 302
    after = room.chart(row)
    assert after.result.limits.upper < before.result.limits.upper
    assert after.unexplained == ()
    text = page(room.client, f"{room.url('chart', row.pk)}?point=9")
    assert "Bobine mal montée" in text
    assert "Stable" in strict_page(text).heading
    assert room.post("leave_out", row.pk, sample.id, again="1").status_code == 302
    assert room.chart(row).unexplained == before.unexplained


def test_stages_have_limits_of_their_own_estimated_or_frozen(room: Room) -> None:
    row = room.fill(room.add(), *CALM, *[(low + 3, high + 3) for low, high in CALM])
    assert room.post("stage_add", row.pk, from_point="9", name="Nouvel outil").status_code == 302
    chart = room.chart(row)
    assert [(stage.first, stage.last) for stage in chart.result.stages] == [(1, 8), (9, 16)]
    assert chart.unexplained == ()
    page(room.client, room.url("chart", row.pk))
    faults = room.post("stage_add", row.pk, from_point="16", name="Trop court")
    assert faults.status_code == 422
    assert "n’a qu’un point" in faults.content.decode()
    for form in ({"from_point": "9", "name": "Autre"}, {"from_point": "99", "name": "Autre"},
                 {"from_point": "4", "name": "Nouvel outil"}, {"from_point": "4", "name": " – "},
                 {"from_point": "4", "name": "Autre", "frozen_mean": "10"}):  # fmt: skip
        assert room.post("stage_add", row.pk, **form).status_code == 422, form
    assert room.post("freeze", row.pk, stage="1").status_code == 302
    frozen = room.chart(row).stages[0]
    assert (frozen.frozen_mean, frozen.frozen_sigma) == (chart.result.stages[1].mean, chart.result.stages[1].sigma)
    room.fill(row, FAR)
    assert room.chart(row).result.stages[1].mean == frozen.frozen_mean
    assert room.post("freeze", row.pk, stage="0").status_code == 302, "the beginning becomes a stage"
    assert len(room.chart(row).stages) == 2
    assert room.post("stage", row.pk, frozen.pk, thaw="1").status_code == 302
    assert room.chart(row).stages[1].frozen_mean is None
    assert room.post("stage", row.pk, frozen.pk, remove="1").status_code == 302
    assert room.post("stage", row.pk, frozen.pk, remove="1").status_code == 404
    assert room.post("freeze", row.pk, stage="7").status_code == 422
    assert room.post("freeze", row.pk, stage="x").status_code == 404


def test_rules_are_chosen_and_switched_off(room: Room) -> None:
    row = room.fill(room.add(), *CALM, FAR)
    assert room.chart(row).unexplained
    known = [str(number) for number in range(1, 9)]
    assert room.post("rules", row.pk, rules="nelson1984", known=known, on=["3"]).status_code == 302
    assert [rule.id for rule in room.chart(row).rules.rules] == ["3"]
    assert room.chart(row).unexplained == ()
    assert room.post("rules", row.pk, rules="weco1956").status_code == 302
    assert len(room.chart(row).rules.rules) == 4
    assert room.post("rules", row.pk, rules="aiag_vda").status_code == 422
    assert room.post("rules", row.pk, rules="weco1956", known=["99"]).status_code == 422


def test_new_samples_appear_without_asking_for_the_whole_page(room: Room) -> None:
    row = room.fill(room.add(), *CALM)
    token = room.get("chart", row.pk).context["token"]
    assert room.get("chart", row.pk, depuis=token).status_code == 204
    room.fill(row, FAR)
    assert room.get("chart", row.pk, depuis=token).status_code == 200


def test_a_range_is_asked_of_the_server_and_kept_within_what_there_is(room: Room) -> None:
    row = room.fill(room.add(), *CALM * 9)

    def shown(**query: Any) -> tuple[int, int]:
        window = room.get("chart", row.pk, **query).context["window"]
        return window.first, window.last

    assert shown() == (13, 72)
    assert shown(de=1, a=20) == (1, 20)
    assert shown(de=70, a=900) == (70, 72)
    assert shown(de=90, a=3) == (2, 3)
    assert shown(de="x", a="-1") == (13, 72)
    assert shown(point=5) == (1, 35)
    moves = {name: query for name, _words, query in room.get("chart", row.pk, de=20, a=39).context["moves"]}
    assert moves == {"earlier": "de=10&a=29", "later": "de=30&a=49", "closer": "de=25&a=34", "wider": "de=10&a=49",
                     "whole": "de=1&a=72"}  # fmt: skip


def test_of_a_wide_range_the_table_keeps_what_signals(room: Room) -> None:
    row = room.add(rules="limits", chart="individuals")
    values = [(10.0 + 0.1 * (place % 7),) for place in range(screens.LISTED)]
    with room.acting():
        samples.store(
            access=room.member.access, row=row, source=None,
            facts=[SampleFacts(values=one) for one in [*values[:250], (99.0,), *values[250:], (77.0,)]],
        )  # fmt: skip
    narrow = room.get("chart", row.pk, de=1, a=screens.LISTED).context["figures"][0]
    assert len(narrow.table.rows) == screens.LISTED
    wide = room.get("chart", row.pk, de=1, a=screens.LISTED + 2).context["figures"][0]
    assert [cells[2] for cells in wide.table.rows] == ["99,00", "77,00"]
    assert "une plage plus étroite" in wide.table.caption
    assert [drawing.count('class="c-sig"') for drawing in wide.drawings] == [2, 2, 2], (
        "no signal is lost in the drawing"
    )
    strict_page(page(room.client, f"{room.url('chart', row.pk)}?de=1&a={screens.LISTED + 2}"))


def test_the_newest_of_very_many_signals_are_listed(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "LISTED", 3)
    row = room.fill(room.add(rules="limits", chart="individuals"), *[(10.0,), (10.1,)] * 12)
    room.fill(row, *[(30.0,), (10.0,), (31.0,), (10.1,), (30.0,), (10.0,), (32.0,)])
    chart = room.chart(row)
    broken = sorted(chart.plots[1].broken)
    assert len(broken) > 3
    table = room.get("chart", row.pk, de=1, a=len(chart)).context["figures"][1].table
    assert len(table.rows) == 3
    assert f">{broken[-1]}<" in table.rows[-1][0]
    assert f"3 derniers des {len(broken)} échantillons" in table.caption


@pytest.mark.parametrize("kind", ["individuals", "p", "np", "c", "u", "xbar_s"])
def test_each_kind_of_chart(room: Room, kind: str) -> None:
    row = room.add(f"Carte {kind}", chart=kind, unit="", subgroup_size=2)
    counts = [3, 5, 2, 4, 6, 3, 4, 30]
    for value in counts:
        one = (float(value), value + 0.5) if kind == "xbar_s" else (float(value),)
        room.fill(row, one, inspected=100 if kind in ("p", "np", "u") else None)
    text = page(room.client, f"{room.url('chart', row.pk)}?point=8")
    strict_page(text)
    assert room.chart(row).result is not None
    assert PdfReader(io.BytesIO(room.get("chart_pdf", row.pk).content)).pages


def test_a_sample_is_entered_by_hand_and_judged_at_once(room: Room) -> None:
    row = room.fill(room.add(), *CALM)
    assert "inspected" not in room.get("sample_add", row.pk).content.decode()
    response = room.post("sample_add", row.pk, value_1="12", value_2="12.2", label="Équipe 2", note="", taken_at="")
    assert response.status_code == 302
    assert "au-delà d’une limite" in room.client.get(response.url).content.decode()
    response = room.post("sample_add", row.pk, value_1="10", value_2="")
    assert response.status_code == 422
    assert "2 à 50" in response.content.decode()
    for form in ({"value_1": "x"}, {"value_1": "1e300", "value_2": "1"}, {"value_1": "nan", "value_2": "1"}):
        assert room.post("sample_add", row.pk, **form).status_code == 422
    sample = room.chart(row).samples[-1]
    assert room.post("sample_remove", row.pk, sample.id).status_code == 302
    assert len(room.chart(row)) == 8
    assert room.post("sample_remove", row.pk, sample.id).status_code == 404


def test_counts_fit_what_was_looked_at(room: Room) -> None:
    row = room.add("Rayures", chart="p", unit="")
    for form in ({"value_1": "3"}, {"value_1": "8", "inspected": "5"}, {"value_1": "-1", "inspected": "5"}):
        assert room.post("sample_add", row.pk, **form).status_code == 422
    assert room.post("sample_add", row.pk, value_1="3", inspected="50").status_code == 302


def test_the_list_is_narrowed_sorted_and_taken_away(room: Room) -> None:
    first = room.fill(room.add("Hauteur", lower=9.0), *CALM[:2])
    room.add("Rayures", chart="c", product="Z-9", unit="", importance="critical")
    gone = room.add("Ancienne")
    assert room.post("archive", gone.pk).status_code == 302

    def shown(**query: str) -> list[str]:
        return [line.item.row.name for line in room.get("overview", **query).context["rows"]]

    assert shown() == ["Hauteur", "Rayures"]
    assert shown(q="z-9") == ["Rayures"]
    assert shown(importance="critical", tri="importance") == ["Rayures"]
    assert shown(carte="xbar_r") == ["Hauteur"]
    assert shown(etat="archived") == ["Ancienne"]
    assert len(shown(etat="all", tri="nom")) == 3
    assert shown(tri="recent") == ["Hauteur", "Rayures"]
    assert "Aucune caractéristique" in room.get("overview", q="introuvable").content.decode()
    assert room.post("archive", gone.pk, back="1").status_code == 302
    assert len(shown()) == 3
    rows = json.loads(room.get("export", "json").content)
    assert {row["name"]: row["samples"] for row in rows}["Hauteur"] == 2
    book = load_workbook(io.BytesIO(room.get("export", "xlsx").content))
    assert book.active.max_row == 4
    assert room.get("export", "csv").content.startswith(b"\xef\xbb\xbf")
    assert room.get("export", "exe").status_code == 404
    values = json.loads(room.get("sample_export", first.pk, "json").content)
    assert [(row["sample"], row["value"]) for row in values] == [(1, 9.9), (1, 10.1), (2, 10.0), (2, 10.3)]


def test_characteristics_are_added_and_changed_and_what_does_not_hold_is_said(room: Room) -> None:
    form = {"name": "pH", "product": "Crème", "process": "", "unit": "", "lower": "5", "upper": "6", "target": "",
            "importance": "ordinary", "chart": "individuals", "subgroup_size": "1", "rules": "nelson1984",
            "instrument_id": ""}  # fmt: skip
    made = room.post("add", **form)
    assert made.status_code == 302
    again = room.post("add", **form)
    assert again.status_code == 422
    assert "existe déjà" in again.content.decode()
    for wrong in ({"upper": "5"}, {"target": "9"}, {"chart": "xbar_r"}, {"name": " "}, {"rules": "x"},
                  {"instrument_id": str(uuid4())}, {"lower": "1e20"}):  # fmt: skip
        assert room.post("add", **{**form, "name": "Autre", **wrong}).status_code == 422, wrong
    row = room.fill(room.add(), *CALM)
    kept = {**form, "name": "Hauteur", "product": "P-100", "chart": "xbar_s", "subgroup_size": "2"}
    assert room.post("edit", row.pk, **kept).status_code == 302
    assert room.post("edit", row.pk, **kept).status_code == 302, "again changes nothing"
    other = room.post("edit", row.pk, **{**kept, "chart": "p", "subgroup_size": "1"})
    assert other.status_code == 422


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_chart_is_printed_in_three_languages(room: Room, language: str) -> None:
    row = room.fill(room.add(lower=9.0), *CALM, FAR)
    room.post("stage_add", row.pk, from_point="5", name="Outil")
    response = room.get("chart_pdf", row.pk, langue=language)
    assert response["Content-Type"] == "application/pdf"
    assert PdfReader(io.BytesIO(response.content)).trailer["/Root"]["/Lang"].startswith(language)


def test_readers_look_and_others_see_nothing(room: Room) -> None:
    row = room.fill(room.add(), *CALM, FAR)
    reader = room.reader()
    sample = room.chart(row).samples[0].id
    assert "Commencer une étape" not in page(reader, room.url("chart", row.pk))
    for name, arguments in (("add", ()), ("edit", (row.pk,)), ("sample_add", (row.pk,))):
        assert reader.get(room.url(name, *arguments)).status_code == 403
    for name, arguments in (("rules", ()), ("stage_add", ()), ("freeze", ()), ("leave_out", (sample,)),
                            ("sample_remove", (sample,)), ("archive", ())):  # fmt: skip
        assert reader.post(room.url(name, row.pk, *arguments)).status_code == 403, name
    other = a_room("Autre")
    for name in ("chart", "edit", "sample_add", "chart_pdf"):
        assert other.get(name, row.pk).status_code == 404
        assert room.get(name, uuid4()).status_code == 404
    own = other.fill(other.add(), *CALM)
    assert other.post("leave_out", own.pk, sample, reason="x").status_code == 404
