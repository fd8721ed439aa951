"""``jawda stats sampling-plan``."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from tests import typed_tables
from tests.site.commands.statistics.conftest import Stats

from jawda.core.languages import LANGUAGES
from jawda.core.statistics.acceptance_sampling import VARIABLES_EDITIONS, zero_acceptance_for_aql
from jawda.core.statistics.acceptance_sampling.editions import EditionName, Level, Severity
from jawda.core.statistics.acceptance_sampling.supplied_sheets import TYPED_EDITIONS
from jawda.site.commands.statistics import sampling_arguments


def test_what_can_be_typed_is_what_there_is() -> None:
    assert get_args(EditionName) == sampling_arguments.EDITIONS
    assert get_args(Level) == sampling_arguments.LEVELS
    assert get_args(Severity) == sampling_arguments.SEVERITIES
    assert tuple(VARIABLES_EDITIONS) == sampling_arguments.VARIABLES_EDITIONS
    assert sampling_arguments.TYPED_EDITIONS == TYPED_EDITIONS


@pytest.mark.parametrize(
    ("severity", "edition", "plan"),
    [
        ("normal", "iso-2859-1-1999", ("K", 125, 2, 3)),
        ("tightened", "ansi-z1.4", ("K", 125, 1, 2)),
        ("reduced", "mil-std-105e", ("K", 50, 1, 3)),
        ("reduced", "iso-2859-1-1999", ("K", 50, 1, 2)),
    ],
)
def test_the_published_tables(stats: Stats, severity: str, edition: str, plan: tuple[str, int, int, int]) -> None:
    given = ("sampling-plan", "--lot", "2000", "--aql", "0,65", "--level", "II")
    said = stats(*given, "--severity", severity, "--edition", edition, "--json")
    assert said.status == 0
    assert tuple(said.json[key] for key in ("code_letter", "sample_size", "accept", "reject")) == plan


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_to_do_comes_first(stats: Stats, language: str, tmp_path: Path) -> None:
    said = stats("sampling-plan", "--lot", "2000", "--aql", "0.65", "--lang", language, "--svg", "oc.svg")
    assert "125" in said.out.splitlines()[0]
    assert (tmp_path / "oc.svg").read_text("utf-8").startswith("<svg")
    double = stats("sampling-plan", "--lot", "2000", "--aql", "0.65", "--kind", "double", "--lang", language)
    assert "80" in double.out.splitlines()[0]


def test_zero_acceptance(stats: Stats) -> None:
    given = ("sampling-plan", "--lot", "2000", "--aql", "0.65", "--zero-acceptance")
    found = stats(*given, "--json").json
    assert found["sample_size"] == zero_acceptance_for_aql(2000, aql="0.65").sample_size
    assert (found["code_letter"], found["accept"], found["reject"]) == ("K", 0, 1)
    assert str(found["sample_size"]) in stats(*given).out
    said = stats(*given, "--severity", "tightened")
    assert said.status == 2
    assert "--severity" in said.err
    assert "12" in stats("sampling-plan", "--lot", "12", "--aql", "0.01").out.splitlines()[0]


def test_by_variables(stats: Stats) -> None:
    """MIL-STD-414 as ANSI/ASQ Z1.9 arranges it: F at 1.0 has 10 units and M 3.27 %, 4 units where sigma is known."""
    given = ("sampling-plan", "--lot", "120", "--aql", "1", "--variables")
    said = stats(*given, "--json")
    assert said.status == 0
    found = said.json
    assert (found["code_letter"], found["sample_size"], found["accept"], found["reject"]) == ("F", 10, None, None)
    assert (found["k"], found["M"]) == (pytest.approx(1.72, abs=0.01), 0.0327)
    known = stats(*given, "--sigma", "known", "--severity", "tightened", "--json").json
    assert (known["sample_size"], known["severity"]) == (4, "tightened")
    for language in LANGUAGES:
        assert "10" in stats(*given, "--lang", language).out.splitlines()[0]


def test_for_two_risks(stats: Stats, tmp_path: Path) -> None:
    """Per cent, as the AQL: 1.5 is to pass 95 times in 100, 10 at most 10 times."""
    given = ("sampling-plan", "--producer-quality", "1,5", "--consumer-quality", "10")
    found = stats(*given, "--json").json
    assert [found[key] for key in ("code_letter", "sample_size", "accept", "reject")] == [None, 52, 2, 3]
    assert found["actual_producer_risk"] <= 0.05
    assert found["actual_consumer_risk"] <= 0.10
    assert "52" in stats(*given, "--svg", "x.svg").out.splitlines()[0]
    assert (tmp_path / "x.svg").exists()
    lot = ("--lot", "100", "--model", "hypergeometric")
    assert stats(*given, *lot, "--json").json["sample_size"] < 52
    measured = stats(*given, "--variables", "--sigma", "known", "--json").json
    assert measured["sample_size"] == 11
    assert (measured["accept"], measured["reject"]) == (None, None)


def test_a_quality_excluded_by_none_found(stats: Stats) -> None:
    given = ("sampling-plan", "--consumer-quality", "1", "--zero-acceptance", "--consumer-risk", "0,05", "--json")
    assert stats(*given).json["sample_size"] == 299
    assert stats(*given, "--lot", "500").json["sample_size"] == 225
    assert stats("sampling-plan", "--consumer-quality", "1", "--zero-acceptance", "--json").json["sample_size"] == 230


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (("--lot", "500", "--aql", "1", "--sigma", "known"), "--sigma"),
        (("--lot", "500", "--aql", "1", "--consumer-quality", "5"), "--consumer-quality"),
        (("--lot", "500", "--aql", "1", "--variables", "--kind", "double"), "--kind"),
        (("--lot", "500", "--aql", "1", "--variables", "--zero-acceptance"), "--zero-acceptance"),
        (("--lot", "500", "--aql", "1", "--variables", "--level", "S-1"), "S-3"),
        (("--lot", "500", "--aql", "1", "--variables", "--edition", "ansi-z1.4"), "ansi-z1.9"),
        (("--lot", "500", "--aql", "1", "--edition", "ansi-z1.9"), "ansi-z1.4"),
        (("--lot", "500", "--aql", "1", "--variables", "--edition", "iso-3951-1-2022"), "3951"),
        (("--producer-quality", "1"), "--consumer-quality"),
        (("--producer-quality", "1", "--zero-acceptance"), "--consumer-quality"),
        (("--producer-quality", "1", "--consumer-quality", "100"), "'100'"),
        (("--producer-quality", "5", "--consumer-quality", "1"), "5"),
        (("--producer-quality", "1", "--consumer-quality", "5", "--lot", "50"), "--lot"),
        (("--producer-quality", "1", "--consumer-quality", "5", "--model", "hypergeometric"), "lot"),
        ((), "--lot"),
        (("--lot", "0", "--aql", "1"), "'0'"),
        (("--lot", "mille", "--aql", "1"), "'mille'"),
        (("--lot", "1", "--aql", "1"), "1"),
        (("--lot", "500", "--aql", "0.7"), "0,65"),
        (("--lot", "500", "--aql", "1", "--edition", "iso-2859-1-2026"), "2026"),
        (("--lot", "500"), "--aql"),
    ],
)
def test_refusals(stats: Stats, given: tuple[str, ...], named: str) -> None:
    said = stats("sampling-plan", *given)
    assert (said.status, said.out) == (2, "")
    assert named in said.err


@pytest.mark.parametrize("kind", ["single", "double"])
def test_a_lot_smaller_than_its_sample(stats: Stats, kind: str) -> None:
    given = ("sampling-plan", "--lot", "8", "--aql", "0.65", "--kind", kind)
    said = stats(*given, "--lang", "en")
    assert said.out.startswith("Inspect the whole lot (8 units): accept up to 0,")
    assert "nothing is left to chance" in said.out
    assert "Producer" not in said.out
    assert stats(*given, "--json").json["sample_size"] == 20
    said = stats("sampling-plan", "--lot", "5", "--aql", "0.10", "--variables", "--lang", "en")
    assert said.out.startswith("Measure the whole lot (5 units)")
    assert "probability" not in said.out


def test_an_aql_with_its_sign(stats: Stats) -> None:
    plain = stats("sampling-plan", "--lot", "2000", "--aql", "0,65", "--json").json
    for written in ("0,65%", "0.65 %", "0,65\N{NO-BREAK SPACE}%"):
        assert stats("sampling-plan", "--lot", "2000", "--aql", written, "--json").json == plain
    for written in ("beaucoup", "0", "-1%", "%"):
        said = stats("sampling-plan", "--lot", "2000", "--aql", written)
        assert (said.status, said.out) == (2, "")
        assert f"{written!r} n’est pas un nombre au-dessus de 0" in said.err
    given = ("sampling-plan", "--consumer-quality", "5 %", "--zero-acceptance", "--json")
    assert stats(*given).json["quality_excluded"] == 0.05


def test_an_aql_beyond_the_table_has_the_two_nearest(stats: Stats) -> None:
    said = stats("sampling-plan", "--lot", "500", "--aql", "15", "--variables", "--lang", "en")
    assert "6.5 or 10" in said.err
    assert "0.1 or 0.15" in stats("sampling-plan", "--lot", "500", "--aql", "0.01", "--variables", "--lang", "en").err
    assert "1 or 1.5" in stats("sampling-plan", "--lot", "500", "--aql", "1.2", "--lang", "en").err


def test_tables_of_ones_own_copy(stats: Stats, tmp_path: Path) -> None:
    """The numbers of MIL-STD-105E under the name of ISO 2859-1: what is typed is what the plan is."""
    (tmp_path / "tables.xlsx").write_bytes(typed_tables.multiple_workbook())
    said = stats("sampling-tables", "tables.xlsx")
    assert (said.status, "multiple" in said.out) == (0, True)
    found = stats("sampling-tables", "tables.xlsx", "--json").json
    assert (found["edition"], found["copy"], found["doubts"]) == ("iso-2859-1-1999", typed_tables.COPY, [])
    assert {one["severity"] for one in found["tables"] if one["kind"] == "multiple"} == set(get_args(Severity))
    given = ("sampling-plan", "--lot", "1000", "--aql", "1", "--kind", "multiple")
    refused = stats(*given)
    assert (refused.status, "saisissez" in refused.err) == (2, True)
    for severity in get_args(Severity):
        plan = stats(*given, "--severity", severity, "--tables", "tables.xlsx", "--json").json
        assert plan["samples"][0]["size"] == {"normal": 20, "tightened": 20, "reduced": 8}[severity]
        assert plan["method"]["options"]["copy"] == typed_tables.COPY
    for language in LANGUAGES:
        assert typed_tables.COPY in stats(*given, "--tables", "tables.xlsx", "--lang", language).out


def test_tables_by_variables_of_ones_own_copy(stats: Stats, tmp_path: Path) -> None:
    (tmp_path / "mesures.xlsx").write_bytes(typed_tables.measured_workbook())
    given = ("sampling-plan", "--lot", "1000", "--aql", "1", "--tables", "mesures.xlsx")
    plan = stats(*given, "--variables", "--level", "S-2", "--json")
    assert (plan.status, plan.json["method"]["edition"], plan.json["code_letter"]) == (0, "2022", "C")
    said = stats(*given)
    assert (said.status, said.out) == (2, "")
    assert "--edition" in said.err
    other = stats(*given, "--variables", "--edition", "iso-3951-1-2013")
    assert (other.status, "iso-3951-1-2022" in other.err) == (2, True)
    assert stats(*given, "--variables", "--edition", "iso-3951-1-2022", "--json").json["code_letter"] == "J"
    unfit = stats(*given, "--zero-acceptance")
    assert (unfit.status, "--tables" in unfit.err) == (2, True)


def test_slips_of_the_hand_are_said(stats: Stats, tmp_path: Path) -> None:
    def slipped(rows: list[list[object]]) -> None:
        rows[8][14] = "1 2"

    (tmp_path / "tables.xlsx").write_bytes(typed_tables.single_workbook(changed=slipped))
    said = stats("sampling-tables", "tables.xlsx")
    assert said.status == 1
    assert "ligne 10, colonne « 1,5 »" in said.out.replace("\N{NO-BREAK SPACE}", " ")
    found = stats("sampling-tables", "tables.xlsx", "--json")
    assert (found.status, [one["row"] for one in found.json["doubts"]]) == (1, [10])
    plan = stats("sampling-plan", "--lot", "1000", "--aql", "1", "--tables", "tables.xlsx")
    assert (plan.status, "ligne 10" in plan.out) == (0, True)
    assert stats("sampling-plan", "--lot", "1000", "--aql", "1", "--tables", "tables.xlsx", "--json").json["doubts"]


def test_the_form_of_tables(stats: Stats, tmp_path: Path) -> None:
    for edition in sampling_arguments.TYPED_EDITIONS:
        said = stats("sampling-tables", "--edition", edition, "--form", f"{edition}.xlsx")
        assert (said.status, edition in said.out) == (0, True)
        # empty, it lacks the name of the copy
        empty = stats("sampling-tables", f"{edition}.xlsx")
        assert (empty.status, empty.out, "Exemplaire" in empty.err) == (2, "", True)
    assert stats("sampling-tables", "--edition", "ansi-z1.4", "--form", "x.xlsx", "--json").json["form"] == "x.xlsx"
    assert stats("sampling-tables", "--edition", "ansi-z1.9", "--form", "y.xlsx").status == 2
    assert "FILE" in stats("sampling-tables").err
    assert "--form" in stats("sampling-tables", "--edition", "ansi-z1.4").err
    assert "--edition" in stats("sampling-tables", "--form", "z.xlsx").err
    assert "--edition" in stats("sampling-tables", "x.xlsx", "--edition", "ansi-z1.4").err
    (tmp_path / "texte.xlsx").write_text("nothing")
    assert stats("sampling-tables", "texte.xlsx").status == 2
    assert stats("sampling-tables", "absent.xlsx").status == 2
