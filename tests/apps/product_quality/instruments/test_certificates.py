"""A laboratory's certificate in XML is read into the register: shown and checked first, then recorded whole."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.apps.pages import MOST, page
from tests.apps.product_quality.instruments.registers import Register, a_register
from tests.core.credentials.calibration.certificates import (
    CORE,
    ERRORS,
    ITEMS,
    STATEMENTS,
    document,
    measurement,
    result,
    signed,
)
from tests.pages import strict_page

from jawda.apps.organisations.enums import Role
from jawda.apps.product_quality.models import Calibration, Instrument
from jawda.foundation.files.models import StoredFile

pytestmark = pytest.mark.django_db
LANGUAGES = ("fr", "ar", "en")
TABLE = document(measurements=measurement(result(f"<dcc:list>{ERRORS}</dcc:list>")))


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.FILES_FOLDER = tmp_path / "files"


@pytest.fixture
def register() -> Register:
    return a_register()


def sent(register: Register, content: bytes, name: str = "LM-42.xml") -> Any:
    return register.post("instruments_certificate", file=SimpleUploadedFile(name, content))


def confirmed(register: Register, shown: Any, **said: str) -> Any:
    """The form as the page gave it, with what a person changed."""
    form = shown.context["asked"][0].form
    values = {
        name: ""
        if value is None
        else value.isoformat()
        if isinstance(value, date)
        else "on"
        if value is True
        else value
        for name, value in form.initial.items()
    }
    values |= said
    given = {f"item-0-{name}": value for name, value in values.items()}
    carried = {name: shown.context[name] for name in ("carried", "name")}
    return register.post("instruments_certificate", confirmed="1", **carried, **given)


def kept(register: Register) -> list[Calibration]:
    with register.room.acting():
        return list(Calibration.objects.select_related("file", "instrument"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_what_it_says_and_what_was_checked(register: Register, language: str) -> None:
    register.room.client.cookies["django_language"] = language
    strict_page(page(register.room.client, register.url("instruments_certificate")), language=language)
    with CaptureQueriesContext(connection) as asked:
        response = sent(register, TABLE)
    assert len([one for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]) <= MOST
    text = response.content.decode()
    shown = strict_page(text, language=language)
    assert "LM-2026-0042" in shown.heading
    assert "Laboratoire de métrologie" in text
    assert "ET 01" in text
    decimal = "." if language == "en" else ","
    assert f"0{decimal}01" in text
    assert f"0{decimal}03" in text
    assert kept(register) == [], "nothing is written before it is confirmed"


def test_an_instrument_is_found_by_the_company_s_number_and_gets_its_calibration(register: Register) -> None:
    """Its certificate stays with it; an uncertainty in another unit is not mistaken for one in the instrument's."""
    instrument = register.add("PC-12", unit="mm")
    register.add("PC-13", serial_number="SN 7")
    shown = sent(register, TABLE)
    assert shown.context["asked"][0].item.known == instrument
    assert confirmed(register, shown).status_code == 302
    (row,) = kept(register)
    assert (row.instrument, row.done_on, row.due_on, row.outcome) == (
        instrument, date(2026, 3, 3), date(2027, 3, 3), "conforming",
    )  # fmt: skip
    assert (row.provider, row.certificate_number) == ("Laboratoire de métrologie", "LM-2026-0042")
    assert (row.expanded_uncertainty, row.coverage_factor) == (0.03, 2)
    assert "n’est pas signé" in row.note
    assert "0,03\N{NO-BREAK SPACE}mm (k = 2)" in row.note
    assert (row.file.name, row.file.kind) == ("LM-42.xml", "xml")
    back = register.get("calibration_certificate", instrument.pk, row.pk)
    assert back.content == TABLE
    assert back["Content-Type"] == "application/xml"
    assert "attachment" in back["Content-Disposition"]


def test_another_unit_stays_in_the_note(register: Register) -> None:
    register.add("PC-12", unit="µm")
    confirmed(register, sent(register, TABLE))
    (row,) = kept(register)
    assert (row.expanded_uncertainty, row.coverage_factor) == (None, None)
    assert "mm" in row.note


def test_the_serial_number_tells_it_too_but_not_where_two_have_it(register: Register) -> None:
    instrument = register.add("X-1", serial_number="SN 7")
    assert sent(register, TABLE).context["asked"][0].item.known == instrument
    register.add("X-2", serial_number="SN 7")
    shown = sent(register, TABLE)
    assert shown.context["asked"][0].item.known is None
    assert shown.context["asked"][0].form.initial["identification"] == "PC-12"


def test_one_that_is_not_in_the_register_is_added_as_the_certificate_describes_it(register: Register) -> None:
    assert confirmed(register, sent(register, TABLE), identification="PC-99").status_code == 302
    with register.room.acting():
        instrument = Instrument.objects.get()
    assert (instrument.identification, instrument.name, instrument.maker, instrument.model_name) == (
        "PC-99", "Pied à coulisse", "Mesure SA", "P150",
    )  # fmt: skip
    assert (instrument.serial_number, instrument.unit, instrument.due_on) == ("SN 7", "mm", date(2027, 3, 3))
    (row,) = kept(register)
    assert row.expanded_uncertainty == 0.03


