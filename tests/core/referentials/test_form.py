"""The YAML form: faults with their places, and the way back."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from tests.factories import a_referential, a_requirement

from jawda.apps.referentials.built_in import built_in
from jawda.core.findings import Refused, words_with_place
from jawda.core.languages import LANGUAGES, Text
from jawda.core.referentials import (
    compare_editions,
    from_mapping,
    read_oscal_catalog,
    read_referential,
    to_mapping,
    write_oscal_catalog,
    write_referential,
)
from jawda.core.referentials.model import Lineage, Relation

HEAD = """id: x-1
slug: x
edition: "1"
languages: [fr]
title: {fr: Essai}
publisher: P
rights: {fr: CC0}
scale: maturity
"""
GOOD = HEAD + "requirements:\n- {id: a, reference: '1', title: {fr: A}, question: {fr: Q}}\n"


@pytest.mark.parametrize(
    ("text", "fault", "line"),
    [
        (GOOD.replace("{fr: Q}", "{ar: Q}"), "missing_language", 10),
        (GOOD + "- {id: a, reference: '2', title: {fr: B}, question: {fr: Q}}\n", "doubled_id", 11),
        (GOOD.replace("id: a,", "id: a, parent: a,"), "parent_cycle", 10),
        (GOOD.replace("id: a,", "id: a, parent: b,"), "unknown_parent", 10),
        (GOOD.replace("id: a,", "id: a, wieght: 2,"), "unknown_key", 10),
        (GOOD.replace("id: a,", "id: a, weight: -1,"), "weight_not_positive", 10),
        (GOOD.replace("id: a,", "id: a, weight: heavy,"), "wrong_type", 10),
        (GOOD.replace("id: a,", "id: a, applies_when: {p: [q]},"), "unknown_profile", 10),
        (GOOD.replace("id: x-1", "id: x-2"), "bad_identifier", 1),
        (GOOD.replace("scale: maturity", "scale: stars"), "unknown_scale", 8),
        (GOOD.replace("scale: maturity", "scale: maturity\nscale: conformity"), "doubled_key", 9),
        (GOOD.replace("title: {fr: Essai}", "title: &t {fr: *t}"), "not_yaml", None),
        ("- 1\n", "not_a_mapping", 1),
        ("a: [1,\n", "not_yaml", 2),
        (HEAD + "requirements: []\n", "nothing_to_assess", 9),
    ],
)
def test_each_fault_has_its_line(text: str, fault: str, line: int | None) -> None:
    with pytest.raises(Refused) as refused:
        read_referential(text.encode(), file="f.yaml")
    found = {finding.id.removeprefix("referentials."): finding for finding in refused.value.findings}
    assert fault in found or (fault == "not_yaml" and "alias_cycle" in found)
    if line is not None:
        assert found[fault].place.line == line
    for language in LANGUAGES:
        assert all(words_with_place(finding, language) for finding in refused.value.findings)


def test_an_alias_bomb_is_bounded() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(Refused) as refused:
        read_referential("\n".join(lines).encode(), file="bomb.yaml")
    assert refused.value.findings[0].id == "referentials.too_deep"


def test_what_is_written_is_read_again() -> None:
    for referential in (*built_in(), read_referential(GOOD.encode(), file="f")):
        assert read_referential(write_referential(referential), file="f") == referential
        assert from_mapping(json.loads(json.dumps(to_mapping(referential)))) == referential


def test_built_in_ones_are_complete_in_three_languages() -> None:
    for referential in built_in():
        assert set(referential.languages) == set(LANGUAGES)


CATALOGUE = {
    "catalog": {
        "uuid": "74c8ba1e-5cd4-4ad1-bbfd-d888e2f6c724",
        "metadata": {"title": "C", "version": "2", "last-modified": "x", "oscal-version": "1.1.2", "unheard-of": [1]},
        "groups": [
            {
                "id": "g",
                "title": "G",
                "controls": [
                    {
                        "id": "g-1",
                        "title": "One",
                        "params": [{"id": "p", "label": "a time"}],
                        "props": [{"name": "label", "value": "G.1"}],
                        "parts": [
                            {"name": "statement", "prose": "Within {{ insert: param, p }}.", "odd": {"kept": True}}
                        ],
                        "controls": [{"id": "g-1.1", "title": "Deeper"}],
                    }
                ],
            }
        ],
    }
}


class TestOscal:
    """Nothing is lost that the format carries; what comes out is what came in."""

    def test_in_and_out(self) -> None:
        content = json.dumps(CATALOGUE).encode()
        referential = read_oscal_catalog(content, file="c.json")
        assert [item.id for item in referential.requirements] == ["g", "g-1", "g-1.1"]
        assert referential.by_id["g-1"].reference == "G.1"
        assert referential.by_id["g-1"].description == Text(en="Within [a time].")
        stored = from_mapping(json.loads(json.dumps(to_mapping(referential))))
        assert stored == referential
        assert json.loads(write_oscal_catalog(stored, modified=datetime.now(UTC))) == CATALOGUE

    def test_ours_becomes_a_catalogue(self) -> None:
        moment = datetime(2026, 11, 24, tzinfo=UTC)
        for referential in built_in():
            content = write_oscal_catalog(referential, modified=moment)
            again = read_oscal_catalog(content, file="x")
            assert [item.id for item in again.assessable] == [item.id for item in referential.assessable]
            assert content == write_oscal_catalog(referential, modified=moment)

    @pytest.mark.parametrize(
        ("content", "fault"),
        [
            (json.dumps(CATALOGUE).encode()[:300], "not_json"),
            (b"{}", "not_oscal"),
            (b'{"catalog": {"metadata": {}, "controls": [{"title": "no id"}]}}', "not_oscal"),
            (b'{"catalog": {"metadata": {}, "groups": 3}}', "not_oscal"),
            (b"[" * 5000, "too_deep"),
            (b'{"a":' * 60 + b"1" + b"}" * 60, "too_deep"),
            (json.dumps(CATALOGUE).replace("g-1.1", "g-1").encode(), "doubled_id"),
        ],
    )
    def test_refused(self, content: bytes, fault: str) -> None:
        with pytest.raises(Refused) as refused:
            read_oscal_catalog(content, file="c.json")
        assert refused.value.findings[0].id == f"referentials.{fault}"


def test_editions() -> None:
    """A requirement's id is never reused; lineage between editions is data."""
    old = a_referential(a_requirement("a"), a_requirement("b"), a_requirement("gone"))
    split = (Lineage(requirement="b", relation=Relation.SUBSET),)
    new = a_referential(
        a_requirement("a"), a_requirement("b1", lineage=split), a_requirement("new"), replaces="trial-0"
    )
    comparison = compare_editions(old, new)
    assert comparison.kept == ("a",)
    assert comparison.added == ("new",)
    assert comparison.removed == ("gone",)
    assert comparison.carries == {"a": (("a", False),), "b": (("b1", True),)}
