"""A result as JSON."""

from __future__ import annotations

import json

from hypothesis import given as check
from tests.core.assessment.examples import STANDARD, answers, assessments

from jawda.core.assessment import Answer, as_document, assess
from jawda.core.findings import Finding, Level, Place
from jawda.core.languages import LANGUAGES
from jawda.core.referentials import Referential

KEYS = [
    "referential",
    "answered",
    "assessable",
    "progress",
    "verdict",
    "knock_outs",
    "score",
    "by_clause",
    "gaps",
    "findings",
]


def test_worked_example() -> None:
    """The agreed keys, in their order, at full precision."""
    document = as_document(assess(STANDARD, answers(a="X", d="C", e="P", c="P")), "fr")
    assert list(document) == KEYS
    assert (document["referential"], document["answered"], document["assessable"]) == ("example-1", 4, 5)
    assert (document["progress"], document["verdict"], document["score"]) == (0.8, "not_ready", 300 / 6)
    assert document["knock_outs"] == [
        {"requirement": "a", "reference": "9.2", "title": "Titre a", "state": "open"},
        {"requirement": "b", "reference": "9.3", "title": "Titre b", "state": "unanswered"},
    ]
    assert document["by_clause"][1] == {
        "requirement": "c2", "reference": "C2", "title": "Titre c2", "score": 60.0, "answered": 3, "assessable": 3,
        "not_applicable": 0,
    }  # fmt: skip
    assert [gap["requirement"] for gap in document["gaps"]] == ["a", "c", "e"]
    assert document["gaps"][0]["why"].startswith("Point éliminatoire")


def test_nothing_answered() -> None:
    """Progress is 0 and the score null where there is none."""
    document = as_document(assess(STANDARD, []))
    assert (document["progress"], document["score"], document["verdict"]) == (0.0, None, "not_started")
    assert document["gaps"] == document["findings"] == []


def test_findings_have_words_and_place() -> None:
    """A finding is told by id, level, words and place."""
    result = assess(STANDARD, [Answer(requirement="d", not_applicable=True)])
    other = Finding(id="assessment.reason_missing", level=Level.NOTE, place=Place(file="r.xlsx", row=3))
    told = as_document(result, "en", findings=[other])["findings"]
    assert told[0]["place"] == {"file": "r.xlsx", "row": 3}
    assert told[1] == {
        "id": "assessment.reason_missing", "level": "warning", "place": {"path": "d"},
        "words": "“not applicable” needs a reason; write why the requirement does not apply.",
    }  # fmt: skip


@check(assessments())
def test_json_holds_all_of_it(given: tuple[Referential, list[Answer]]) -> None:
    """JSON and back is the same, and nothing but titles and sentences depends on the language."""
    result = assess(*given)
    for language in LANGUAGES:
        document = as_document(result, language)
        assert json.loads(json.dumps(document, allow_nan=False)) == document
        assert (document["score"], document["verdict"]) == (result.whole.score, result.verdict.code)
