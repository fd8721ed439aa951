"""The federation's cohort: who takes part, at what stage where agreed, and never an answer."""

from __future__ import annotations

import csv
import io

import pytest
from tests.apps.ecosystems.examples import a_participant, a_sector, inside
from tests.apps.pages import page
from tests.factories import a_member, signed_in

from jawda.apps.diagnostics import domain as diagnostics
from jawda.core.assessment import Answer
from jawda.core.spreadsheets import read_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def sector():
    sector = a_sector()
    for name, shows in (("Alpha", True), ("Béta", False), ("Gamma", True)):
        company = a_participant(sector, name, stage=shows)
        if name in ("Alpha", "Béta"):
            with inside(company):
                row = diagnostics.start(access=company.access, referential_id="premiers-pas-1")
                _answer(company, row)
    return sector


def _answer(company, row):
    from jawda.apps.referentials import store

    referential = store.load("premiers-pas-1")
    answer = Answer(requirement=referential.assessable[0].id, level="1", note="CANARY-4711")
    diagnostics.save_answer(access=company.access, assessment=row, referential=referential, answer=answer)


def url(sector):
    return f"/o/{sector.federation.organisation.handle}/ecosysteme/cohorte/"


def names(text):
    return [name for name in ("Alpha", "Béta", "Gamma") if f"<bdi>{name}</bdi>" in text]


def test_stages_are_seen_only_where_agreed_and_no_answer_at_all(sector):
    client = signed_in(sector.federation.person)
    text = page(client, url(sector))
    assert names(text) == ["Alpha", "Béta", "Gamma"]
    assert "2 entreprises sur 3" in text
    assert "CANARY" not in text
    for kind in ("csv", "xlsx"):
        assert b"CANARY" not in client.get(f"{url(sector)}?format={kind}").content


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("stage=started", ["Alpha"]),
        ("stage=not_shown", ["Béta"]),
        ("stage=finished", []),
        ("q=gam", ["Gamma"]),
        ("region=01", []),
        ("q=zzz", []),
        ("ecosystem=chimie", []),
    ],
)
def test_it_is_filtered_and_searched(sector, query, expected):
    assert names(page(signed_in(sector.federation.person), f"{url(sector)}?{query}")) == expected


def test_it_is_sorted_both_ways_and_by_nothing_unknown(sector):
    client = signed_in(sector.federation.person)

    def order(query):
        rows = list(csv.reader(io.StringIO(client.get(f"{url(sector)}?format=csv{query}").content.decode("utf-8-sig"))))
        return [row[0] for row in rows[1:]]

    assert order("") == ["Alpha", "Béta", "Gamma"]
    assert order("&sort=-name") == ["Gamma", "Béta", "Alpha"]
    assert order("&sort=-stage") == ["Alpha", "Gamma", "Béta"]
    assert order("&sort=score") == ["Alpha", "Béta", "Gamma"]


def test_it_is_exported_with_what_is_seen(sector):
    client = signed_in(sector.federation.person)
    book = read_workbook(client.get(f"{url(sector)}?format=xlsx").content, file="a.xlsx")
    assert [(row[0], row[4]) for row in book.sheets[0].rows[1:]] == [
        ("Alpha", "Commencé"),
        ("Béta", "non montrée"),
        ("Gamma", "Inscrite"),
    ]


def test_another_federation_sees_nothing_of_it(sector):
    other = a_sector("chimie")
    client = signed_in(other.federation.person)
    assert names(page(client, url(other))) == []
    assert client.get(url(sector)).status_code == 404


def test_a_company_has_no_cohort():
    company = a_member("Essai")
    client = signed_in(company.person)
    assert client.get(f"/o/{company.organisation.handle}/ecosysteme/cohorte/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_same_of_the_database_however_long(count):
    sector = a_sector()
    for number in range(count):
        a_participant(sector, f"Société {number}", stage=True)
    page(signed_in(sector.federation.person), url(sector))
