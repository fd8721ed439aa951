"""What comes with Jawda: its order is declared, and what is stored as it is costs no reading."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import machine
from tests.factories import a_referential, a_requirement

from jawda.apps.referentials import built_in, store
from jawda.apps.referentials.models import StoredReferential
from jawda.core.findings import Level
from jawda.core.languages import Text
from jawda.core.referentials import check, check_succession, compare_editions

pytestmark = pytest.mark.django_db


def test_a_file_is_named_after_the_id_in_it() -> None:
    assert [item.id for item in built_in.built_in()] == [item.identifier for item in built_in.shipped()]


def test_each_is_without_a_fault() -> None:
    for item in built_in.built_in():
        assert [finding for finding in check(item) if finding.level is Level.ERROR] == []


def test_an_edition_follows_the_one_it_replaces() -> None:
    """Every line of its lineage is known there, every question of the old one is followed, and no id is reused."""
    everything = {item.id: item for item in built_in.built_in()}
    followers = [item for item in everything.values() if item.replaces in everything]
    assert followers
    for new in followers:
        old = everything[str(new.replaces)]
        assert check_succession(old, new) == ()
        assert compare_editions(old, new).removed == ()
        assert not set(old.by_id) & set(new.by_id)


def test_what_others_rest_on_is_there() -> None:
    everything = {item.id for item in built_in.built_in()}
    assert {name for item in built_in.built_in() for name in item.rests_on} <= everything


def test_what_one_begins_with_comes_first_and_strangers_last() -> None:
    names = [
        "zebra-1",
        "iso-45001-2018",
        "iatf-16949-2016",
        "abc-2",
        "iso-9001-2026",
        "premiers-pas-1",
        "iso-9001-2015",
    ]
    assert sorted(names, key=built_in.order) == [
        "premiers-pas-1", "iso-9001-2015", "iso-9001-2026", "iatf-16949-2016", "iso-45001-2018", "abc-2", "zebra-1",
    ]  # fmt: skip
    assert built_in.shipped()[0].identifier == "premiers-pas-1"


def test_an_unchanged_file_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = built_in.Shipped.read

    def counted(self: built_in.Shipped) -> Any:
        read.append(self.identifier)
        return real(self)

    monkeypatch.setattr(built_in.Shipped, "read", counted)
    assert store.keep_built_in() == 0
    assert read == []
    StoredReferential.objects.filter(identifier="premiers-pas-1").update(source="another", position=77)
    StoredReferential.objects.filter(identifier="iso-9001-2015").update(position=77)
    assert store.keep_built_in() == 0  # the file is another, what it says is not
    assert read == ["premiers-pas-1"]
    assert [row.identifier for row in store.listed()] == [item.identifier for item in built_in.shipped()]
    StoredReferential.objects.filter(identifier="premiers-pas-1").update(source="another", digest="another")
    assert store.keep_built_in() == 1
    assert store.load("premiers-pas-1") == built_in.read("premiers-pas-1")


def test_a_line_says_what_the_whole_says() -> None:
    for line in store.listed():
        whole = store.load(line.identifier)
        said = (line.title, line.description, line.publisher, line.languages, line.questions, line.rests_on, line.scale)
        assert said == (
            whole.title, whole.description, whole.publisher, whole.languages, len(whole.assessable), whole.rests_on,
            whole.scale.kind,
        )  # fmt: skip
        assert line.profile == tuple(question.id for question in whole.profile)


def test_the_list_parses_none() -> None:
    store._parsed.cache_clear()
    with CaptureQueriesContext(connection) as context:
        answer = Client().get("/referentiels/")
    assert answer.status_code == 200
    assert "ISO 9001:2015" in answer.content.decode()
    assert store._parsed.cache_info().currsize == 0
    assert not any('"content"' in query["sql"] for query in context.captured_queries)


def test_a_large_one_is_loaded_in_half_a_second_and_few_queries() -> None:
    def load() -> None:
        store._parsed.cache_clear()
        assert len(store.load("iso-9001-2015").assessable) == 143

    with CaptureQueriesContext(connection) as context:
        load()
    assert len(context) <= 30
    assert machine.least(load, times=3) < 500


def test_an_edition_that_is_announced_does_not_stand_yet() -> None:
    today = date(2026, 11, 28)
    for fields, announced in (
        ({}, False),
        ({"published_on": date(2015, 9, 15)}, False),
        ({"dates_confirmed": False}, True),
        ({"applies_from": date(2027, 1, 1)}, True),
        ({"published_on": date(2026, 12, 1)}, True),
    ):
        made = a_referential(a_requirement("a"), **fields)
        StoredReferential.objects.filter(identifier=made.id).delete()
        store.keep(made)
        (line,) = (line for line in store.listed() if line.identifier == made.id)
        assert line.announced(today) is announced, fields
        assert not line.withdrawn(today)
        assert line.title == Text(fr="Essai", ar="تجربة", en="Trial")
