"""Imported catalogues that were changed afterwards, and what other people's catalogues hold."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from jawda.core.findings import Refused
from jawda.core.languages import Text
from jawda.core.referentials import Referential, Requirement, read_oscal_catalog, write_oscal_catalog

MOMENT = datetime(2026, 11, 24, tzinfo=UTC)
DOCUMENT: dict[str, Any] = {
    "catalog": {
        "uuid": "74c8ba1e-5cd4-4ad1-bbfd-d888e2f6c724",
        "metadata": {
            "title": "C", "version": "2", "last-modified": "x", "published": "2020-01-02T00:00:00Z", "odd": [1],
            "props": [{"name": "language", "value": "fr-MA"}], "parties": [{"name": "An editor"}], "remarks": "CC0",
        },
        "params": [{"id": "q", "values": ["two", "three"]}, {"id": "r"}],
        "groups": [
            {"title": "No id", "controls": [], "odd": 1},
            {
                "id": "g", "title": "G", "props": [{"name": "label", "value": "01", "class": "padded"}],
                "controls": [
                    {
                        "id": "g-1", "title": "One",
                        "parts": [
                            {"name": "statement", "prose": "Within {{ insert: param, q }} or {{insert: param, r}}."},
                            {"name": "guidance", "prose": "Why."},
                            {"name": "odd", "ns": "https://example.org"},
                        ],
                        "controls": [{"id": "g-1.1", "title": "Deeper"}],
                    },
                    {"id": "g-2", "title": "Old", "props": [{"name": "status", "value": "withdrawn"}]},
                ],
            },
        ],
        "controls": [{"id": "top", "title": "Top"}],
        "back-matter": {"resources": [{"uuid": "u"}]},
    }
}  # fmt: skip


def imported(slug: str | None = None) -> Referential:
    return read_oscal_catalog(json.dumps(DOCUMENT).encode(), file="c.json", slug=slug)


def written(referential: Referential) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(write_oscal_catalog(referential, modified=MOMENT))
    return document


def without_foreign(referential: Referential) -> Referential:
    plain = tuple(replace(item, foreign={}) for item in referential.requirements)
    return replace(referential, requirements=plain, foreign={})


def test_what_the_format_carries() -> None:
    found = imported()
    assert found.languages == ("fr",)
    assert (found.publisher, found.rights.fr, str(found.published_on)) == ("An editor", "CC0", "2020-01-02")
    assert found.by_id["g-1"].description.fr == "Within [two / three] or [r]."
    assert found.by_id["g-1"].plain_words.fr == "Why."
    assert not found.by_id["g-2"].assessable
    assert found.by_id["g"].reference == "01"


@pytest.mark.parametrize("slug", [None, "mine"])
def test_unchanged_it_comes_out_as_it_came(slug: str | None) -> None:
    assert written(imported(slug)) == DOCUMENT


def test_a_change_stands_beside_the_text_of_the_publisher() -> None:
    before = imported()
    one = before.by_id["g-1"]
    changed = replace(
        one, title=Text(fr="Un"), reference="1.1", plain_words=Text(), weight=2.0, description=Text(fr="Mien")
    )
    items = [changed if item is one else item for item in before.requirements]
    new = Requirement(id="n 1", reference="N", title=Text(fr="N"), question=Text(fr="Q"), parent="g")
    items.insert(-1, new)
    after = replace(before, requirements=tuple(items), certifiable=True)
    document = written(after)
    assert document["catalog"]["metadata"]["last-modified"] == "2026-11-24T00:00:00+00:00"
    assert document["catalog"]["uuid"] != DOCUMENT["catalog"]["uuid"]
    assert document["catalog"]["back-matter"] == DOCUMENT["catalog"]["back-matter"]
    control = document["catalog"]["groups"][1]["controls"][0]
    assert control["title"] == "Un"
    assert control["parts"][:3] == DOCUMENT["catalog"]["groups"][1]["controls"][0]["parts"]
    again = read_oscal_catalog(json.dumps(document).encode(), file="c.json")
    assert without_foreign(again) == without_foreign(after)
    assert written(again) == document


def test_moved_renamed_and_removed() -> None:
    before = imported()
    items = [
        replace(item, id="g-9", parent=None) if item.id == "g-1.1" else item
        for item in before.requirements
        if item.id != "g-2"
    ]
    after = replace(before, requirements=tuple(items))
    again = read_oscal_catalog(json.dumps(written(after)).encode(), file="c.json")
    assert without_foreign(again) == without_foreign(after)
    gone = replace(before, requirements=tuple(item for item in items if item.id in ("top", "g")))
    assert "controls" not in written(gone)["catalog"]["groups"][0]


@pytest.mark.parametrize(
    "foreign", [{"oscal": 3}, {"oscal": {"document": {}}}, {"oscal": {"kind": "control", "node": {}}}]
)
def test_foreign_members_of_another_shape_do_no_harm(foreign: dict[str, Any]) -> None:
    plain = without_foreign(imported())
    odd = replace(plain, foreign=foreign, requirements=tuple(replace(i, foreign=foreign) for i in plain.requirements))
    again = read_oscal_catalog(json.dumps(written(odd)).encode(), file="c.json")
    assert [item.id for item in again.requirements] == [item.id for item in plain.requirements]


def test_our_own_document_that_others_have_added_to() -> None:
    document = written(without_foreign(imported()))
    document["catalog"]["metadata"]["odd"] = 1
    document["catalog"]["metadata"]["props"][0]["value"] = "fr"
    again = read_oscal_catalog(json.dumps(document).encode(), file="c.json")
    assert without_foreign(again) == without_foreign(imported())
    assert written(again) == document


def test_identifiers_that_are_no_tokens_stay_apart() -> None:
    """OSCAL: an identifier is a token, and unique in its document."""
    one = imported().by_id["top"]
    both = tuple(replace(one, id=name, foreign={}) for name in ("a b", "a-b"))
    plain = replace(without_foreign(imported()), requirements=both)
    assert [node["id"] for node in written(plain)["catalog"]["controls"]] == ["a-b", "a-b-2"]
    assert read_oscal_catalog(write_oscal_catalog(plain, modified=MOMENT), file="c.json") == plain


def test_a_heading_made_a_question() -> None:
    before = imported()
    items = tuple(
        replace(i, assessable=True, question=Text(fr="Q"), reference="9") if i.id == "g" else i
        for i in before.requirements
    )
    again = read_oscal_catalog(write_oscal_catalog(replace(before, requirements=items), modified=MOMENT), file="c.json")
    assert again.by_id["g"].assessable
    assert again.by_id["g"].reference == "9"
    labels = [prop["value"] for prop in written(again)["catalog"]["groups"][1]["props"] if prop["name"] == "label"]
    assert labels == ["9", "01"]


def test_a_property_of_ours_that_was_damaged() -> None:
    plain = without_foreign(imported())
    plain = replace(plain, requirements=tuple(replace(item, weight=2.0) for item in plain.requirements))
    content = write_oscal_catalog(plain, modified=MOMENT).replace(b'"2.0"', b'"2.0.0"', 1)
    with pytest.raises(Refused) as refused:
        read_oscal_catalog(content, file="c.json")
    assert refused.value.findings[0].id == "referentials.wrong_type"
    assert (refused.value.findings[0].place.line or 0) > 1


def test_a_statement_is_its_labelled_items_indented_below_what_they_belong_to() -> None:
    items = [
        {
            "name": "item",
            "props": [{"name": "label", "value": "a."}],
            "prose": "Lock doors:",
            "parts": [{"name": "item", "props": [{"name": "label", "value": "(1)"}], "prose": "at night;"}],
        },
        {"name": "item", "parts": [{"name": "item", "prose": "and windows."}]},
    ]
    control = {"id": "d-1", "title": "Doors", "parts": [{"name": "statement", "parts": items}]}
    document = {"catalog": {"metadata": {"title": "D", "version": "1"}, "controls": [control]}}
    referential = read_oscal_catalog(json.dumps(document).encode(), file="d.json")
    assert referential.by_id["d-1"].description.en == "a. Lock doors:\n  (1) at night;\n  and windows."


def test_a_label_that_already_says_the_reference_is_left_as_the_publisher_wrote_it() -> None:
    """A title changed by hand leaves the control's other members alone."""
    label = {"name": "label", "value": "D-01", "remarks": "the publisher's"}
    control = {"id": "d-1", "title": "Doors", "props": [label], "parts": [{"name": "statement", "prose": "Lock."}]}
    document = {"catalog": {"metadata": {"title": "D", "version": "1"}, "controls": [control]}}
    referential = read_oscal_catalog(json.dumps(document).encode(), file="d.json")
    (door,) = referential.requirements
    edited = replace(referential, requirements=(replace(door, title=Text(en="Doors and gates")),))
    (out,) = written(edited)["catalog"]["controls"]
    assert out["title"] == "Doors and gates"
    assert out["props"][0] == label
