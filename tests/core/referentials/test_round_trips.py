"""What is written in any format is read again as the same referential."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.referentials.strategies import LINES, referentials, texts

from jawda.core.findings import Level
from jawda.core.languages import LANGUAGES
from jawda.core.referentials import (
    Pair,
    Referential,
    Relation,
    RequirementMapping,
    check,
    from_mapping,
    read_mapping_file,
    read_oscal_catalog,
    read_referential,
    read_spreadsheet,
    to_mapping,
    write_mapping_file,
    write_oscal_catalog,
    write_referential,
    write_spreadsheet,
)

MOMENT = datetime(2026, 11, 24, tzinfo=UTC)
slow = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@slow
@given(referentials())
def test_yaml_and_plain_values(referential: Referential) -> None:
    assert not [finding for finding in check(referential) if finding.level is Level.ERROR]
    assert read_referential(write_referential(referential), file="r.yaml") == referential
    assert from_mapping(json.loads(json.dumps(to_mapping(referential)))) == referential


@slow
@given(st.data())
def test_a_mapping_whose_remarks_are_in_any_of_the_languages(data: st.DataObject) -> None:
    ends = data.draw(st.lists(st.tuples(LINES, LINES), min_size=1, max_size=4, unique=True))
    pairs = tuple(
        Pair(
            source=source,
            target=target,
            relation=data.draw(st.sampled_from(Relation)),
            remark=data.draw(texts(tuple(data.draw(st.sets(st.sampled_from(LANGUAGES)))))),
        )
        for source, target in ends
    )
    mapping = RequirementMapping(source=data.draw(LINES), target=data.draw(LINES), pairs=pairs)
    assert read_mapping_file(write_mapping_file(mapping), file="m.yaml") == mapping


@slow
@given(referentials())
def test_workbook(referential: Referential) -> None:
    content = write_spreadsheet(referential, created=MOMENT)
    assert read_spreadsheet(content, file="r.xlsx") == referential


@slow
@given(referentials())
def test_oscal(referential: Referential) -> None:
    """OSCAL: a value of a property is one line without spaces at its ends; an identifier is a token, named once."""
    content = write_oscal_catalog(referential, modified=MOMENT)
    assert content == write_oscal_catalog(referential, modified=MOMENT)
    again = read_oscal_catalog(content, file="r.json")
    assert again == referential
    tokens: list[str] = []
    for node in _nodes(json.loads(content)["catalog"]):
        tokens.append(node["id"])
        for prop in node.get("props", ()):
            assert prop["value"] == prop["value"].strip() != ""
            assert len(prop["value"].splitlines()) == 1
    assert len(tokens) == len(set(tokens)) == len(referential.requirements)


def _nodes(holder: dict[str, Any]) -> list[dict[str, Any]]:
    below = [*holder.get("groups", []), *holder.get("controls", [])]
    assert "groups" not in holder or holder.get("groups")
    return below + [node for child in below for node in _nodes(child)]
