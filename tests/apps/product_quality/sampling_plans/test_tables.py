"""The sampling tables of a company's own copies: forms, import with a preview, the plans that come from them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader
from tests import typed_tables
from tests.apps.actions.rooms import Room, a_room
from tests.apps.pages import page
from tests.pages import strict_page

from jawda.apps.organisations.enums import Role
from jawda.apps.product_quality.models import SamplingTables
from jawda.core.spreadsheets import read_workbook
from jawda.core.statistics.acceptance_sampling import supplied_from_dict
from jawda.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

MULTIPLE = {"plan": "multiple", "lot": "1000", "nqa": "1.0", "edition": "iso-2859-1-1999"}
MEASURED = {"plan": "mesures", "lot": "1000", "nqa": "1.0", "edition": "iso-3951-1-2022"}


@pytest.fixture
def room() -> Room:
    return a_room()


def address(room: Room, name: str = "", *more: Any) -> str:
    route = f"sampling_tables_{name}" if name else "sampling_tables"
    return reverse(f"product_quality:{route}", args=[room.member.organisation.handle, *more])


def plan_of(room: Room, asked: dict[str, str]) -> Any:
    return room.client.get(
        reverse("product_quality:sampling_plans", args=[room.member.organisation.handle]), asked
    )  # fmt: skip


def preview(room: Room, content: bytes) -> Any:
    sent = SimpleUploadedFile("tables.xlsx", content)
    return room.client.post(address(room, "upload"), {"file": sent})


def kept(room: Room, content: bytes) -> Any:
    shown = preview(room, content)
    assert shown.status_code == 200, shown.content.decode()
    return room.client.post(address(room, "upload"), {"confirmed": shown.context["confirmed"]}, follow=True)


def said(response: Any) -> str:
    """The words of a page, with plain spaces."""
    (text,) = strict_page(response.content.decode()).texts("main")
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def rows(room: Room) -> list[SamplingTables]:
    with room.acting():
        return list(SamplingTables.objects.all())


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_pages_empty_and_full(room: Room, language: str) -> None:
    room.client.cookies["django_language"] = language
    strict_page(page(room.client, address(room)), language=language)
    strict_page(page(room.client, address(room, "upload")), language=language)
    strict_page(preview(room, typed_tables.multiple_workbook()).content.decode(), language=language)
    strict_page(kept(room, typed_tables.multiple_workbook()).content.decode(), language=language)
    strict_page(preview(room, typed_tables.multiple_workbook()).content.decode(), language=language)
    asked = strict_page(plan_of(room, MULTIPLE).content.decode(), language=language)
    assert asked.heading


def test_a_refused_plan_leads_to_the_tables_and_they_to_the_plan(room: Room) -> None:
    """ISO 2859-1:1999 in several samples is not carried: the company types it, and has its plans."""
    refused = plan_of(room, MULTIPLE)
    assert refused.status_code == 422
    assert address(room) in refused.content.decode().partition("Trouver le plan")[2].partition("</p>")[0]
    assert rows(room) == []
    shown = preview(room, typed_tables.multiple_workbook())
    assert "se suivent comme dans des tables imprimées" in shown.content.decode()
    assert rows(room) == [], "a preview keeps nothing"
    assert "Les tables de ISO 2859-1:1999" in kept(room, typed_tables.multiple_workbook()).content.decode()
    (row,) = rows(room)
    assert (row.edition, row.copy, row.doubts) == (typed_tables.NORM, typed_tables.COPY, 0)
    found = plan_of(room, MULTIPLE)
    assert found.status_code == 200
    assert [stage.size for stage in found.context["stages"]] == [20] * 7
    text = found.content.decode()
    assert typed_tables.COPY in text
    assert "votre exemplaire" in text, "the list of editions says which are the company's own"
    assert "ISO 2859-1, 1999 + Amd 1:2011 – votre exemplaire" in text
    pdf = room.client.get(
        reverse("product_quality:sampling_plan_pdf", args=[room.member.organisation.handle]), MULTIPLE
    ).content
    printed = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages).split())
    assert typed_tables.COPY in printed
    with room.acting():
        entry = AuditEntry.objects.get(action="product_quality.keep_sampling_tables")
    assert row.file_sha256 in entry.content
    assert typed_tables.COPY not in entry.content, "the trail holds no words of people"


def test_a_standard_keeps_its_order_among_arabic_words(room: Room) -> None:
    """In a list and in a message there is no markup: the name is set apart by characters."""
    room.client.cookies["django_language"] = "ar"
    assert "\u2068ISO 2859-1:1999 + Amd 1:2011\u2069" in kept(room, typed_tables.multiple_workbook()).content.decode()
    assert "\u2068ISO 2859-1, 1999 + Amd 1:2011\u2069 – نسختكم" in plan_of(room, MULTIPLE).content.decode()


def test_plans_by_variables_have_the_levels_and_limits_of_iso_3951(room: Room) -> None:
    before = plan_of(room, {"plan": "mesures"}).content.decode()
    assert ('value="S-1"' in before, 'value="0.01"' in before) == (False, False)
    kept(room, typed_tables.measured_workbook())
    after = plan_of(room, {"plan": "mesures"}).content.decode()
    assert ('value="S-1"' in after, 'value="0.01"' in after) == (True, True)
    found = plan_of(room, {**MEASURED, "niveau": "S-2"})
    assert (found.status_code, found.context["found"].result.code_letter) == (200, "C")
    # what the copy has nothing for, and what the other standard does not know
    assert set(plan_of(room, {**MEASURED, "nqa": "0.01"}).context["form"].errors) == {"nqa"}
    other = plan_of(room, {**MEASURED, "edition": "ansi-z1.9", "niveau": "S-2"})
    assert (other.status_code, set(other.context["form"].errors)) == (422, {"niveau"})
    assert set(plan_of(room, {**MEASURED, "edition": "ansi-z1.9", "nqa": "0.01"}).context["form"].errors) == {"nqa"}
    assert plan_of(room, {**MEASURED, "edition": "ansi-z1.9"}).status_code == 200


def test_the_other_edition_stays_refused(room: Room) -> None:
    kept(room, typed_tables.measured_workbook())
    assert plan_of(room, {**MEASURED, "edition": "iso-3951-1-2013"}).status_code == 422
    assert plan_of(room, MULTIPLE).status_code == 422


def test_slips_are_shown_with_their_place_before_anything_is_kept(room: Room) -> None:
    content = typed_tables.single_workbook(changed=lambda rows: rows[8].__setitem__(14, "1 2"))
    assert "ligne 10, colonne « 1,5 »" in said(preview(room, content))
    kept(room, content)
    assert [row.doubts for row in rows(room)] == [1]
    assert "1 cellule ne suit guère" in said(room.client.get(address(room)))


def test_a_file_that_does_not_hold_is_refused_with_every_place(room: Room) -> None:
    content = typed_tables.single_workbook(changed=lambda rows: rows[8].__setitem__(14, "3 2"))
    shown = preview(room, content)
    assert shown.status_code == 422
    assert "ligne 10" in said(shown)
    for other in (b"", b"PK\x03\x04", b"nothing"):
        assert preview(room, other).status_code == 422
    assert room.client.post(address(room, "upload"), {}).status_code == 422
    assert rows(room) == []


def test_tables_are_replaced_whole_and_what_goes_is_said(room: Room) -> None:
    kept(room, typed_tables.multiple_workbook())
    one = typed_tables.workbook({
        "exemplaire": typed_tables.named(copy="un autre exemplaire"),
        "double et multiple": typed_tables.several(("multiple", "normal")),
    })  # fmt: skip
    shown = preview(room, one)
    text = said(shown)
    assert typed_tables.COPY in text, "what stands is named"
    assert [(row.before, row.gone) for row in shown.context["rows"]] == [(True, False), *[(False, True)] * 3]
    assert "3 tables ne sont pas dans ce fichier" in text
    kept(room, one)
    assert [(row.copy, len(row.content["series"])) for row in rows(room)] == [("un autre exemplaire", 10)]


def test_what_changed_since_the_preview_is_not_written_over(room: Room) -> None:
    first = preview(room, typed_tables.multiple_workbook()).context["confirmed"]
    kept(room, typed_tables.multiple_workbook())
    stale = room.client.post(address(room, "upload"), {"confirmed": first}, follow=True)
    assert "ont changé depuis l’aperçu" in stale.content.decode()
    tampered = room.client.post(address(room, "upload"), {"confirmed": first + "x"}, follow=True).content.decode()
    assert len(rows(room)) == 1
    assert "Choisissez" in tampered


def test_the_form_comes_with_what_is_kept(room: Room) -> None:
    empty = room.client.get(address(room, "workbook", typed_tables.NORM))
    assert read_workbook(empty.content, file="x.xlsx").sheets[0].rows[1] == (typed_tables.NORM, None)
    kept(room, typed_tables.multiple_workbook())
    filled = room.client.get(address(room, "workbook", typed_tables.NORM)).content
    before = rows(room)[0].content
    kept(room, filled)
    after = rows(room)[0].content
    assert supplied_from_dict({**after, "sha256": ""}) == supplied_from_dict({**before, "sha256": ""})
    assert room.client.get(address(room, "workbook", "ansi-z1.9")).status_code == 404


def test_tables_are_removed_and_their_plans_with_them(room: Room) -> None:
    kept(room, typed_tables.multiple_workbook())
    (row,) = rows(room)
    assert room.client.get(address(room, "remove", row.pk)).status_code == 405
    assert "sont retirées" in room.client.post(address(room, "remove", row.pk), follow=True).content.decode()
    assert rows(room) == []
    assert plan_of(room, MULTIPLE).status_code == 422
    assert room.client.post(address(room, "remove", row.pk)).status_code == 404


def test_readers_use_the_tables_and_change_nothing(room: Room) -> None:
    kept(room, typed_tables.multiple_workbook())
    (row,) = rows(room)
    reader = Room(room.member, room.colleague(Role.READER, "Zineb").client)
    assert typed_tables.COPY in said(reader.client.get(address(room)))
    assert address(room, "remove", row.pk) not in page(reader.client, address(room))
    assert plan_of(reader, MULTIPLE).status_code == 200
    for refused in (
        reader.client.get(address(room, "upload")),
        reader.client.get(address(room, "workbook", typed_tables.NORM)),
        reader.client.post(address(room, "remove", row.pk)),
    ):
        assert refused.status_code in (403, 404)
    assert len(rows(room)) == 1


def test_another_company_has_none_of_it(room: Room) -> None:
    """Typed from a copy whose licence is this company's alone."""
    kept(room, typed_tables.multiple_workbook())
    (row,) = rows(room)
    other = a_room()
    assert plan_of(other, MULTIPLE).status_code == 422
    assert typed_tables.COPY not in page(other.client, address(other))
    assert read_workbook(other.client.get(address(other, "workbook", typed_tables.NORM)).content, file="x.xlsx").sheets[
        0
    ].rows[1] == (typed_tables.NORM, None)
    assert other.client.post(address(other, "remove", row.pk)).status_code == 404
    assert len(rows(room)) == 1


def test_pages_take_the_same_queries_however_much_is_kept(room: Room, django_assert_num_queries: Any) -> None:
    """Two beside those of every page: which editions there are, and the tables of the one asked for."""
    plan_of(room, MULTIPLE)
    with django_assert_num_queries(10):
        plan_of(room, {"lot": "1000", "nqa": "1.0"})
    kept(room, typed_tables.multiple_workbook())
    for more in (typed_tables.measured_workbook, typed_tables.single_workbook):
        with django_assert_num_queries(12):
            plan_of(room, MULTIPLE)
        with django_assert_num_queries(11):
            room.client.get(address(room))
        kept(room, more())
    with django_assert_num_queries(11):
        room.client.get(address(room))
