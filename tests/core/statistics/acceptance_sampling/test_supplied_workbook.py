"""The workbook in which tables are typed: the form, what it refuses, and what was typed coming out again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import typed_tables
from tests.typed_tables import FILE, refused

from jawda.core.findings import Finding, Refused, words_with_place
from jawda.core.languages import LANGUAGES
from jawda.core.spreadsheets import read_workbook
from jawda.core.statistics.acceptance_sampling import (
    SuppliedTables,
    sampling_plan,
    supplied_from_dict,
    supplied_sheets,
)
from jawda.core.statistics.acceptance_sampling.editions import AQL_VALUES, SEVERITIES
from jawda.core.statistics.acceptance_sampling.supplied_reading import read_supplied
from jawda.core.statistics.acceptance_sampling.supplied_workbook import tables_workbook

_TYPED = st.sampled_from(["normal", "double", "A", "J", "s", "σ", "2 3", "3 2", "35 1,91", "↑", "#", "-1", "1e9", "é;"])


class TestTheFile:
    @pytest.mark.parametrize("edition", supplied_sheets.TYPED_EDITIONS)
    def test_the_form_asks_for_what_is_missing_and_holds_no_number_of_a_standard(self, edition: str) -> None:
        book = read_workbook(tables_workbook(edition, created=datetime(2026, 1, 1, tzinfo=UTC)), file=FILE)
        asked = book.sheet("double et multiple")
        if edition == "iso-2859-1-1999":
            assert asked is not None
            assert {tuple(row[:2]) for row in asked.rows[1:]} == {
                ("double", "normal"), ("double", "renforcé"), ("double", "réduit"),
                ("multiple", "normal"), ("multiple", "renforcé"), ("multiple", "réduit"),
            }  # fmt: skip
            assert not [cell for row in asked.rows[1:] for cell in row[4:] if cell is not None]
        else:
            assert asked is None
        for name, first in (("simple", 2), ("mesures", 3)):
            sheet = book.sheet(name)
            rows = () if sheet is None else sheet.rows[1:]
            assert not [cell for row in rows for cell in row[first:] if cell is not None]

    def test_what_was_typed_comes_out_as_it_went_in(
        self, multiple: SuppliedTables, singles: SuppliedTables, measured: SuppliedTables
    ) -> None:
        for tables in (multiple, singles, measured):
            content = tables_workbook(tables.edition, created=datetime(2026, 1, 1, tzinfo=UTC), supplied=tables)
            again = read_supplied(content, file=FILE).tables
            assert replace(again, sha256=tables.sha256) == tables
        # who typed the single plans of an edition that was not seen is asked for the others
        book = read_workbook(
            tables_workbook("iso-2859-1-2026", created=datetime(2026, 1, 1, tzinfo=UTC), supplied=singles), file=FILE
        )
        assert book.sheet("double et multiple") is not None
        with pytest.raises(Refused, match=r"supplied_other_edition"):
            tables_workbook("ansi-z1.4", created=datetime(2026, 1, 1, tzinfo=UTC), supplied=singles)

    def test_the_form_of_an_unknown_standard_is_no_form(self) -> None:
        for unknown in ("bs-6001", "ansi-z1.9"):
            with pytest.raises(ValueError, match="no edition"):
                tables_workbook(unknown, created=datetime(2026, 1, 1, tzinfo=UTC))

    def test_an_empty_form_is_refused(self) -> None:
        assert refused(tables_workbook("iso-2859-1-1999", created=datetime(2026, 1, 1, tzinfo=UTC))) == [
            ("missing", 2, "Exemplaire")
        ]
        assert refused(typed_tables.workbook({"exemplaire": typed_tables.named()})) == [("supplied_empty", None, None)]

    def test_another_file_is_refused(self) -> None:
        assert refused(b"\x00\x01")[0][0] == "not_a_workbook"
        other = typed_tables.workbook({"mesures": (("a",), [(1,)])})
        assert refused(other) == [("supplied_no_copy", None, None)]
        nothing = typed_tables.workbook({"exemplaire": (("Norme", "Exemplaire"), [])})
        assert refused(nothing) == [("supplied_no_copy", None, None)]
        twice = typed_tables.workbook({"exemplaire": (("Norme", "Exemplaire"), [(typed_tables.NORM, "a")] * 2)})
        assert refused(twice) == [("supplied_no_copy", None, None)]
        unknown = typed_tables.workbook({"exemplaire": typed_tables.named("iso-9001", "x" * 300)})
        assert refused(unknown) == [("unknown_value", 2, "Norme"), ("cell_too_long", 2, "Exemplaire")]
        headings = typed_tables.workbook({"exemplaire": (("Norme", "Copie"), [("iso-2859-1-1999", "x")])})
        assert {one[0] for one in refused(headings)} == {"unknown_column", "missing_column"}

    def test_headings_of_an_aql_may_be_numbers(self) -> None:
        headings: tuple[Any, ...] = ("Sévérité", "Lettre", "Effectif", *AQL_VALUES)
        sheets = {"exemplaire": typed_tables.named("iso-2859-1-2026"), "simple": (headings, typed_tables.single_rows())}
        found = read_supplied(typed_tables.workbook(sheets), file=FILE)
        assert sampling_plan(1000, aql=1.0, edition="iso-2859-1-2026", supplied=found.tables).sample_size == 80

    def test_tables_of_an_edition_by_variables_with_letters_of_its_own_are_refused(self) -> None:
        assert refused(typed_tables.measured_workbook("ansi-z1.9")) == [("unknown_value", 2, "Norme")]

    def test_the_tables_are_listed(self, multiple: SuppliedTables, singles: SuppliedTables) -> None:
        held = {(one.kind, one.severity): one.plans for one in multiple.held()}
        assert held["double", "reduced"] == len(typed_tables.several_rows("double", "reduced"))
        assert next(iter(held)) == ("double", "reduced")
        # whatever the order in which they were kept
        turned = replace(singles, singles=dict(reversed(list(singles.singles.items()))))
        assert [(one.kind, one.severity) for one in turned.held()] == [("single", at) for at in SEVERITIES]

    def test_tables_are_kept_as_json(
        self, multiple: SuppliedTables, singles: SuppliedTables, measured: SuppliedTables
    ) -> None:
        for tables in (multiple, singles, measured):
            assert supplied_from_dict(json.loads(json.dumps(tables.to_dict()))) == tables
        with pytest.raises(ValueError, match="not sampling-tables/1"):
            supplied_from_dict({**multiple.to_dict(), "schema": "sampling-tables/2"})

    @settings(max_examples=50)
    @given(
        st.sampled_from(["simple", "double et multiple", "mesures", "exemplaire"]),
        st.lists(st.none() | st.integers(-5, 10**12) | st.floats() | _TYPED, min_size=1, max_size=8),
    )
    def test_whatever_is_typed_is_read_or_refused(self, name: str, cells: list[Any]) -> None:
        """Never anything but a refusal with its places, whatever stands in a row."""
        shapes = {
            "simple": (typed_tables.single_workbook, 1),
            "mesures": (typed_tables.measured_workbook, 2),
        }
        if name in shapes:
            make, at = shapes[name]

            def spoilt(rows: list[list[Any]]) -> None:
                rows[3][at : at + len(cells)] = cells

            content = make(changed=spoilt)
        elif name == "exemplaire":
            content = typed_tables.workbook({name: (("Norme", "Exemplaire"), [(*cells, None)[:2]])})
        else:
            rows = [[*cells, *[None] * (14 - len(cells))]]
            headings = ("Plan", "Sévérité", "Ac simple", "Re simple", *supplied_sheets.NUMBERS[:10])
            content = typed_tables.workbook({"exemplaire": typed_tables.named(), name: (headings, rows)})
        told: tuple[Finding, ...]
        try:
            told = read_supplied(content, file=FILE).doubts
        except Refused as refused:
            told = refused.findings
        for finding in told:
            assert all(words_with_place(finding, language) for language in LANGUAGES)
