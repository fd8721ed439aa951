"""The profile as a person writes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.assessment import read_profile
from jawda.core.findings import Refused
from jawda.core.languages import Text
from jawda.core.referentials import ProfileChoice, ProfileQuestion, Referential, Requirement
from jawda.core.referentials.scales import MATURITY

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
