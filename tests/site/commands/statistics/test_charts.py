"""``jawda stats chart``: every kind, phase by phase, and what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from tests.site.commands.statistics.conftest import Stats

from jawda.core.languages import LANGUAGES
from jawda.core.statistics.control_charts import RULE_SETS, hotelling, individuals, p_chart, xbar_r
from jawda.core.statistics.control_charts.estimates import ESTIMATORS as WITHIN
from jawda.core.statistics.control_charts.individuals import Estimator
from jawda.site.commands.statistics import arguments, charts, common_arguments

ROWS = [(9.0, 11.0), (10.0, 12.0), (8.0, 10.0), (9.5, 11.5), (30.0, 32.5)]


@pytest.fixture
def long(tmp_path: Path) -> Path:
    """Subgroups of two, with decimal commas and a stage."""
    lines = ["lot;étape;cote (mm)"]
    for place, row in enumerate(ROWS, start=1):
        lines += [f"L{place};{'avant' if place < 3 else 'après'};{value}".replace(".", ",") for value in row]
    (tmp_path / "long.csv").write_text("\n".join(lines), encoding="cp1252")
    return tmp_path / "long.csv"


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    text = "sample,x1,x2\n" + "\n".join(f"{place},{a},{b}" for place, (a, b) in enumerate(ROWS, start=1))
    (tmp_path / "wide.csv").write_text(text)
    return tmp_path / "wide.csv"


@pytest.fixture
def counts(tmp_path: Path) -> Path:
    rows = zip([3, 5, 2, 4, 30], [50, 60, 50, 55, 50], [4.5, 3.0, 7.5, 12.0, 5.5], strict=True)
    text = "défauts;n;durée\n" + "\n".join(f"{x};{n};{str(t).replace('.', ',')}" for x, n, t in rows)
    (tmp_path / "counts.csv").write_text(text, encoding="utf-8-sig")
    return tmp_path / "counts.csv"


def test_what_can_be_typed_is_what_there_is() -> None:
    assert set(common_arguments.RULE_SETS) == set(RULE_SETS)
    assert set(arguments.ESTIMATORS) == {*WITHIN, *get_args(Estimator)}
    assert set(arguments.CHARTS) == set(charts.TAKEN)


def test_a_long_file_gives_the_chart_of_the_library(stats: Stats, long: Path) -> None:
    said = stats("chart", long, "--kind", "xbar-r", "--value", "cote", "--subgroup", "lot", "--json")
    expected = xbar_r(ROWS).to_dict()
    assert said.status == 1
    for key in ("limits", "signals", "charts", "stages", "findings", "method"):
        assert said.json[key] == expected[key], key
    assert {"point": 5, "rule": "1", "side": "upper", "chart": "location"} in said.json["signals"]
    assert said.json["inputs"]["unit"] == "mm"
    assert said.json["inputs"]["file"] == "long.csv"
    assert said.json["reading"]["understood"]["decimal"] == ","


@pytest.mark.parametrize("given", [("--value", "x1", "--value", "x2"), ("--value", "x1,x2"), ("--value", "x1, x2")])
def test_columns_beside_one_another_are_subgroups(stats: Stats, wide: Path, given: tuple[str, ...]) -> None:
    for more in ((), ("--subgroup", "sample")):
        found = stats("chart", wide, "--kind", "xbar-s", *given, *more, "--json").json
        assert found["limits"]["center"] == pytest.approx(float(np.mean(ROWS)))
        assert found["inputs"]["count"] == 10


def test_a_size_stands_for_a_column_of_subgroups(stats: Stats, long: Path) -> None:
    by_size = stats("chart", long, "--kind", "xbar-r", "--size", "2", "--value", "cote", "--json").json
    by_label = stats("chart", long, "--kind", "xbar-r", "--subgroup", "lot", "--value", "cote", "--json").json
    assert by_size["limits"] == by_label["limits"]
    said = stats("chart", long, "--kind", "xbar-r", "--size", "3", "--value", "cote")
    assert said.status == 2
    assert "long.csv" in said.err
    for size in ("0", "2,5", "lot", "99999999999"):
        said = stats("chart", long, "--kind", "xbar-r", "--size", size, "--value", "cote")
        assert (said.status, said.out) == (2, "")
        assert size in said.err
    assert stats("chart", long, "--kind", "xbar-r", "--value", "cote").status == 2


def test_stages_have_their_own_limits(stats: Stats, long: Path, wide: Path) -> None:
    found = stats("chart", long, "--kind", "xbar-r", "--subgroup", "lot", "--stage", "étape", "--json").json
    assert [(stage["name"], stage["first"], stage["last"]) for stage in found["stages"]] == [
        ("avant", 1, 2),
        ("après", 3, 5),
    ]
    single = stats("chart", long, "--kind", "individuals", "--stage", "étape", "--json").json
    assert [stage["last"] for stage in single["stages"]] == [4, 10]
    text = (
        wide.read_text()
        .replace("sample", "stage")
        .replace("\n2,", "\n1,")
        .replace("\n4,", "\n3,")
        .replace("\n5", "\n3")
    )
    (wide.parent / "staged.csv").write_text(text)
    found = stats("chart", "staged.csv", "--kind", "xbar-r", "--value", "x1,x2", "--stage", "stage", "--json").json
    assert [stage["name"] for stage in found["stages"]] == ["1", "3"]
    (wide.parent / "mixed.csv").write_text("g,s,y\n1,a,2\n1,b,3\n2,b,4\n2,b,5.5\n")
    said = stats("chart", "mixed.csv", "--kind", "xbar-r", "--value", "y", "--subgroup", "g", "--stage", "s")
    assert said.status == 2
    assert "« 1 »".replace(" ", "\xa0") in said.err


def test_known_figures_make_phase_two(stats: Stats, wide: Path) -> None:
    given = ("chart", wide, "--value", "x1", "--mean", "10", "--sigma", "1,5")
    found = stats(*given, "--kind", "individuals", "--json").json
    assert found["phase"] == 2
    expected = individuals([row[0] for row in ROWS], mean=10, historical_sigma=1.5)
    assert found["limits"] == expected.limits.to_dict()
    said = stats(*given[:-2], "--kind", "individuals")
    assert said.status == 2
    assert "--sigma" in said.err


@pytest.mark.parametrize("kind", ["p", "np", "u", "laney-p", "laney-u"])
@pytest.mark.parametrize("size", ["n", "50"])
def test_counts_in_samples(stats: Stats, counts: Path, kind: str, size: str) -> None:
    said = stats("chart", counts, "--kind", kind, "--value", "défauts", "--size", size, "--json")
    assert said.status in (0, 1)
    assert said.status == bool(said.json["signals"])
    sizes = [50, 60, 50, 55, 50] if size == "n" else 50
    if kind == "p":
        expected = p_chart([3, 5, 2, 4, 30], sizes)
        assert said.json["limits"]["upper"] == expected.to_dict()["limits"]["upper"]
    known = stats("chart", counts, "--kind", kind, "--value", "défauts", "--size", size, "--mean", "0,1", "--json")
    assert known.json["mean"] == 0.1


def test_counts_alone_and_rare_events(stats: Stats, counts: Path) -> None:
    assert stats("chart", counts, "--kind", "c", "--value", "défauts", "--json").json["limits"]["center"] == 8.8
    assert stats("chart", counts, "--kind", "g", "--value", "n", "--json").json["kind"] == "g"
    assert stats("chart", counts, "--kind", "t", "--value", "durée", "--json").json["kind"] == "t"
    assert stats("chart", counts, "--kind", "p", "--value", "défauts").status == 2


def test_charts_with_a_memory(stats: Stats, long: Path, wide: Path) -> None:
    given = ("chart", wide, "--value", "x1", "--target", "9", "--sigma", "1", "--json")
    found = stats(*given, "--kind", "cusum", "--k", "0,5", "--h", "4", "--scale", "data", "--headstart", "0,5").json
    assert found["limits"]["upper"] == 4
    assert {signal["point"] for signal in found["signals"]} == {5}
    found = stats(*given, "--kind", "ewma", "--smoothing", "0,4", "--width", "2,7").json
    assert found["averages"][0] == 9
    for more in (("--subgroup", "lot"), ("--size", "2")):
        assert len(stats("chart", long, "--kind", "ewma", *more, "--json").json["averages"]) == 5


def test_several_characteristics_together(stats: Stats, tmp_path: Path) -> None:
    data = np.random.default_rng(4).normal(size=(30, 3)).round(4)
    text = "a,b,c,g\n" + "\n".join(f"{','.join(map(str, row))},{place // 3}" for place, row in enumerate(data.tolist()))
    (tmp_path / "three.csv").write_text(text)
    given = ("chart", "three.csv", "--kind", "hotelling", "--value", "a,b,c", "--json")
    assert stats(*given, "--alpha", "0,01").json["statistic"] == pytest.approx(hotelling(data).statistic.tolist())
    for more in (("--subgroup", "g"), ("--size", "3")):
        assert len(stats(*given, *more).json["statistic"]) == 10
    said = stats("chart", "three.csv", "--kind", "hotelling", "--value", "a")
    assert said.status == 2
    assert "--value" in said.err


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (("--kind", "c", "--subgroup", "lot"), ("--subgroup", "c")),
        (("--kind", "xbar-r", "--subgroup", "lot", "--target", "3"), ("--target", "xbar-r")),
        (("--kind", "cusum", "--rules", "minitab"), ("--rules", "cusum")),
        (("--kind", "xbar-r", "--subgroup", "lot", "--estimator", "mean-moving-range"), ("--estimator", "pooled")),
        (("--kind", "individuals", "--estimator", "range"), ("--estimator", "sd")),
        (("--kind", "individuals", "--nsigma", "0"), ("--nsigma", "'0'")),
        (("--kind", "individuals", "--mean", "dix"), ("--mean", "'dix'")),
        (("--kind", "individuals", "--mean", "inf"), ("--mean", "'inf'")),
        (("--kind", "ewma", "--smoothing", "2"), ("--smoothing", "'2'")),
        (("--kind", "individuals", "--value", "cot", "--subgroup"), ("--subgroup",)),
        (("--kind", "individuals", "--value", "longueur"), ("longueur", "cote (mm)")),
        (("--kind", "individuals", "--value", "lot"), ("ligne\N{NO-BREAK SPACE}2".replace("\xa0", " "), "lot", "L1")),
        (("--kind", "xbar-r", "--subgroup", "lot", "--size", "2"), ("--size", "--subgroup")),
    ],
)
def test_what_does_not_go_is_refused_in_one_sentence(
    stats: Stats, long: Path, given: tuple[str, ...], named: tuple[str, ...]
) -> None:
    said = stats("chart", long, *given)
    assert (said.status, said.out) == (2, "")
    assert all(name in said.err for name in named), said.err


def test_a_file_with_several_columns_of_numbers_asks_which(stats: Stats, wide: Path) -> None:
    said = stats("chart", wide, "--kind", "individuals")
    assert said.status == 2
    assert "x1 · x2" in said.err
    said = stats("chart", wide, "--kind", "individuals", "--value", "x1,x2")
    assert said.status == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_verdict_comes_first_in_words(stats: Stats, long: Path, language: str) -> None:
    said = stats("chart", long, "--kind", "xbar-r", "--value", "cote", "--subgroup", "lot", "--lang", language)
    first, blank, *_ = said.out.splitlines()
    assert first == xbar_r(ROWS).findings[0].sentence(language)  # type: ignore[arg-type]
    assert blank == ""
    assert "mm" in said.out
    mean = {"fr": "14,35", "ar": "14,35", "en": "14.35"}[language]
    assert mean in said.out


@pytest.mark.parametrize("picture", ["location", "spread"])
def test_the_picture_is_written(stats: Stats, long: Path, picture: str, tmp_path: Path) -> None:
    given = ("chart", long, "--kind", "xbar-r", "--value", "cote", "--subgroup", "lot", "--picture", picture)
    assert stats(*given, "--svg", "carte.svg").status == 1
    assert (tmp_path / "carte.svg").read_text("utf-8").startswith("<svg")
    assert stats(*given, "--svg", "none/carte.svg").status == 2


def test_the_first_points_make_the_limits_and_others_are_watched(stats: Stats, wide: Path, counts: Path) -> None:
    given = ("chart", wide, "--value", "x1,x2", "--kind", "xbar-r", "--json")
    found = stats(*given, "--first", "4").json
    assert found["limits"]["center"] == pytest.approx(float(np.mean(ROWS[:4])))
    assert 5 in {signal["point"] for signal in found["signals"]}
    assert stats(*given, "--exclude", "5").json["limits"] == found["limits"]
    single = stats("chart", counts, "--value", "défauts", "--kind", "c", "--first", "4", "--json").json
    assert single["limits"]["center"] == 3.5
    for option in (("--first", "6"), ("--exclude", "6")):
        said = stats(*given, *option)
        assert (said.status, said.out) == (2, "")
        assert "6" in said.err


@pytest.mark.parametrize(
    ("typed", "kind"), [("I-MR", "individuals"), ("t2", "hotelling"), ("p'", "laney-p"), ("U’", "laney-u")]
)
def test_charts_by_their_other_names(stats: Stats, tmp_path: Path, typed: str, kind: str) -> None:
    rows = "".join(
        f"{x},{y}\n" for x, y in zip([3, 5, 4, 6, 2, 5, 4, 3, 6, 5], [1, 4, 2, 5, 3, 4, 2, 1, 6, 3], strict=True)
    )
    (tmp_path / "x.csv").write_text("x,y\n" + rows)
    given = {"individuals": ("--value", "x"), "hotelling": ("--value", "x,y")}.get(
        kind, ("--value", "x", "--size", "50")
    )
    short, long = (stats("chart", "x.csv", "--kind", name, *given, "--json") for name in (typed, kind))
    assert short.status in (0, 1)
    assert short.json == long.json


@pytest.mark.parametrize(
    ("text", "given", "named"),
    [
        ("lot,y\n1,5\n1,5\n2,5\n2,5\n", ("--kind", "xbar-r", "--subgroup", "lot"), "« y »"),
        ("lot,y\n1,5\n1,6\n2,5\n", ("--kind", "xbar-r", "--subgroup", "lot"), "1 sous-groupe n’a"),
        ("lot,y\n1,5\n2,5\n3,5\n4,5\n", ("--kind", "hotelling", "--value", "lot,y"), "variable"),
        ("lot,y\n1,5\n2,1e300\n3,5\n4,5\n", ("--kind", "hotelling", "--value", "lot,y"), "ligne 3"),
        ("y\n5\n1e300\n", ("--kind", "individuals"), "ligne 3, colonne « y »"),
        ("y\n5 mm\n6 mm\n1 cm\n", ("--kind", "individuals"), "ligne 4, colonne « y »"),
        ("y (mm)\n5\n6 cm\n1\n", ("--kind", "individuals"), "ligne 3"),
    ],
)
def test_refusals_name_the_file_however_deep_they_come_from(
    stats: Stats, tmp_path: Path, text: str, given: tuple[str, ...], named: str
) -> None:
    (tmp_path / "x.csv").write_text(text)
    said = (
        stats("chart", "x.csv", "--value", "y", *given) if "--value" not in given else stats("chart", "x.csv", *given)
    )
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("x.csv")
    assert named in said.err.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("kind", ["cusum", "ewma"])
def test_sums_and_averages_of_subgroups_beside_one_another(stats: Stats, tmp_path: Path, kind: str) -> None:
    table = np.random.default_rng(4).normal(10, 1, (12, 3)).round(3).tolist()
    (tmp_path / "wide.csv").write_text("a,b,c\n" + "\n".join(",".join(map(str, row)) for row in table))
    (tmp_path / "long.csv").write_text("y\n" + "\n".join(str(value) for row in table for value in row))
    wide = stats("chart", "wide.csv", "--kind", kind, "--value", "a,b,c", "--json").json
    long = stats("chart", "long.csv", "--kind", kind, "--size", "3", "--json").json
    assert (wide["limits"], wide["signals"]) == (long["limits"], long["signals"])


def test_both_limits_are_lists_where_one_varies(stats: Stats, tmp_path: Path) -> None:
    """The lower limit of few nonconforming units is 0 throughout, the upper one varies with the sample."""
    (tmp_path / "p.csv").write_text("x;n\n1;50\n2;60\n0;55\n1;50\n2;70\n")
    found = stats("chart", "p.csv", "--kind", "p", "--value", "x", "--size", "n", "--json").json["limits"]
    assert found["lower"] == [0.0] * 5
    assert len(found["upper"]) == 5
    assert isinstance(found["center"], float)
    rows = [f"L{place};{value}" for place in range(6) for value in (1.0, 1.2, 0.9, 1.1)[: 3 + place % 2]]
    (tmp_path / "r.csv").write_text("lot;y\n" + "\n".join(rows))
    chart = stats("chart", "r.csv", "--kind", "xbar-r", "--value", "y", "--subgroup", "lot", "--json").json
    spread = chart["charts"][1]
    assert spread["lower"] == [0.0] * 6
    assert len(spread["upper"]) == len(chart["limits"]["lower"]) == len(chart["limits"]["upper"]) == 6
    same = stats("chart", "p.csv", "--kind", "p", "--value", "x", "--size", "60", "--json").json["limits"]
    assert isinstance(same["lower"], float)
    assert isinstance(same["upper"], float)
