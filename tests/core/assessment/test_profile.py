"""The profile as a person writes it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.assessment import read_answers, read_profile, read_profile_sheet, template
from jawda.core.findings import Refused
from jawda.core.languages import LANGUAGES, Language, Text
from jawda.core.referentials import ProfileChoice, ProfileQuestion, Referential, Requirement
from jawda.core.referentials.scales import MATURITY
from jawda.core.spreadsheets import Sheet, Workbook, read_table, write_workbook

VALUES = {"designs": ("yes", "no"), "sector": ("automotive", "chemical", "other")}


def a_question(name: str, values: tuple[str, ...]) -> ProfileQuestion:
    choices = tuple(ProfileChoice(value=value, title=Text(en=value)) for value in values)
    return ProfileQuestion(id=name, question=Text(en=name), choices=choices)


REFERENTIAL = Referential(
    id="trial-1", slug="trial", edition="1", title=Text(en="Trial"), languages=("en",), publisher="-", rights=Text(),
    scale=MATURITY, requirements=(Requirement(id="a", reference="1", title=Text(en="A")),),
    profile=tuple(a_question(name, values) for name, values in VALUES.items()),
)  # fmt: skip


@given(st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES.items()}))
def test_every_choice_written_is_the_one_read(profile: dict[str, str]) -> None:
    written = [f" {name} = {value} " for name, value in profile.items()]
    assert read_profile(REFERENTIAL, written) == profile
    assert read_profile(REFERENTIAL, written * 2) == profile, "the same twice is no contradiction"


@pytest.mark.parametrize(
    ("written", "faults"),
    [
        (["size=5"], ["unknown_profile"]),
        (["designs"], ["unknown_profile_value"]),
        (["designs=perhaps"], ["unknown_profile_value"]),
        (["designs=yes", "designs=no"], ["profile_twice"]),
        (["size=5", "sector=steel"], ["unknown_profile", "unknown_profile_value"]),
    ],
)
def test_every_fault_is_said_with_what_was_expected(written: list[str], faults: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        read_profile(REFERENTIAL, written)
    assert [finding.id for finding in refused.value.findings] == [f"assessment.{name}" for name in faults]
    for finding in refused.value.findings:
        assert finding.arguments.get("expected", "") in (
            "",
            "designs, sector",
            "yes, no",
            "automotive, chemical, other",
        )


@given(st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES.items()}))
def test_a_workbook_of_answers_carries_the_profile(profile: dict[str, str]) -> None:
    for language in LANGUAGES:
        assert read_profile_sheet(as_read(language, profile), REFERENTIAL) == profile
        assert read_answers(as_read(language, profile), REFERENTIAL) == ()


def as_read(language: Language, profile: dict[str, str]) -> Workbook:
    plans = template(REFERENTIAL, language, (), profile)
    content = write_workbook(plans, title="t", created=datetime(2026, 11, 25, tzinfo=UTC))
    return read_table(content, file="t.xlsx")


def test_a_table_without_the_sheet_says_nothing_of_the_profile() -> None:
    assert read_profile_sheet(Workbook("a.csv", (Sheet("", (("requirement",),)),)), REFERENTIAL) == {}


def test_a_fault_in_the_sheet_has_its_row() -> None:
    rows = (("profile", "value"), ("designs", "perhaps"), ("sector", None), ("size", "5"))
    with pytest.raises(Refused) as refused:
        read_profile_sheet(Workbook("a.xlsx", (Sheet("Profil", rows),)), REFERENTIAL)
    found = [(item.id, item.place.sheet, item.place.row, item.place.column) for item in refused.value.findings]
    assert found == [
        ("assessment.unknown_profile_value", "Profil", 2, "value"),
        ("assessment.unknown_profile", "Profil", 4, "value"),
    ]
