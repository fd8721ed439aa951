"""``jawda stats type1``, ``bias``, ``linearity`` and ``stability``."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.site.commands.statistics.conftest import Stats

from jawda.core.languages import LANGUAGES
from jawda.core.statistics import measurement_systems

VALUES = [10.01, 10.02, 9.99, 10.0, 10.03, 10.01, 9.98, 10.02, 10.0, 10.01]


@pytest.fixture
def master(tmp_path: Path) -> Path:
    lines = ["semaine;cote (mm)", *(f"S{place // 2};{value}".replace(".", ",") for place, value in enumerate(VALUES))]
    (tmp_path / "etalon.csv").write_text("\n".join(lines))
    return tmp_path / "etalon.csv"


def test_type_1(stats: Stats, master: Path) -> None:
    given = ("type1", master, "--reference", "10,0", "--tolerance", "1")
    found = stats(*given, "--json")
    expected = measurement_systems.type1(VALUES, reference=10.0, tolerance=1.0)
    assert found.status == 0
    assert (found.json["cg"], found.json["cgk"]) == pytest.approx((expected.cg, expected.cgk))
    other = stats(*given, "--tolerance-share", "0,1", "--study-multiplier", "4", "--least", "3", "--json")
    assert other.json["cg"] == pytest.approx(expected.cg * 6 / 4 / 2)
    assert other.status == 1
    assert stats(*given, "--resolution", "0,2", "--confidence", "0,9", "--json").json["percent_resolution"] == 20


def test_bias(stats: Stats, master: Path) -> None:
    found = stats("bias", master, "--reference", "10", "--tolerance", "1", "--process-sd", "0,1", "--json")
    expected = measurement_systems.bias(VALUES, reference=10.0)
    assert found.json["bias"] == pytest.approx(expected.bias)
    assert (found.json["t"], found.json["p"]) == pytest.approx((expected.t, expected.p))
    assert stats("bias", master, "--reference", "10", "--spread", "range", "--json").json["df"] < expected.df
    assert stats("bias", master, "--reference", "9", "--tolerance", "1").status == 1


def test_linearity(stats: Stats, tmp_path: Path) -> None:
    rows = [(2, 2.7), (2, 2.5), (4, 5.1), (4, 3.9), (6, 5.8), (6, 5.7), (8, 7.6), (8, 7.7), (10, 9.1), (10, 9.3)]
    (tmp_path / "lin.csv").write_text("ref,y\n" + "".join(f"{ref},{value}\n" for ref, value in rows))
    found = stats("linearity", "lin.csv", "--reference", "ref", "--process-sd", "2,5", "--spread", "all", "--json")
    expected = measurement_systems.linearity([row[1] for row in rows], [row[0] for row in rows], process_sd=2.5)
    assert (found.json["slope"], found.json["intercept"]) == pytest.approx((expected.slope, expected.intercept))
    assert found.status == 1


def test_stability(stats: Stats, master: Path, tmp_path: Path) -> None:
    given = ("stability", master, "--value", "cote", "--reference", "10")
    found = stats(*given, "--subgroup", "semaine", "--json")
    assert (found.json["chart"], len(found.json["points"])) == ("xbar-r", 5)
    assert stats(*given, "--json").json["chart"] == "individuals"
    pairs = zip(VALUES[::2], VALUES[1::2], strict=True)
    (tmp_path / "wide.csv").write_text("a,b\n" + "".join(f"{first},{second}\n" for first, second in pairs))
    wide = stats("stability", "wide.csv", "--value", "a,b", "--reference", "10", "--json")
    assert wide.json["points"] == pytest.approx(found.json["points"])
    (tmp_path / "moved.csv").write_text("y\n" + "".join(f"{value}\n" for value in [*VALUES, 12.0]))
    moved = stats("stability", "moved.csv")
    assert moved.status == 1
    assert "hors limites" in moved.out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ["type1", "bias", "stability"])
def test_words_and_picture(stats: Stats, master: Path, language: str, command: str, tmp_path: Path) -> None:
    given = [command, master, "--value", "cote", "--reference", "10", "--lang", language]
    if command == "type1":
        given += ["--tolerance", "1"]
    said = stats(*given)
    assert said.status in (0, 1)
    first = stats(*given, "--json").json["findings"][0]["sentences"][language]
    assert said.out.splitlines()[0] == first
    if command != "bias":
        stats(*given, "--svg", "x.svg")
        assert (tmp_path / "x.svg").read_text("utf-8").startswith("<svg")


def test_what_is_missing_is_asked_for(stats: Stats, master: Path) -> None:
    for command, more, named in (
        ("type1", (), "--reference"),
        ("type1", ("--reference", "10"), "etalon.csv"),
        ("bias", (), "--reference"),
        ("linearity", (), "--reference"),
    ):
        said = stats(command, master, "--value", "cote", *more)
        assert (said.status, said.out) == (2, ""), (command, said.out)
        if command != "type1" or not more:
            assert named in said.err


def test_a_measuring_program_brings_nominal_value_and_limits_along(stats: Stats, tmp_path: Path) -> None:
    keys = "K0100 1\nK1001/1 P\nK2001/1 1\nK2002/1 D\nK2101/1 10\nK2110/1 9.5\nK2111/1 10.5\nK2142/1 mm\n"
    (tmp_path / "m.dfq").write_text(keys + "".join(f"K0001/1 {value}\n" for value in VALUES))
    found = stats("type1", "m.dfq", "--json").json
    assert (found["reference"], found["tolerance"]) == (10, 1)
