"""Files of codes and systems: what is read, and every way a file can be wrong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.codes import Coverage, check, load, load_systems, rows, valid_on
from jawda.core.codes.reading import CODE_COLUMNS, SYSTEM_COLUMNS
from jawda.core.findings import Level, Refused, words_with_place
from jawda.core.languages import LANGUAGES

HEAD = ",".join(CODE_COLUMNS)
SYSTEM_HEAD = ",".join(SYSTEM_COLUMNS)
GOOD = "nace-2,C,,Industrie,صناعة,Manufacturing,2008-01-01,2024-12-31,Regulation"


def csv(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *lines, ""]).encode()


def faults(content: bytes, reader=load) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(Refused) as refused:
        reader(content, file="codes.csv")
    for finding in refused.value.findings:
        for language in LANGUAGES:
            assert words_with_place(finding, language).startswith(("codes.csv", "\N{FIRST STRONG ISOLATE}codes.csv"))
    return [(finding.id, finding.place.row, finding.place.column) for finding in refused.value.findings]


def test_a_code_has_its_titles_its_parent_and_its_dates() -> None:
    parent, child = load(csv(GOOD, "nace-2,29,C,Automobile,,,,,Regulation"))
    assert (parent.system, parent.code, parent.parent, parent.source) == ("nace-2", "C", None, "Regulation")
    assert parent.title.as_mapping() == {"fr": "Industrie", "ar": "صناعة", "en": "Manufacturing"}
    assert (parent.valid_from, parent.valid_until) == (date(2008, 1, 1), date(2024, 12, 31))
    assert (child.parent, child.valid_from, child.valid_until) == ("C", None, None)
    assert child.title.as_mapping() == {"fr": "Automobile"}


def test_a_byte_order_mark_and_quotes_are_understood() -> None:
    content = b"\xef\xbb\xbf" + csv('s,1,,"Un, deux",,,,,Source')
    assert load(content)[0].title.fr == "Un, deux"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xff\xfe", [("codes.not_utf8", None, None)]),
        (b"", [("codes.wrong_columns", 1, None)]),
        (b"a,b\n1,2\n", [("codes.wrong_columns", 1, None)]),
        (HEAD.encode(), [("codes.nothing", None, None)]),
        (csv('s,1,,"Un"x,,,,,Source'), [("codes.not_csv", None, None)]),
        (csv("s,1"), [("codes.wrong_width", 2, None)]),
        (csv(GOOD, "", GOOD + ",more"), [("codes.wrong_width", 3, None), ("codes.wrong_width", 4, None)]),
        (csv("s, 1,,Un,,,,,Source"), [("codes.surrounding_space", 2, "code")]),
        (csv(",,,Un,,,,,"), [("codes.missing", 2, column) for column in ("system", "code", "source")]),
        (csv("s,1,,Un,,,2024-02-30,,Source"), [("codes.bad_date", 2, "valid_from")]),
        (csv("s,1,,Un,,,,20240101,Source"), [("codes.bad_date", 2, "valid_until")]),
        (csv("s,1,,Un,,,2024-01-02,2024-01-01,Source"), [("codes.dates_out_of_order", 2, "valid_until")]),
        (csv("s,1,,,,,,,Source"), [("codes.no_title", 2, "title_fr")]),
        (csv(GOOD, GOOD), [("codes.doubled", 3, "code")]),
        (csv("s,2,1,Deux,,,,,Source", "s,1,,Un,,,,,Source"), [("codes.unknown_parent", 2, "parent")]),
        (csv("s,1,1,Un,,,,,Source"), [("codes.unknown_parent", 2, "parent")]),
        (csv(GOOD, "other,2,C,Deux,,,,,Source"), [("codes.unknown_parent", 3, "parent")]),
    ],
)
def test_every_fault_is_told_with_its_place(content: bytes, expected: list[tuple[str, int | None, str | None]]) -> None:
    assert faults(content) == expected


def test_faults_of_several_rows_are_told_together() -> None:
    told = faults(csv("s,1,,,,,never,,Source", "s,1,9,Un,,,,,"))
    assert [name for name, _, _ in told] == [
        "codes.bad_date",
        "codes.missing",
        "codes.no_title",
        "codes.doubled",
        "codes.unknown_parent",
    ]


def test_a_file_beyond_the_bound_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MAXIMUM_BYTES", 10)
    assert faults(b"x" * 11) == [("codes.too_large", None, None)]


def test_a_missing_language_is_a_warning_that_does_not_refuse() -> None:
    codes = load(csv("s,1,,Un,واحد,,,,Source", GOOD))
    found = check(codes, file="codes.csv")
    assert [(finding.id, finding.level, finding.place.row, finding.place.column) for finding in found] == [
        ("codes.missing_language", Level.WARNING, 2, "title_en")
    ]


def test_the_same_code_in_two_editions_is_two_codes() -> None:
    assert len(load(csv(GOOD, GOOD.replace("nace-2", "nace-2.1")))) == 2


@given(day=st.dates())
def test_a_validity_holds_its_first_and_its_last_day(day: date) -> None:
    (code,) = load(csv(GOOD))
    assert valid_on([code], day) == ((code,) if date(2008, 1, 1) <= day <= date(2024, 12, 31) else ())


@given(day=st.dates())
def test_an_unknown_start_and_an_unknown_end_are_open(day: date) -> None:
    codes = load(csv("s,1,,Un,,,,,Source"))
    assert valid_on(codes, day) == codes


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(noise: bytes) -> None:
    for content in (noise, HEAD.encode() + b"\n" + noise):
        assert load(content) if _readable(content) else faults(content)


def _readable(content: bytes) -> bool:
    try:
        load(content)
    except Refused:
        return False
    return True


SYSTEM = "nace-2,activity,,NACE,,,European Union,2008-01-01,2024-12-31,Reuse,Regulation,partial"


def test_a_system_says_who_issues_it_and_how_much_of_it_stands_here() -> None:
    system, local = load_systems(csv(SYSTEM, "r,region,MA,Régions,,,Maroc,,,Act,Decree,complete", head=SYSTEM_HEAD))
    assert (system.system, system.kind, system.country, system.issuer) == ("nace-2", "activity", None, "European Union")
    assert (system.coverage, system.licence, system.source) == (Coverage.PARTIAL, "Reuse", "Regulation")
    assert (system.valid_from, system.valid_until) == (date(2008, 1, 1), date(2024, 12, 31))
    assert (local.country, local.coverage) == ("MA", Coverage.COMPLETE)


def test_faults_of_systems() -> None:
    told = faults(
        csv(
            SYSTEM,
            SYSTEM,
            "s,,,,,,,2024-01-02,2024-01-01,,,some",
            "t,scope,,T,,,I,,2024-01-01,L,S,none",
            "u,scope,,U,,,I,2024-01-01,,L,S,none",
            head=SYSTEM_HEAD,
        ),
        load_systems,
    )
    assert told == [
        ("codes.doubled", 3, "system"),
        ("codes.missing", 4, "kind"),
        ("codes.missing", 4, "issuer"),
        ("codes.missing", 4, "licence"),
        ("codes.missing", 4, "source"),
        ("codes.unknown_value", 4, "coverage"),
        ("codes.no_title", 4, "title_fr"),
        ("codes.dates_out_of_order", 4, "valid_until"),
    ]
