"""Texts that exist in some of the three languages."""

from __future__ import annotations

import pytest

from jawda.core.languages import LANGUAGES, Text


def test_best_falls_back_in_the_order_of_the_interface() -> None:
    assert LANGUAGES == ("fr", "ar", "en")
    assert Text(fr="a", ar="b", en="c").best("ar") == "b"
    assert Text(ar="b", en="c").best("fr") == "b"
    assert Text(en="c").best("ar") == "c"
    assert Text(fr="", en="c").best("fr") == "c"
    assert Text().best("en") == ""


def test_get_is_exact() -> None:
    assert Text(fr="a").get("fr") == "a"
    assert Text(fr="a").get("en") is None


def test_mappings_round_trip() -> None:
    assert Text.of({"en": "c", "fr": "a"}).as_mapping() == {"fr": "a", "en": "c"}
    assert list(Text(en="c", fr="a", ar="").as_mapping()) == ["fr", "en"]
    with pytest.raises(TypeError):
        Text.of({"de": "d"})


def test_truth() -> None:
    assert Text(ar="b")
    assert not Text()
    assert not Text(fr="")