def test_what_does_not_conform_sets_the_instrument_aside(register: Register) -> None:
    instrument = register.add("PC-12")
    failing = document(statements=STATEMENTS.replace("<dcc:conformity>pass<", "<dcc:conformity>fail<"))
    confirmed(register, sent(register, failing))
    assert register.reread(instrument).state == "quarantined"
    (row,) = kept(register)
    assert (row.outcome, row.due_on) == ("nonconforming", None)


@pytest.mark.parametrize(
    ("content", "said", "fault"),
    [
        (document(statements=""), {}, "Dites le résultat"),
        (TABLE, {"identification": " "}, "ce qui est gravé"),
        (TABLE, {"due_on": "2026-03-03"}, "vient après celui-ci"),
        (document(core=CORE.replace("LM-2026-0042", "L" * 81)), {}, "80"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_written(
    register: Register, content: bytes, said: dict[str, str], fault: str
) -> None:
    response = confirmed(register, sent(register, content), **said)
    assert response.status_code == 422
    strict_page(response.content.decode())
    assert fault in str(response.context["asked"][0].form.errors)
    assert kept(register) == []
    with register.room.acting():
        assert not Instrument.objects.exists()
        assert not StoredFile.objects.exists()


def test_of_two_instruments_both_or_none_are_recorded(register: Register) -> None:
    second = ITEMS.replace("PC-12", "PC-13").replace("SN 7", "SN 8").removeprefix("<dcc:items>")
    both = document(items=ITEMS.removesuffix("</dcc:items>") + second)
    shown = sent(register, both)
    assert [one.item.identification for one in shown.context["asked"]] == ["PC-12", "PC-13"]
    more = {"item-1-record": "on", "item-1-identification": "PC-13", "item-1-outcome": "", "item-1-note": ""}
    common = {name: shown.context[name] for name in ("carried", "name")}
    first = {"item-0-record": "on", "item-0-identification": "PC-12", "item-0-outcome": "conforming"}
    refused = register.post("instruments_certificate", confirmed="1", **common, **first, **more)
    assert refused.status_code == 422
    assert kept(register) == []
    more["item-1-outcome"] = "adjusted"
    assert register.post("instruments_certificate", confirmed="1", **common, **first, **more).status_code == 302
    assert [row.outcome for row in sorted(kept(register), key=lambda one: one.instrument.identification)] == [
        "conforming", "adjusted",
    ]  # fmt: skip
    with register.room.acting():
        assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "et 2 autres instruments dans ce certificat"), ("ar", "وجهازان آخران في هذه الشهادة"),
        ("en", "and 2 more instruments in this certificate"),
    ],
)  # fmt: skip
def test_instruments_beyond_the_most_are_said_to_be_there(
    register: Register, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.setattr("jawda.apps.product_quality.instruments.certificate_reading.MOST_ITEMS", 1)
    register.room.client.cookies["django_language"] = language
    one = ITEMS.removeprefix("<dcc:items>").removesuffix("</dcc:items>")
    text = sent(register, document(items=f"<dcc:items>{one * 3}</dcc:items>")).content.decode()
    strict_page(text, language=language)
    assert said in text
    assert said not in sent(register, TABLE).content.decode()


def test_of_a_manipulated_certificate_nothing_is_shown_or_recorded(register: Register) -> None:
    """What follows a signature that does not hold may be anyone's."""
    register.add("PC-12")
    spoilt = signed(TABLE).replace(b">0.02<", b">0.05<").replace(b"0.01 0.02", b"0.01 0.05")
    shown = sent(register, spoilt)
    text = shown.content.decode()
    strict_page(text)
    assert shown.context["certificate"] is None
    assert "Laboratoire de métrologie" not in text
    given = {"carried": shown.context["carried"], "name": "a.xml", "confirmed": "1", "item-0-record": "on"}
    register.post(
        "instruments_certificate", **given, **{"item-0-identification": "PC-12", "item-0-outcome": "conforming"}
    )
    assert kept(register) == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xml", b"", "vide"),
        ("a.xml", b"<a/>", "certificat"),
        ("a.xml", b"<!DOCTYPE a><a/>", "certificat"),
        ("a.xml", b"\x00\x01", "XML complet"),
        ("a.pdf", TABLE, ".xml"),
        ("a.xml", TABLE + b" " * 2_000_001, "2"),
    ],
)
def test_what_is_no_certificate_is_refused_in_words(register: Register, name: str, content: bytes, said: str) -> None:
    response = sent(register, content, name)
    assert response.status_code == 422
    strict_page(response.content.decode())
    assert said in " ".join(response.context["faults"])
    broken = register.post("instruments_certificate", confirmed="1", carried="%%%", name="a.xml")
    assert broken.status_code == 422


def test_who_only_reads_does_not_record(register: Register) -> None:
    reader = register.room.colleague(Role.READER, "Zineb")
    assert reader.client.get(register.url("instruments_certificate")).status_code == 403
    assert register.url("instruments_certificate") not in page(reader.client, register.url("instruments"))
