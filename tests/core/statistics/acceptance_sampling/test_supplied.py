"""Master tables typed from one's own copy: read, checked, and used in the place of those that are not carried."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import typed_tables
from tests.typed_tables import FILE, refused

from jawda.core.findings import Refused
from jawda.core.statistics.acceptance_sampling import (
    SuppliedTables,
    plan_of_letter,
    sampling_plan,
    supplied_sheets,
    variables_plan,
)
from jawda.core.statistics.acceptance_sampling.editions import AQL_VALUES, LETTERS, SEVERITIES
from jawda.core.statistics.acceptance_sampling.printed_tables import follow
from jawda.core.statistics.acceptance_sampling.supplied_checks import distance_from_single, is_far
from jawda.core.statistics.acceptance_sampling.supplied_reading import read_supplied

Changed = Callable[[list[list[Any]]], None]


class TestPlansInSeveralSamples:
    def test_a_table_that_is_not_carried_gives_plans_once_it_is_typed(self, multiple: SuppliedTables) -> None:
        with pytest.raises(Refused, match=r"no_table_multiple"):
            sampling_plan(1000, aql=1.0, kind="multiple")
        found = sampling_plan(1000, aql=1.0, kind="multiple", supplied=multiple)
        of_105e = sampling_plan(1000, aql=1.0, kind="multiple", edition="mil-std-105e")
        assert found.samples == of_105e.samples
        assert (found.method.standard, found.code_letter) == ("ISO 2859-1", "J")

    @pytest.mark.parametrize("letter", LETTERS[:-1])
    @pytest.mark.parametrize("severity", ["normal", "tightened"])
    def test_every_cell_is_that_of_the_typed_table(self, letter: str, severity: Any, multiple: SuppliedTables) -> None:
        for aql in AQL_VALUES:
            asked: dict[str, Any] = {"aql": aql, "kind": "multiple", "severity": severity}
            found = plan_of_letter(letter, **asked, supplied=multiple)
            other = plan_of_letter(letter, **asked, edition="mil-std-105e")
            assert (found.kind, found.arrow) == (other.kind, other.arrow)
            if found.kind == "multiple":
                assert found.samples == other.samples

    def test_the_result_names_the_copy(self, multiple: SuppliedTables) -> None:
        found = sampling_plan(1000, aql=1.0, kind="multiple", supplied=multiple)
        assert found.method.options["copy"] == typed_tables.COPY
        assert found.method.options["copy_sha256"] == multiple.sha256
        told = next(check for check in found.findings if check.id == "acceptance_sampling.supplied")
        assert typed_tables.COPY in told.sentence("fr")

    def test_what_was_recalled_is_no_longer_said_so_where_the_copy_was_typed(self, multiple: SuppliedTables) -> None:
        typed = sampling_plan(1000, aql=1.0, kind="double", severity="reduced", supplied=multiple)
        recalled = sampling_plan(1000, aql=1.0, kind="double", supplied=multiple)
        assert [one.id for one in typed.findings].count("acceptance_sampling.recalled") == 0
        assert [one.id for one in recalled.findings].count("acceptance_sampling.recalled") == 1

    def test_where_no_multiple_plan_exists_the_double_or_single_one_is_given(self, multiple: SuppliedTables) -> None:
        assert plan_of_letter("C", aql=10, kind="multiple", supplied=multiple).kind == "double"
        assert plan_of_letter("J", aql=0.15, kind="multiple", supplied=multiple).kind == "single"

    def test_tables_of_another_edition_are_refused(self, multiple: SuppliedTables) -> None:
        unknown: Any = "bs-6001"
        with pytest.raises(Refused, match=r"supplied_other_edition"):
            sampling_plan(1000, aql=1.0, edition="ansi-z1.4", supplied=multiple)
        with pytest.raises(ValueError, match="no edition"):
            sampling_plan(1000, aql=1.0, edition=unknown, supplied=multiple)

    def test_a_missing_row_is_named(self) -> None:
        def without(rows: list[list[Any]]) -> None:
            rows[:] = [row for row in rows if row[2:4] != [7, 8]]

        content = typed_tables.workbook({
            "exemplaire": typed_tables.named(),
            "double et multiple": typed_tables.several(("multiple", "normal"), changed=without),
        })  # fmt: skip
        with pytest.raises(Refused) as caught:
            read_supplied(content, file=FILE)
        (finding,) = caught.value.findings
        assert dict(finding.arguments) == {"table": "multiple, normal", "accept": "7", "reject": "8"}

    @pytest.mark.parametrize(
        ("cells", "fault"),
        [
            (["x", 2, "#", 2, 0, 2, 1, 3], ("unknown_value", 2, "Ac 1")),
            (["#", 2, "#", 2.5, 0, 2, 1, 3], ("unknown_value", 2, "Re 2")),
            (["#", 2, "#", 2], ("supplied_samples", 2, "Plan")),
            (["#", 2, "#", 2, "#", 2], ("supplied_samples", 2, "Plan")),
            (["#", 2, 0, 2, 0, -1], ("unknown_value", 2, "Re 3")),
            (["#", 3, 0, 2, 1, 2], ("plan_inconsistent", 2, "Plan")),
        ],
    )
    def test_a_row_that_does_not_hold_is_refused_with_its_place(
        self, cells: list[Any], fault: tuple[str, int, str]
    ) -> None:
        def spoilt(rows: list[list[Any]]) -> None:
            rows[0][4:] = [*cells, *[None] * (14 - len(cells))]

        content = typed_tables.workbook({
            "exemplaire": typed_tables.named(),
            "double et multiple": typed_tables.several(("multiple", "normal"), changed=spoilt),
        })  # fmt: skip
        assert refused(content) == [fault]

    def test_a_row_that_stands_twice_is_refused(self) -> None:
        content = typed_tables.workbook({
            "exemplaire": typed_tables.named(),
            "double et multiple": typed_tables.several(("double", "normal"), ("double", "normal")),
        })  # fmt: skip
        faults = refused(content)
        assert len(faults) == len(typed_tables.several_rows("double", "normal"))
        assert {fault[0] for fault in faults} == {"doubled"}

    def test_a_row_far_from_its_single_plan_is_doubtful(self) -> None:
        """A slip of the hand: 4 in the place of 1 at the second sample."""

        def slipped(rows: list[list[Any]]) -> None:
            rows[3][5] = 3

        content = typed_tables.workbook({
            "exemplaire": typed_tables.named(),
            "double et multiple": typed_tables.several(("double", "normal"), changed=slipped),
        })  # fmt: skip
        (doubt,) = read_supplied(content, file=FILE).doubts
        assert (doubt.place.sheet, doubt.place.row) == ("double et multiple", 5)


class TestSinglePlans:
    def test_an_edition_that_was_not_seen_has_its_plans_once_they_are_typed(self, singles: SuppliedTables) -> None:
        with pytest.raises(Refused, match=r"edition_unseen"):
            sampling_plan(1000, aql=1.0, edition="iso-2859-1-2026")
        found = sampling_plan(1000, aql=1.0, edition="iso-2859-1-2026", supplied=singles)
        assert (found.sample_size, found.accept, found.reject, found.method.edition) == (80, 2, 3, "2026")
        # its table of letters was not seen either: that is said, where a lot size led to the letter
        letters = "acceptance_sampling.letters_of_1999"
        assert letters in {check.id for check in found.findings}
        by_letter = plan_of_letter("J", aql=1.0, edition="iso-2859-1-2026", supplied=singles)
        assert letters not in {check.id for check in by_letter.findings}
        with pytest.raises(Refused, match=r"no_table_double"):
            sampling_plan(1000, aql=1.0, kind="double", edition="iso-2859-1-2026", supplied=singles)

    @given(st.sampled_from(LETTERS[:-1]), st.sampled_from(AQL_VALUES), st.sampled_from(SEVERITIES))
    def test_printed_cells_and_arrows_give_what_the_diagonals_give(
        self, singles: SuppliedTables, letter: str, aql: float, severity: Any
    ) -> None:
        typed = plan_of_letter(letter, aql=aql, severity=severity, edition="iso-2859-1-2026", supplied=singles)
        carried = plan_of_letter(letter, aql=aql, severity=severity)
        assert (typed.samples, typed.plan_letter, typed.arrow) == (carried.samples, carried.plan_letter, carried.arrow)

    def test_typed_singles_and_typed_plans_in_several_samples_go_together(self) -> None:
        """An edition of which both were typed, but for one column."""
        rows = typed_tables.single_rows()
        for row in rows:
            row[3] = None
        content = typed_tables.workbook({
            "exemplaire": typed_tables.named("iso-2859-1-2026"),
            "simple": (("Sévérité", "Lettre", "Effectif", *supplied_sheets.HEADINGS), rows),
            "double et multiple": typed_tables.several(("double", "normal"), ("double", "tightened")),
        })  # fmt: skip
        tables = read_supplied(content, file=FILE).tables
        found = sampling_plan(1000, aql=1.0, kind="double", edition="iso-2859-1-2026", supplied=tables)
        assert [(one.size, one.accept, one.reject) for one in found.samples] == [(50, 0, 3), (50, 3, 4)]

    def test_a_typed_single_plan_that_the_double_table_does_not_know_is_refused(self) -> None:
        content = typed_tables.single_workbook("ansi-z1.4", lambda rows: rows[8].__setitem__(13, "6 7"))
        tables = read_supplied(content, file=FILE).tables
        with pytest.raises(Refused, match=r"no_table_double"):
            sampling_plan(1000, aql=1.0, kind="double", edition="ansi-z1.4", supplied=tables)

    def test_an_unseen_edition_without_typed_singles_stays_unseen(self) -> None:
        empty = SuppliedTables(edition="iso-2859-1-2026", copy="exemplaire", sha256="")
        with pytest.raises(Refused, match=r"edition_unseen"):
            sampling_plan(1000, aql=1.0, edition="iso-2859-1-2026", supplied=empty)

    def test_a_column_that_was_left_out_is_refused(self) -> None:
        def without_first(rows: list[list[Any]]) -> None:
            for row in rows:
                row[3] = None

        tables = read_supplied(typed_tables.single_workbook(changed=without_first), file=FILE).tables
        with pytest.raises(Refused, match=r"no_column_supplied"):
            sampling_plan(1000, aql=0.010, edition="iso-2859-1-2026", supplied=tables)
        assert sampling_plan(1000, aql=1.0, edition="iso-2859-1-2026", supplied=tables).sample_size == 80

    @pytest.mark.parametrize(
        ("changed", "fault"),
        [
            (lambda rows: rows[4].__setitem__(13, "2;3;4"), ("unknown_value", 6, "1,0")),
            (lambda rows: rows[4].__setitem__(13, "3 2"), ("unknown_value", 6, "1,0")),
            (lambda rows: rows[4].__setitem__(13, "2,5 3"), ("unknown_value", 6, "1,0")),
            (lambda rows: rows[4].__setitem__(13, None), ("supplied_column", None, None)),
            (lambda rows: rows.pop(4), ("supplied_letters", None, None)),
            (lambda rows: rows[4].__setitem__(1, "O"), ("unknown_value", 6, "Lettre")),
            (lambda rows: rows[4].__setitem__(1, "D"), ("doubled", 6, "Lettre")),
            (lambda rows: rows[4].__setitem__(0, "sévère"), ("unknown_value", 6, "Sévérité")),
            (lambda rows: rows[4].__setitem__(2, 0), ("unknown_value", 6, "Effectif")),
            (lambda rows: rows[4].__setitem__(2, None), ("unknown_value", 6, "Effectif")),
            (lambda rows: rows.__delitem__(slice(33, None)), ("supplied_singles_first", None, None)),
        ],
    )
    def test_what_does_not_fit_is_refused_with_its_place(
        self, changed: Changed, fault: tuple[str, int | None, str | None]
    ) -> None:
        assert fault in refused(typed_tables.single_workbook(changed=changed))

    def test_an_arrow_leads_to_a_plan_of_its_column(self) -> None:
        """Table 2-B of ISO 2859-1 has a letter S for the arrows of Q and R: who leaves its row out is told."""

        def without_s(rows: list[list[Any]]) -> None:
            rows[:] = [row for row in rows if row[1] != "S"]

        faults = refused(typed_tables.single_workbook(changed=without_s))
        assert faults == [("supplied_arrow", 32, "0,025"), ("supplied_arrow", 33, "0,025")]
        turned = typed_tables.single_workbook(changed=lambda rows: rows[0].__setitem__(3, "↑"))
        assert refused(turned) == [("supplied_arrow", 2, "0,010")]

    def test_a_number_under_its_neighbours_is_doubtful(self) -> None:
        def slipped(rows: list[list[Any]]) -> None:
            rows[8][14] = "1 2"  # letter J at 1.5, where the table has 3 4 after 2 3

        found = read_supplied(typed_tables.single_workbook(changed=slipped), file=FILE)
        assert [(one.place.row, one.place.column) for one in found.doubts] == [(10, "1,5")]

    def test_what_is_recalled_stays_said_where_only_the_singles_were_typed(self) -> None:
        tables = read_supplied(typed_tables.single_workbook("iso-2859-1-1999"), file=FILE).tables
        recalled = "acceptance_sampling.recalled"

        def told(**asked: Any) -> set[str]:
            return {check.id for check in sampling_plan(1000, aql=1.0, supplied=tables, **asked).findings}

        assert recalled not in told(severity="reduced")
        assert recalled in told(kind="double")
        assert recalled in {check.id for check in sampling_plan(1000, aql=1.0, severity="reduced").findings}

    def test_carried_singles_stay_where_others_were_typed(self, multiple: SuppliedTables) -> None:
        found = sampling_plan(1000, aql=1.0, supplied=multiple)
        assert found.samples == sampling_plan(1000, aql=1.0).samples
        assert not [one for one in found.findings if one.id == "acceptance_sampling.supplied"]
        assert "copy" not in found.method.options, "an auditor reads that a copy was used only where it was"

    def test_rows_in_which_nothing_was_typed_are_left_out(self) -> None:
        """The form has rows for every table; who copies one leaves the others as they are."""
        empty = [["réduit", letter, None, *[None] * len(supplied_sheets.HEADINGS)] for letter in LETTERS[:3]]
        content = typed_tables.workbook({
            "exemplaire": typed_tables.named("ansi-z1.4"),
            "simple": (
                ("Sévérité", "Lettre", "Effectif", *supplied_sheets.HEADINGS),
                [*(row for row in typed_tables.single_rows() if row[0] == "normal"), *empty],
            ),
        })  # fmt: skip
        tables = read_supplied(content, file=FILE).tables
        assert set(tables.singles) == {"normal"}

        def without_numbers(rows: list[list[Any]]) -> None:
            rows += [["double", "réduit", 0, 1, *[None] * 14]]

        content = typed_tables.workbook({
            "exemplaire": typed_tables.named(),
            "double et multiple": typed_tables.several(("double", "normal"), changed=without_numbers),
        })  # fmt: skip
        assert set(read_supplied(content, file=FILE).tables.series) == {("double", "normal")}


class TestPlansByVariables:
    def test_plans_of_iso_3951_come_from_the_copy(self, measured: SuppliedTables) -> None:
        with pytest.raises(Refused, match=r"variables_not_carried"):
            variables_plan(1000, aql=1.0, edition="iso-3951-1-2022")
        found = variables_plan(1000, aql=1.0, edition="iso-3951-1-2022", supplied=measured)
        # the letter of ISO 2859-1 and what the sheet has under it
        row = next(one for one in typed_tables.measured_rows() if one[:3] == ["s", "normal", "J"])
        size, k = row[3 + 5].split()
        assert (found.code_letter, found.sample_size, found.k) == ("J", int(size), float(k.replace(",", ".")))
        assert found.method.options["copy"] == "NM ISO 3951-1, acheté en 2024"
        told = {check.id for check in found.findings}
        assert {"acceptance_sampling.supplied", "acceptance_sampling.letters_of_1999"} <= told
        assert 0 < found.M < 0.05

    def test_letter_a_is_b_and_arrows_are_followed(self, measured: SuppliedTables) -> None:
        found = variables_plan(5, aql=10, level="S-1", edition="iso-3951-1-2022", supplied=measured)
        assert found.code_letter == "B"
        small = variables_plan(30, aql=0.10, edition="iso-3951-1-2022", supplied=measured)
        assert "acceptance_sampling.variables_arrow" in {check.id for check in small.findings}

    def test_an_aql_or_a_table_that_was_left_out_is_refused(self, measured: SuppliedTables) -> None:
        with pytest.raises(Refused, match=r"no_column_supplied"):
            variables_plan(1000, aql=0.010, edition="iso-3951-1-2022", supplied=measured)

        def only_normal(rows: list[list[Any]]) -> None:
            rows[:] = [row for row in rows if row[:2] == ["s", "normal"]]

        few = read_supplied(typed_tables.measured_workbook(changed=only_normal), file=FILE).tables
        with pytest.raises(Refused, match=r"no_column_supplied"):
            variables_plan(1000, aql=1.0, sigma="known", edition="iso-3951-1-2022", supplied=few)
        with pytest.raises(Refused, match=r"supplied_other_edition"):
            variables_plan(1000, aql=1.0, edition="iso-3951-1-2013", supplied=few)

    @pytest.mark.parametrize(
        ("cell", "faults"),
        [
            ("2 1,5", [("unknown_value", 10, "1,0")]),
            ("12,5 1,5", [("unknown_value", 10, "1,0")]),
            ("35 12", [("unknown_value", 10, "1,0")]),
        ],
    )
    def test_cells_hold_a_size_and_k(self, cell: str, faults: list[tuple[str, int, str]]) -> None:
        assert refused(typed_tables.measured_workbook(changed=lambda rows: rows[8].__setitem__(8, cell))) == faults

    def test_a_k_out_of_order_is_doubtful(self) -> None:
        found = read_supplied(
            typed_tables.measured_workbook(changed=lambda rows: rows[8].__setitem__(8, "35 2,18")), file=FILE
        )
        assert [(one.place.row, one.place.column) for one in found.doubts] == [(10, "1,0")]


def test_arrows_turn_at_the_end_of_a_table() -> None:
    cells = {"A": "up", "B": (0, 1), "C": "down"}
    assert follow(cells.__getitem__, "ABC", "A") == ("B", ("B",))
    assert follow(cells.__getitem__, "ABC", "C") == ("B", ("B",))
    with pytest.raises(ValueError, match="at least one plan"):
        follow({"A": "up"}.__getitem__, "A", "A")


def test_plans_that_leave_a_gap_may_lie_farther() -> None:
    """MIL-STD-105E, table III-C: Ac 5, Re 8 stands for 2/7 and 6/9."""
    distance = distance_from_single("double", (5, 8), ((2, 7), (6, 9)))
    assert 0.1 < distance < 0.12
    assert not is_far((5, 8), distance)
    assert is_far((5, 6), distance)
