"""Correspondences between systems."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.codes import Correspondence, Relation, including, load_correspondences
from jawda.core.findings import Refused

HEAD = "from_system,from_code,relation,to_system,to_code,source"


def csv(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines, ""]).encode()


SECTORS = load_correspondences(
    csv(
        "iaf-id1,17,includes,nace-2,25,ID 1",
        "iaf-id1,17,excludes,nace-2,25.4,ID 1",
        "iaf-id1,18,includes,nace-2,25.4,ID 1",
        "iaf-id1,12,includes,nace-2,20,ID 1",
        "iaf-id1,11,partly,nace-2,20.13,ID 1",
        "iaf-id1,17,includes,other,20,Other",
        "other,1,includes,nace-2,20,Other",
        "iaf-id1,40,same,nace-2,99,ID 1",
    )
)


def test_a_correspondence_is_read_as_it_stands() -> None:
    assert SECTORS[1] == Correspondence(
        from_system="iaf-id1",
        from_code="17",
        relation=Relation.EXCLUDES,
        to_system="nace-2",
        to_code="25.4",
        source="ID 1",
    )


@pytest.mark.parametrize(
    ("code", "sectors"),
    [
        ("25", ["17"]),
        ("25.62", ["17"]),
        ("25.4", ["18"]),
        ("25.40", ["18"]),
        ("20.13", ["12"]),
        ("99", ["40"]),
        ("2", []),
        ("30", []),
    ],
)
def test_of_what_one_code_says_the_deepest_statement_counts(code: str, sectors: list[str]) -> None:
    assert including(SECTORS, from_system="iaf-id1", to_system="nace-2", code=code) == sectors
    # whichever statement is read first
    assert including(SECTORS[::-1], from_system="iaf-id1", to_system="nace-2", code=code) == sectors


@given(st.permutations(SECTORS), st.sampled_from(["25", "25.4", "25.40", "20.13", "20"]))
def test_the_order_of_the_statements_does_not_change_who_covers(shuffled: list[Correspondence], code: str) -> None:
    def covering(statements: list[Correspondence]) -> set[str]:
        return set(including(statements, from_system="iaf-id1", to_system="nace-2", code=code))

    assert covering(shuffled) == covering(list(SECTORS))


def test_faults_are_told_together_with_their_rows() -> None:
    with pytest.raises(Refused) as refused:
        load_correspondences(csv("a,1,includes,b,2,S", "a,1,excludes,b,2,S", "a,,around,b,3,S"))
    assert [(finding.id, finding.place.row, finding.place.column) for finding in refused.value.findings] == [
        ("codes.doubled", 3, "to_code"),
        ("codes.missing", 4, "from_code"),
        ("codes.unknown_value", 4, "relation"),
    ]
