"""The words of findings: three languages, the same arguments in each."""

from __future__ import annotations

import re

import pytest

from jawda.core.findings import Finding, Place, words, words_with_place
from jawda.core.findings.words import catalogue
from jawda.core.languages import LANGUAGES

ARABIC_FORMS = {"one", "two", "few", "many", "other"}


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_complete(name: str) -> None:
    entry = catalogue()[name]
    assert set(entry) == set(LANGUAGES)
    arguments = []
    for sentence in entry.values():
        forms = sentence.values() if isinstance(sentence, dict) else [sentence]
        arguments.append({found for form in forms for found in re.findall(r"\{(\w+)\}", form)} - {"count"})
    assert arguments[0] == arguments[1] == arguments[2]
    if isinstance(entry["ar"], dict):
        assert set(entry["ar"]) >= ARABIC_FORMS


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_french_keeps_its_punctuation_together(name: str) -> None:
    sentence = catalogue()[name]["fr"]
    for form in sentence.values() if isinstance(sentence, dict) else [sentence]:
        assert not re.search(r" [:;?!»]|« ", form), form
        assert "'" not in form


def test_place_and_isolation() -> None:
    finding = Finding(
        id="referentials.unknown_parent",
        place=Place(file="r.yaml", line=14, path="requirements[1]"),
        arguments={"parent": "x"},
    )
    assert words_with_place(finding, "en") == "r.yaml, line 14, requirements[1]: the parent “x” does not exist."
    assert "\N{FIRST STRONG ISOLATE}x\N{POP DIRECTIONAL ISOLATE}" in words(finding, "ar")
