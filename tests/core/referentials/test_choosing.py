"""Which referential to begin with: declared rules, only editions that stand, nothing hidden and nothing invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import a_referential, a_requirement

from jawda.core.languages import LANGUAGES, Text
from jawda.core.referentials import ProfileChoice, ProfileQuestion
from jawda.core.referentials.choosing import (
    QUESTIONS,
    RULES,
    USUAL,
    announced,
    prefilled,
    recommend,
    standing,
    withdrawn,
)

TODAY = date(2026, 11, 28)


@dataclass(frozen=True)
class Row:
    identifier: str
    slug: str
    published_on: date | None = None
    applies_from: date | None = None
    withdrawn_on: date | None = None
    dates_confirmed: bool = True


EVERY = tuple(
    Row(f"{slug}-1", slug)
    for slug in (
        "premiers-pas", "iso-9001", "maqmsr", "iatf-16949", "iso-22716", "iso-iec-17025", "iso-14001", "iso-45001",
        "infrastructure-qualite",
    )
)  # fmt: skip
SITUATIONS = st.fixed_dictionaries(
    {question.id: st.sampled_from(["", *(choice.value for choice in question.choices)]) for question in QUESTIONS}
)


def proposed(*rows: Row, **answers: str) -> list[str]:
    return [item.identifier for item in recommend(answers, rows or EVERY, TODAY)]


def test_the_automotive_standard_rests_on_iso_9001_which_comes_first() -> None:
    """IATF 16949:2016 is a supplement to ISO 9001:2015 and is used with it."""
    names = proposed(sector="automotive", asked_by="car_maker", certificate="none")
    assert names[:3] == ["iso-9001-1", "maqmsr-1", "iatf-16949-1"]
    why = recommend({"asked_by": "car_maker"}, EVERY, TODAY)[0].reason
    assert "IATF 16949" in why.best("fr")
    assert "ISO 9001" in why.best("fr")


@pytest.mark.parametrize(
    ("answers", "first"),
    [
        ({"sector": "other"}, "premiers-pas-1"),
        ({"asked_by": "nobody", "certificate": "none"}, "premiers-pas-1"),
        ({"asked_by": "customer"}, "iso-9001-1"),
        ({"asked_by": "authority", "sector": "other"}, "iso-9001-1"),
        ({"asked_by": "authority", "sector": "cosmetics"}, "iso-22716-1"),
        ({"asked_by": "car_maker", "certificate": "iso-9001"}, "iatf-16949-1"),
        ({"certificate": "iatf-16949"}, "iatf-16949-1"),
        ({"certificate": "iso-9001"}, "iso-9001-1"),
        ({"internal_laboratory": "customers"}, "iso-iec-17025-1"),
    ],
)
def test_what_comes_first(answers: dict[str, str], first: str) -> None:
    assert proposed(**answers)[0] == first


def test_nothing_is_proposed_where_nothing_was_said() -> None:
    assert proposed() == []
    assert proposed(sector="", certificate="") == []


@given(SITUATIONS)
def test_each_is_proposed_once_with_a_reason_in_three_languages(answers: dict[str, str]) -> None:
    """A diagnosis for authorities is never proposed to a company; whoever says something is told something."""
    found = recommend(answers, EVERY, TODAY)
    names = [item.identifier for item in found]
    assert len(names) == len(set(names))
    assert "infrastructure-qualite-1" not in names
    assert bool(found) == any(answers.values())
    for item in found:
        assert all(item.reason.get(language) for language in LANGUAGES)


@given(SITUATIONS, st.sets(st.sampled_from(EVERY)))
def test_what_is_not_there_is_not_proposed_and_the_order_of_the_others_stays(
    answers: dict[str, str], rows: set[Row]
) -> None:
    some = [item.identifier for item in recommend(answers, tuple(rows), TODAY)]
    here = {row.identifier for row in rows}
    assert some == [item.identifier for item in recommend(answers, EVERY, TODAY) if item.identifier in here]


def test_an_announced_edition_is_never_proposed_before_the_standing_one() -> None:
    old = Row("iso-9001-2015", "iso-9001", published_on=date(2015, 9, 15))
    for new in (
        Row("iso-9001-2026", "iso-9001", dates_confirmed=False),
        Row("iso-9001-2026", "iso-9001", published_on=TODAY + timedelta(days=1)),
        Row("iso-9001-2026", "iso-9001", published_on=TODAY, applies_from=TODAY + timedelta(days=1)),
    ):
        assert announced(new, TODAY)
        assert proposed(old, new, asked_by="customer") == ["iso-9001-2015"]
        assert proposed(new, asked_by="customer") == []
    standing_now = Row("iso-9001-2026", "iso-9001", published_on=TODAY)
    assert not announced(standing_now, TODAY)
    assert proposed(standing_now, old, asked_by="customer") == ["iso-9001-2026"]


def test_a_withdrawn_edition_stands_no_longer() -> None:
    gone = Row("a-1", "a", withdrawn_on=TODAY)
    ends = Row("a-2", "a", withdrawn_on=TODAY + timedelta(days=1))
    assert withdrawn(gone, TODAY)
    assert not withdrawn(ends, TODAY)
    assert standing([gone, ends], TODAY) == {"a": ends}
    assert standing([Row("a-3", "a"), ends], TODAY)["a"].identifier == "a-3"


def test_every_rule_speaks_of_questions_that_are_asked_and_holds_somewhere() -> None:
    values = {question.id: {choice.value for choice in question.choices} for question in QUESTIONS}
    assert {name: value in values[name] for name, value in USUAL.items()} == dict.fromkeys(values, True)
    situations = [dict(zip(values, chosen, strict=True)) for chosen in product(*values.values())]
    for rule in RULES:
        for name, wanted in rule.when.items():
            assert set(wanted) <= values[name]
        spoken = {
            item.reason for situation in situations for item in recommend(situation, EVERY, TODAY)
        }  # fmt: skip
        assert rule.why in spoken


def question(identifier: str, *values: str) -> ProfileQuestion:
    text = Text(fr=identifier)
    return ProfileQuestion(
        id=identifier, question=text, choices=tuple(ProfileChoice(value=value, title=text) for value in values)
    )


def test_shared_questions_are_not_asked_twice() -> None:
    made = a_referential(
        a_requirement("a"),
        profile=(
            question("sector", "automotive", "chemical", "other"),
            question("internal_laboratory", "yes", "no"),
            question("certificate", "maybe"),
            question("designs", "yes", "no"),
        ),
    )
    said = {"sector": "cosmetics", "internal_laboratory": "own", "certificate": "none", "designs": "yes"}
    assert prefilled(said, made) == {"sector": "chemical", "internal_laboratory": "yes"}
    assert prefilled({"sector": "automotive"}, made) == {"sector": "automotive"}
    assert prefilled({"sector": "forged"}, made) == {}
    assert prefilled({}, made) == {}
