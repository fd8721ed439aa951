"""Catalogues that others published, read, written back and assessed whole.

They are not part of this repository. They are looked for in the folder that ``JAWDA_REFERENCE`` names, else in
``../shared/reference`` beside the checkout; where they are not, these tests are skipped and say so.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jawda.core.assessment import as_document, assess, read_answers, template
from jawda.core.referentials import (
    Referential,
    check,
    from_mapping,
    read_any,
    read_oscal_catalog,
    read_spreadsheet,
    to_mapping,
    write_oscal_catalog,
    write_spreadsheet,
)
from jawda.core.spreadsheets import read_table, write_workbook

FOLDER = Path(
    os.environ.get("JAWDA_REFERENCE") or Path(__file__).resolve().parents[3] / "shared" / "reference"
) / "referentials"  # fmt: skip
MOMENT = datetime(2026, 11, 24, tzinfo=UTC)
#: The file, and how many of its controls stand to be assessed, counted in it by hand with another program.
COUNTS = {"oscal-nist-800-53-rev5-low.json": 149, "oscal-basic-catalog.json": 4}

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the published catalogues are not beside this checkout (JAWDA_REFERENCE)"
)


@pytest.fixture(params=COUNTS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def document(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / name).read_bytes())
    return found


@pytest.fixture
def referential(name: str) -> Referential:
    return read_oscal_catalog((FOLDER / name).read_bytes(), file=name)


def controls(holder: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Groups, then controls, each before what it holds."""
    for member in ("groups", "controls"):
        for node in holder.get(member, ()):
            if member == "controls":
                yield node
            yield from controls(node)


def test_every_control_is_a_requirement_in_its_order_with_its_title(
    name: str, document: dict[str, Any], referential: Referential
) -> None:
    found = list(controls(document["catalog"]))
    assert len(referential.assessable) == COUNTS[name]
    titles = {item.id: item.title.en for item in referential.requirements}
    assert {item["id"]: " ".join(item["title"].split()) for item in found}.items() <= titles.items()
    order = [item.id for item in referential.requirements if item.id in {control["id"] for control in found}]
    assert order == [item["id"] for item in found]
    assert [finding for finding in check(referential) if finding.level == "error"] == []


def test_written_back_it_is_the_same_document_unknown_members_and_all(
    document: dict[str, Any], referential: Referential
) -> None:
    """Also after it was stored as rows, and after it went through our workbook."""
    stored = from_mapping(json.loads(json.dumps(to_mapping(referential))))
    edited = read_spreadsheet(write_spreadsheet(referential, created=MOMENT), file="x.xlsx")
    for found in (referential, stored, edited):
        assert found == referential
        out = json.loads(write_oscal_catalog(found, modified=MOMENT))
        assert json.dumps(out, sort_keys=True) == json.dumps(document, sort_keys=True)


def test_a_member_that_nobody_knows_comes_back_as_it_was(name: str, document: dict[str, Any]) -> None:
    odd = {"x": [1, 2.5, None, {"é": "\u202f"}], "big": 12345678901234567890}
    document["odd"] = document["catalog"]["odd"] = document["catalog"]["metadata"]["odd"] = odd
    first = next(controls(document["catalog"]))
    first["odd"] = odd  # type: ignore[index]  # a dict, as json gives it
    read = read_any(json.dumps(document).encode(), file=name)
    assert json.loads(write_oscal_catalog(read, modified=MOMENT)) == document


def test_what_is_changed_is_still_a_catalogue(document: dict[str, Any], referential: Referential) -> None:
    """OSCAL 1.1.2, catalog: uuid, metadata with title, last-modified, version, oscal-version; ids are tokens."""
    content = to_mapping(referential)
    content["requirements"][-1]["title"] = {"en": "Another title"}
    out = json.loads(write_oscal_catalog(from_mapping(content), modified=MOMENT))["catalog"]
    assert {"uuid", "metadata"} <= set(out)
    assert {"title", "last-modified", "version", "oscal-version"} <= set(out["metadata"])
    assert out["metadata"]["last-modified"].startswith("2026-11-24")
    assert out["uuid"] != document["catalog"]["uuid"]
    found = list(controls(out))
    assert len({item["id"] for item in found}) == len(found)
    assert all(item["id"] and item["title"] for item in found)
    assert len(found) == len(list(controls(document["catalog"])))


def answered(referential: Referential) -> list[dict[str, object]]:
    """The template as a person fills it: conforms, partly, does not, not applicable with a reason, and open."""
    content = write_workbook(template(referential, "fr"), title=referential.id, created=MOMENT)
    heading, *rows = openpyxl.load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    answers = [dict(zip(map(str, heading), row, strict=True)) for row in rows]
    for number, answer in enumerate(answers):
        level = ("C", "P", "X", None, None)[number % 5]
        answer |= {"level": level, "note": f"constat {number}"}
        if number % 5 == 3:
            answer |= {"not_applicable": "x", "reason": "hors périmètre"}
    return answers


def test_its_template_filled_in_gives_the_same_result_from_xlsx_csv_and_json(
    name: str, referential: Referential
) -> None:
    answers = answered(referential)
    book = openpyxl.Workbook()
    assert book.active
    book.active.title = "Réponses"
    book.active.append(list(answers[0]))
    for answer in answers:
        book.active.append(list(answer.values()))
    buffer, text = BytesIO(), StringIO()
    book.save(buffer)
    writer = csv.DictWriter(text, list(answers[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(answers)
    contents = (buffer.getvalue(), text.getvalue().encode("cp1252"), json.dumps(answers).encode())
    first, *others = [
        as_document(assess(referential, read_answers(read_table(content, file="answers"), referential)), language="fr")
        for content in contents
    ]
    assert all(other == first for other in others)
    assert json.loads(json.dumps(first)) == first
    count = COUNTS[name]
    assert first["assessable"] == count
    assert first["answered"] == count - len([number for number in range(count) if number % 5 == 4])
    conforms, partly, fails = (len([n for n in range(count) if n % 5 == kind]) for kind in range(3))
    assert first["score"] == pytest.approx((100 * conforms + 50 * partly) / (conforms + partly + fails))
    assert len(first["gaps"]) == partly + fails
