"""Mappings are data, checked against both ends, and shown side by side to everyone."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.test import Client
from tests.apps.pages import page
from tests.factories import a_referential, a_requirement

from jawda.apps.referentials import built_in, mappings, store
from jawda.apps.referentials.models import StoredMapping
from jawda.core.referentials import RequirementMapping, check_mapping, coverage

pytestmark = pytest.mark.django_db
ADDRESS = "/referentiels/premiers-pas-1/correspondance/iso-9001-2015/"


def first_steps() -> RequirementMapping:
    return next(item for item in built_in.built_in_mappings() if item.source == "premiers-pas-1")


def test_every_pair_that_comes_with_jawda_has_both_its_ends() -> None:
    assert built_in.built_in_mappings()
    for item, resource in zip(built_in.built_in_mappings(), built_in.shipped_mappings(), strict=True):
        assert resource.name == f"{item.source}--{item.target}.yaml"
        source, target = built_in.read(item.source), built_in.read(item.target)
        assert source is not None
        assert target is not None
        assert check_mapping(item, source, target) == ()
        assert coverage(item, target).touched


def test_an_unchanged_file_is_not_read_again() -> None:
    assert mappings.keep_built_in_mappings() == 0
    StoredMapping.objects.update(origin="another", pairs=[])
    assert mappings.keep_built_in_mappings() == len(built_in.built_in_mappings())
    assert mappings.between("premiers-pas-1", "iso-9001-2015") == first_steps()


def test_side_by_side_narrowed_and_turned_round() -> None:
    client = Client()
    text = page(client, ADDRESS)
    whole = first_steps()
    assert text.count('<th scope="row"') == len(whole.pairs)
    narrowed = page(client, ADDRESS + "?relation=subset&q=quarantaine-introuvable")
    assert '<th scope="row"' not in narrowed
    subset = [pair for pair in whole.pairs if pair.relation == "subset"]
    assert page(client, ADDRESS + "?relation=subset").count('<th scope="row"') == len(subset) > 0
    assert page(client, ADDRESS + "?relation=forged").count('<th scope="row"') == len(whole.pairs)
    back = page(client, "/referentiels/iso-9001-2015/correspondance/premiers-pas-1/")
    assert back.count('<th scope="row"') == len(whole.pairs)
    assert ADDRESS in page(client, "/referentiels/premiers-pas-1/")
    assert client.get("/referentiels/premiers-pas-1/correspondance/infrastructure-qualite-1/").status_code == 404
    assert client.get("/referentiels/premiers-pas-1/correspondance/premiers-pas-1/").status_code == 404


def test_the_same_list_as_a_file() -> None:
    client, whole = Client(), first_steps()
    wanted = [pair for pair in whole.pairs if pair.relation == "subset"]
    address = ADDRESS + "?relation=subset&format="
    found = json.loads(client.get(address + "json").content)
    assert {(item["source"], item["target"]) for item in found["pairs"]} == {(p.source, p.target) for p in wanted}
    rows = list(csv.DictReader(StringIO(client.get(address + "csv").content.decode("utf-8-sig"))))
    assert [row["target"] for row in rows] == [item["target"] for item in found["pairs"]]
    sheet = openpyxl.load_workbook(BytesIO(client.get(address + "xlsx").content)).worksheets[0]
    assert sheet.max_row == len(wanted) + 1


def test_where_nobody_compared_the_two_a_third_is_named() -> None:
    third = replace(a_referential(a_requirement("a")), id="third-1", slug="third")
    store.keep(third)
    StoredMapping.objects.create(
        source="third-1", target="iso-9001-2015", origin="x", pairs=[["a", "iso9001-7-5-3-2-versions", "superset", "R"]]
    )
    text = page(Client(), "/referentiels/premiers-pas-1/correspondance/third-1/")
    assert "iso9001-7-5-3-2-versions" in text
    listed = page(Client(), "/referentiels/third-1/")
    assert "/referentiels/third-1/correspondance/premiers-pas-1/" in listed
    assert "par un troisième" in listed
