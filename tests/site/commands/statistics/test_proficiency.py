"""``jawda stats proficiency``."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.site.commands.statistics.conftest import Stats

from jawda.core.languages import LANGUAGES
from jawda.core.statistics.laboratories.assigned import CONSENSUS, by_reference
from jawda.core.statistics.laboratories.round import evaluate_round
from jawda.site.commands.statistics import arguments

LABS = list("ABCDEF")
VALUES = [10.1, 10.3, 9.9, 10.0, 10.2, 14.0]
WIDE = [0.2, 0.3, 0.2, 0.4, 0.2, 0.3]


@pytest.fixture
def tour(tmp_path: Path) -> Path:
    rows = zip(LABS, VALUES, WIDE, strict=True)
    text = "Laboratoire;plomb (mg/kg);U\n" + "".join(f"{lab};{x};{u}\n".replace(".", ",") for lab, x, u in rows)
    (tmp_path / "tour.csv").write_text(text, encoding="cp1252")
    return tmp_path / "tour.csv"


def test_what_can_be_typed_is_what_there_is() -> None:
    assert arguments.CONSENSUS == CONSENSUS


def test_headings_say_what_columns_hold(stats: Stats, tour: Path) -> None:
    said = stats("proficiency", tour, "--sigma-pt", "0,5", "--json")
    expected = evaluate_round(VALUES, LABS, expanded_uncertainty=WIDE, sigma_pt=0.5).to_dict()
    assert said.status == 1
    for key in ("assigned_value", "sd", "u_assigned", "scores", "findings"):
        assert said.json[key] == expected[key], key
    assert set(said.json["scores"][0]) >= {"lab", "z", "z_prime", "zeta", "En"}
    assert said.json["columns"] == {
        "laboratory": "Laboratoire", "value": ["plomb (mg/kg)"], "u": None, "expanded": "U", "k": None,
    }  # fmt: skip


def test_columns_by_option(stats: Stats, tour: Path) -> None:
    given = ("proficiency", tour, "--laboratory", "laboratoire", "--value", "plomb", "--json")
    assert stats(*given).json["scores"][0]["u"] == 0.1
    assert stats(*given, "--u", "U").json["scores"][0]["u"] == 0.2
    assert stats(*given, "--expanded", "U", "--k", "2,5").json["scores"][0]["u"] == pytest.approx(0.08)


def test_a_reference_value_and_the_other_choices(stats: Stats, tour: Path) -> None:
    found = stats(
        "proficiency", tour, "--assigned", "10", "--u-assigned", "0,05", "--sigma-pt", "0,3", "--statistic", "z",
        "--consensus", "median_niqr", "--iso-17043", "--allowed-difference", "1", "--json",
    ).json  # fmt: skip
    expected = evaluate_round(
        VALUES, LABS, expanded_uncertainty=WIDE, assigned=by_reference(10, 0.05), sigma_pt=0.3, statistic="z",
        consensus="median_niqr", organiser_competent=True, allowed_difference=1,
    )  # fmt: skip
    assert found["scores"] == expected.to_dict()["scores"]
    assert found["kind"] == "proficiency_test"


def test_several_measurands(stats: Stats, tmp_path: Path) -> None:
    text = "lab,As,Cd\n" + "".join(f"{lab},{x},{x / 2}\n" for lab, x in zip(LABS, VALUES, strict=True))
    (tmp_path / "metals.csv").write_text(text)
    said = stats("proficiency", "metals.csv", "--json")
    assert said.status == 1
    assert list(said.json["measurands"]) == ["As", "Cd"]
    ratio = said.json["measurands"]["As"]["assigned_value"] / said.json["measurands"]["Cd"]["assigned_value"]
    assert ratio == pytest.approx(2)
    out = stats("proficiency", "metals.csv").out
    assert "As\n==" in out
    assert "Cd\n==" in out


def test_a_picture_for_each_of_several_measurands(stats: Stats, tmp_path: Path) -> None:
    """Its name stands in that of the file; two headings that differ by signs only do not write over one another."""
    rows = zip(LABS, VALUES, strict=True)
    text = "lab,As (mg/kg),As_mg/kg!,–\n" + "".join(f"{lab},{x},{x / 2},{x / 4}\n" for lab, x in rows)
    (tmp_path / "metals.csv").write_text(text)
    names = {"x-As-mg-kg.svg", "x-As_mg-kg.svg", "x-measurand.svg"}
    said = stats("proficiency", "metals.csv", "--svg", "x.svg", "--json")
    assert said.status == 1
    assert set(said.json["pictures"].values()) == names
    assert all((tmp_path / name).read_text("utf-8").startswith("<svg") for name in names)
    assert not (tmp_path / "x.svg").exists()
    assert "x-As-mg-kg.svg" in stats("proficiency", "metals.csv", "--svg", "x.svg").out
    said = stats("proficiency", "metals.csv", "--svg", "absent/x.svg")
    assert (said.status, said.out) == (2, "")
    assert stats("proficiency", "metals.csv", "--json").json["pictures"] == {}
    (tmp_path / "twins.csv").write_text(
        "lab,a/b,a-b\n" + "".join(f"{lab},{x},{x}\n" for lab, x in zip(LABS, VALUES, strict=True))
    )
    twins = stats("proficiency", "twins.csv", "--svg", "x.svg", "--json").json["pictures"]
    assert list(twins.values()) == ["x-a-b.svg", "x-a-b-2.svg"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_verdict_first_then_the_scores(stats: Stats, tour: Path, language: str, tmp_path: Path) -> None:
    said = stats("proficiency", tour, "--sigma-pt", "0,5", "--lang", language, "--svg", "x.svg")
    found = evaluate_round(VALUES, LABS, expanded_uncertainty=WIDE, sigma_pt=0.5)
    verdict = next(check for check in found.findings if check.id == "laboratories.satisfactory")
    assert said.out.splitlines()[0] == verdict.sentence(language)  # type: ignore[arg-type]
    assert (tmp_path / "x.svg").read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (("--assigned", "10"), "--u-assigned"),
        (("--u-assigned", "1"), "--assigned"),
        (("--u", "U", "--expanded", "U"), "--expanded"),
        (("--k", "2", "--k-column", "U"), "--k"),
        (("--sigma-pt", "0"), "'0'"),
        (("--value", "cuivre"), "cuivre"),
        (("--replicates", "median"), "'median'"),
    ],
)
def test_refusals(stats: Stats, tour: Path, given: tuple[str, ...], named: str) -> None:
    said = stats("proficiency", tour, *given)
    assert (said.status, said.out) == (2, "")
    assert named in said.err


def test_columns_that_cannot_be_told_apart_are_asked_for(stats: Stats, tmp_path: Path) -> None:
    (tmp_path / "two.csv").write_text("qui,ville,y\nA,X,1\nB,Y,2\nC,Z,4\n")
    said = stats("proficiency", "two.csv")
    assert said.status == 2
    assert "--laboratory" in said.err
    assert stats("proficiency", "two.csv", "--laboratory", "qui", "--json").json["laboratories"] == 3
    (tmp_path / "none.csv").write_text("lab,note\nA,x\nB,y\n")
    said = stats("proficiency", "none.csv")
    assert said.status == 2
    assert "--value" in said.err


def test_a_laboratory_on_several_rows(stats: Stats, tmp_path: Path) -> None:
    rows = zip(LABS + LABS, VALUES + [value + 0.1 for value in VALUES], strict=True)
    (tmp_path / "twice.csv").write_text("lab,y,k\n" + "".join(f"{lab},{value},2\n" for lab, value in rows))
    given = ("proficiency", "twice.csv", "--value", "y", "--json", "--replicates")
    assert stats(*given, "mean").json["laboratories"] == 6
    assert stats(*given, "separate").json["laboratories"] == 12
    said = stats(*given, "refuse")
    assert (said.status, said.out) == (2, "")
    assert "ligne 8" in said.err


def _round(tmp_path: Path, heading: str, columns: int) -> None:
    """A result and up to two more figures, as many as there are headings."""
    rows = zip(LABS, VALUES, WIDE, strict=True)
    more = [";".join([lab, str(x), *[str(u), str(2 + u)][:columns]]) for lab, x, u in rows]
    (tmp_path / "t.csv").write_text("lab;" + heading + "\n" + "\n".join(more) + "\n")


@pytest.mark.parametrize(
    ("heading", "given", "understood"),
    [
        ("x;U", ("--value", "x"), {"value": ["x"], "u": None, "expanded": "U", "k": None}),
        ("x;u;U", (), {"value": ["x"], "u": "u", "expanded": None, "k": None}),
        ("x;U;k", (), {"value": ["x"], "u": None, "expanded": "U", "k": "k"}),
        ("x;U (mg/kg);Coverage factor", (), {"expanded": "U (mg/kg)", "k": "Coverage factor"}),
        ("x;U;k", ("--k", "3"), {"value": ["x"], "expanded": "U", "k": None}),
        ("x;U;u", ("--k", "3"), {"value": ["x"], "expanded": "U", "u": None}),
        ("x;U;k", ("--value", "x,k"), {"value": ["x", "k"], "expanded": "U", "k": None}),
        ("x;k", (), {"value": ["x", "k"], "u": None, "expanded": None, "k": None}),
        ("x;U", ("--value", "x,U"), {"value": ["x", "U"], "expanded": None}),
    ],
)
def test_what_headings_say_of_uncertainties(
    stats: Stats, tmp_path: Path, heading: str, given: tuple[str, ...], understood: dict[str, object]
) -> None:
    _round(tmp_path, heading, heading.count(";"))
    found = stats("proficiency", "t.csv", *given, "--json").json
    assert {key: found["columns"][key] for key in understood} == understood


def test_what_was_taken_by_its_heading_is_told(stats: Stats, tmp_path: Path) -> None:
    _round(tmp_path, "x;u;U", 2)
    found = stats("proficiency", "t.csv", "--json").json["reading"]
    said = {check["id"]: check["arguments"] for check in found["ambiguous"]}
    assert said["statistics_commands.standard_by_heading"] == {"column": "u"}
    assert said["statistics_commands.left_aside"] == {"column": "U"}
    assert "« U » n’est pas utilisée" in stats("proficiency", "t.csv").out.replace("\N{NO-BREAK SPACE}", " ")
    _round(tmp_path, "x;U;k", 2)
    found = stats("proficiency", "t.csv", "--json").json["reading"]
    said = [check["id"].partition(".")[2] for check in found["ambiguous"]]
    assert said[-2:] == ["expanded_by_heading", "factor_by_heading"]
    told = stats("proficiency", "t.csv", "--expanded", "U", "--k-column", "k", "--json").json["reading"]
    assert not [check for check in told["ambiguous"] if check["id"].startswith("statistics_commands.")]


def test_a_coverage_factor_needs_an_uncertainty(stats: Stats, tmp_path: Path) -> None:
    _round(tmp_path, "x;k", 1)
    for given in (("--k-column", "k"), ("--k", "2")):
        said = stats("proficiency", "t.csv", *given)
        assert (said.status, said.out) == (2, "")
        assert "--expanded" in said.err
        assert given[0] in said.err
