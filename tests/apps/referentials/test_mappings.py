"""Mappings are data, checked against both ends, and shown side by side to everyone."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from tests.apps.pages import page
from tests.factories import a_referential, a_requirement

from jawda.apps.referentials import built_in, mappings, store
from jawda.apps.referentials.models import StoredMapping
from jawda.core.languages import LANGUAGES
from jawda.core.referentials import (
    PAIR_KEYS,
    RequirementMapping,
    check_mapping,
    coverage,
    read_mapping_file,
    read_referential,
)

pytestmark = pytest.mark.django_db
ARABIC = re.compile("[\u0600-\u06ff]")
ADDRESS = "/referentiels/premiers-pas-1/correspondance/iso-9001-2015/"


def csv_rows(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(client.get(address).content.decode("utf-8-sig"))))


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


def test_the_example_of_the_documented_form_is_right() -> None:
    page_of_the_form = Path(__file__).resolve().parents[3] / "docs" / "reference" / "referential-form.md"
    referential, mapping = (
        part.split("```")[0].encode() for part in page_of_the_form.read_text("utf-8").split("```yaml\n")[1:3]
    )
    target = built_in.read("iso-45001-2018")
    assert target is not None
    found = read_mapping_file(mapping, file="mapping.yaml")
    assert check_mapping(found, read_referential(referential, file="example.yaml"), target) == ()
    assert tuple(found.pairs[0].remark.as_mapping()) == LANGUAGES


def test_every_remark_that_comes_with_jawda_is_in_the_three_languages() -> None:
    remarks = [pair.remark for item in built_in.built_in_mappings() for pair in item.pairs if pair.remark]
    assert len(remarks) > 80
    for remark in remarks:
        texts = remark.as_mapping()
        assert tuple(texts) == LANGUAGES, remark
        assert len(set(texts.values())) == 3, remark
        assert ARABIC.search(texts["ar"]), remark
        assert not ARABIC.search(texts["fr"] + texts["en"]), remark
        assert not re.search("(?<!\u00a0)[;:?!]", texts["fr"]), remark


def test_a_remark_is_read_found_and_taken_away_in_the_language_of_the_person() -> None:
    remark = next(
        pair.remark for pair in first_steps().pairs if pair.target == "iso9001-8-4-3-information-content"
    ).as_mapping()
    client = Client()
    for wanted, words in remark.items():
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = wanted
        for shown in (page(client, ADDRESS), page(client, ADDRESS + f"?q={quote(words.upper())}")):
            assert [other for other, text in remark.items() if text in shown] == [wanted]
        others = [text for other, text in remark.items() if other != wanted]
        assert all('<th scope="row"' not in page(client, ADDRESS + f"?q={quote(text)}") for text in others)
        address = ADDRESS + f"?q={quote(words)}&format="
        (pair,) = json.loads(client.get(address + "json").content)["pairs"]
        assert (tuple(pair), pair["remark"]) == (PAIR_KEYS, words)
        assert csv_rows(client, address + "csv") == [pair | {"via": ""}]
        sheet = openpyxl.load_workbook(BytesIO(client.get(address + "xlsx").content)).worksheets[0]
        assert sheet.cell(2, len(PAIR_KEYS)).value == words


def test_a_list_without_a_pair_is_a_file_too() -> None:
    address = ADDRESS + "?q=quarantaine-introuvable&format="
    assert json.loads(Client().get(address + "json").content)["pairs"] == []
    assert Client().get(address + "csv").content.decode("utf-8-sig").split() == [",".join(PAIR_KEYS)]


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
    rows = csv_rows(client, address + "csv")
    assert [row["target"] for row in rows] == [item["target"] for item in found["pairs"]]
    sheet = openpyxl.load_workbook(BytesIO(client.get(address + "xlsx").content)).worksheets[0]
    assert sheet.max_row == len(wanted) + 1


def test_where_nobody_compared_the_two_a_third_is_named() -> None:
    third = replace(a_referential(a_requirement("a")), id="third-1", slug="third")
    store.keep(third)
    StoredMapping.objects.create(
        source="third-1",
        target="iso-9001-2015",
        origin="x",
        pairs=[["a", "iso9001-7-5-3-2-versions", "superset", {}]],
    )
    text = page(Client(), "/referentiels/premiers-pas-1/correspondance/third-1/")
    assert "iso9001-7-5-3-2-versions" in text
    listed = page(Client(), "/referentiels/third-1/")
    assert "/referentiels/third-1/correspondance/premiers-pas-1/" in listed
    assert "par un troisième" in listed
