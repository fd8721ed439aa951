"""``jawda stats capability``."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.site.commands.statistics.conftest import Stats

from jawda.core.languages import LANGUAGES
from jawda.core.statistics.capability import (
    MODELS,
    Specification,
    attribute_capability,
    capability,
    machine_capability,
)
from jawda.site.commands.statistics import capability_arguments

TABLE = np.random.default_rng(7).normal(10.0, 0.01, size=(30, 4)).round(4)
LIMITS = ("--lsl", "9,95", "--usl", "10,05")


@pytest.fixture
def long(tmp_path: Path) -> Path:
    rows = [f"L{place};{value}" for place, row in enumerate(TABLE.tolist()) for value in row]
    (tmp_path / "long.csv").write_text("lot;cote (mm)\n" + "\n".join(rows).replace(".", ","))
    return tmp_path / "long.csv"


def test_the_study_of_the_library_with_its_stable_keys(stats: Stats, long: Path) -> None:
    said = stats("capability", long, "--value", "cote", "--subgroup", "lot", *LIMITS, "--target", "10", "--json")
    expected = capability(TABLE, Specification(9.95, 10.05, 10.0)).to_dict()
    assert said.status == 0
    for name in ("Cp", "Cpk", "Cpm", "Pp", "Ppk"):
        assert set(said.json["indices"][name]) >= {"value", "low", "high"}
        assert said.json["indices"][name]["value"] == pytest.approx(expected["indices"][name]["value"])
        assert said.json["indices"][name]["low"] == pytest.approx(expected["indices"][name]["low"])
    assert said.json["stable"] is True
    assert said.json["time_model"]["model"] == "A1"
    assert said.json["inputs"]["unit"] == "mm"
    assert {"method", "findings", "inputs"} <= set(said.json)


def test_subgroups_however_they_stand(stats: Stats, long: Path, tmp_path: Path) -> None:
    named = stats("capability", long, "--subgroup", "lot", *LIMITS, "--json").json
    sized = stats("capability", long, "--size", "4", *LIMITS, "--json").json
    (tmp_path / "wide.csv").write_text("a,b,c,d\n" + "\n".join(",".join(map(str, row)) for row in TABLE.tolist()))
    wide = stats("capability", "wide.csv", "--value", "a,b,c,d", *LIMITS, "--json").json
    assert named["indices"] == sized["indices"] == wide["indices"]
    assert stats("capability", long, *LIMITS, "--json").json["method"]["options"]["within"] == "moving_range"


def test_an_unstable_process_has_no_capability(stats: Stats, tmp_path: Path) -> None:
    values = [*TABLE[:, 0], *(TABLE[:, 1] + 0.2)]
    (tmp_path / "moved.csv").write_text("y\n" + "\n".join(map(str, values)))
    said = stats("capability", "moved.csv", "--lsl", "9", "--usl", "11", "--json")
    assert said.status == 1
    assert said.json["stable"] is False
    assert said.json["indices"]["Cpk"]["value"] is None
    assert said.json["indices"]["Ppk"]["value"] > 0
    assert "Ppk" in stats("capability", "moved.csv", "--lsl", "9", "--usl", "11").out


def test_what_is_required_decides(stats: Stats, long: Path) -> None:
    given = ("capability", long, "--subgroup", "lot", *LIMITS)
    assert stats(*given, "--required", "1").status == 0
    assert stats(*given, "--required", "2,5").status == 1
    assert (
        stats("capability", long, "--subgroup", "lot", "--usl", "10,05", "--json").json["indices"]["Cp"]["value"]
        is None
    )


def test_a_measuring_program_brings_its_limits_along(stats: Stats, tmp_path: Path) -> None:
    keys = "K0100 1\nK1001/1 P\nK2001/1 1\nK2002/1 D\nK2101/1 10\nK2110/1 9.95\nK2111/1 10.05\nK2142/1 mm\n"
    (tmp_path / "m.dfq").write_text(keys + "".join(f"K0001/1 {value}\n" for value in TABLE.ravel()))
    found = stats("capability", "m.dfq", "--size", "4", "--json").json
    assert (found["specification"]["lower"], found["specification"]["upper"]) == (9.95, 10.05)
    assert found["specification"]["nominal"] == 10
    for given, limits in ((("--usl", "10,2"), (9.95, 10.2)), (("--lsl", "9,8"), (9.8, 10.05))):
        found = stats("capability", "m.dfq", *given, "--json").json["specification"]
        assert (found["lower"], found["upper"]) == limits


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_and_picture(stats: Stats, long: Path, language: str, tmp_path: Path) -> None:
    given = ("capability", long, "--subgroup", "lot", *LIMITS, "--lang", language)
    first = stats(*given, "--json").json["findings"][0]["sentences"][language]
    said = stats(*given, "--svg", "x.svg")
    assert said.out.splitlines()[0] == first
    assert "Cpk" in said.out
    assert (tmp_path / "x.svg").read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize("model", MODELS)
def test_every_model(stats: Stats, tmp_path: Path, model: str) -> None:
    """On a skewed characteristic that cannot be negative, such as a run-out."""
    assert set(capability_arguments.MODELS) == set(MODELS)
    values = np.random.default_rng(2).lognormal(0.0, 0.4, 200).round(4) + 0.2
    (tmp_path / "runout.csv").write_text("y\n" + "\n".join(map(str, values)))
    found = stats("capability", "runout.csv", "--usl", "8", "--model", model, "--json").json
    expected = capability(values, Specification(upper=8), model=model)
    assert found["indices"]["Ppk"]["value"] == pytest.approx(expected.indices["Ppk"].value)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ((), "tolérance"),
        (("--lsl", "10,05", "--usl", "9,95"), "10,05"),
        ((*LIMITS, "--target", "12"), "12"),
        ((*LIMITS, "--subgroup", "lot", "--size", "4"), "--size"),
        ((*LIMITS, "--size", "7"), "7"),
        ((*LIMITS, "--within", "rbar"), "rbar"),
        ((*LIMITS, "--unit", "cm"), "cm"),
        ((*LIMITS, "--confidence", "95"), "'95'"),
        ((*LIMITS, "--model", "cauchy"), "'cauchy'"),
    ],
)
def test_refusals(stats: Stats, long: Path, given: tuple[str, ...], named: str) -> None:
    said = stats("capability", long, "--value", "cote", *given)
    assert (said.status, said.out) == (2, "")
    assert named in said.err


@pytest.fixture
def run_of_parts(tmp_path: Path) -> Path:
    (tmp_path / "serie.csv").write_text("n;cote (mm)\n" + "\n".join(f"{n};{x}" for n, x in enumerate(TABLE.ravel())))
    return tmp_path / "serie.csv"


def test_a_machine(stats: Stats, run_of_parts: Path, tmp_path: Path) -> None:
    given = ("machine-capability", run_of_parts, "--value", "cote", *LIMITS)
    said = stats(*given, "--json")
    expected = machine_capability(TABLE.ravel(), Specification(9.95, 10.05))
    assert said.status == int(any(check.status == "fail" for check in expected.findings))
    assert set(said.json["indices"]) == {f"{first}m{end}" for first in "CP" for end in ("", "k", "l", "u")}
    assert said.json["indices"]["Cmk"]["value"] == pytest.approx(expected.indices["Cmk"].value)
    assert {"schema", "method", "findings", "inputs", "specification", "stable", "reading"} <= set(said.json)
    assert set(stats(*given, "--naming", "Pm", "--json").json["indices"]) == {"Pm", "Pmk", "Pml", "Pmu"}
    assert stats(*given, "--required", "1").status == 0
    assert stats(*given, "--required", "9").status == 1
    assert "Cmk" in stats(*given, "--svg", "x.svg").out.splitlines()[0]
    assert (tmp_path / "x.svg").read_text("utf-8").startswith("<svg")


def test_a_machine_that_drifts_has_no_cm(stats: Stats, tmp_path: Path) -> None:
    values = TABLE.ravel() + np.linspace(0, 0.1, TABLE.size)
    (tmp_path / "drift.csv").write_text("y\n" + "\n".join(map(str, values)))
    said = stats("machine-capability", "drift.csv", "--lsl", "9", "--usl", "11", "--json")
    assert said.status == 1
    assert said.json["indices"]["Cmk"]["value"] is None
    assert said.json["indices"]["Pmk"]["value"] > 0


def test_counts(stats: Stats, tmp_path: Path) -> None:
    counts = [4, 6, 3, 5, 7, 2, 5, 4, 6, 3, 5, 4]
    (tmp_path / "rebuts.csv").write_text("lot;rebuts;n\n" + "".join(f"L{i};{x};500\n" for i, x in enumerate(counts)))
    given = ("attribute-capability", "rebuts.csv", "--value", "rebuts", "--size")
    said = stats(*given, "n", "--json")
    expected = attribute_capability(counts, 500)
    assert said.status == 0
    for name in ("rate", "dpmo", "yield_share", "z"):
        found = getattr(expected, name)
        assert said.json[name]["value"] == pytest.approx(found.value)
        assert (said.json[name]["low"], said.json[name]["high"]) == pytest.approx((found.low, found.high))
    assert stats(*given, "500", "--json").json["rate"] == said.json["rate"]
    assert {"method", "findings", "inputs", "stable"} <= set(said.json)
    units = stats(*given, "50", "--kind", "poisson", "--opportunities", "20", "--shift", "1,5", "--json").json
    assert units["dpmo"]["value"] == pytest.approx(4500)
    assert units["z_shifted"]["value"] == pytest.approx(units["z"]["value"] + 1.5)
    assert stats(*given, "500", "--most", "20000").status == 0
    assert stats(*given, "500", "--most", "100").status == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["binomial", "poisson"])
def test_counts_in_words_with_their_chart(stats: Stats, language: str, kind: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("rebuts\n4\n6\n3\n5\n")
    given = ("attribute-capability", "x.csv", "--size", "500", "--kind", kind, "--lang", language)
    first = stats(*given, "--json").json["findings"][0]["sentences"][language]
    said = stats(*given, "--svg", "x.svg")
    assert said.out.splitlines()[0] == first
    assert (tmp_path / "x.svg").read_text("utf-8").startswith("<svg")
    (tmp_path / "one.csv").write_text("rebuts\n4\n")
    said = stats("attribute-capability", "one.csv", "--size", "500", "--svg", "y.svg")
    assert (said.status, said.out) == (2, "")
    assert "--svg" in said.err


@pytest.mark.parametrize(
    ("rows", "given", "named"),
    [
        ("4\n6", ("--size", "500", "--opportunities", "3"), "--opportunities"),
        ("4\n6", ("--size", "5"), "ligne 3"),
        ("4\n-6", ("--size", "50"), "ligne 3"),
        ("4\n6,5", ("--size", "50"), "ligne 3"),
        ("4\n6", ("--size", "0"), "0"),
        ("4\n6", ("--size", "absente"), "absente"),
        ("4\n6", (), "--size"),
        ("", ("--size", "50"), "x.csv"),
    ],
)
def test_refused_counts(stats: Stats, tmp_path: Path, rows: str, given: tuple[str, ...], named: str) -> None:
    (tmp_path / "x.csv").write_text(f"rebuts\n{rows}\n")
    said = stats("attribute-capability", "x.csv", *given)
    assert (said.status, said.out) == (2, "")
    assert named in said.err


def test_a_machine_is_refused_as_a_process_is(stats: Stats, run_of_parts: Path) -> None:
    for given, named in [((), "tolérance"), (("--lsl", "11", "--usl", "9"), "11"), (("--naming", "Qm"), "'Qm'")]:
        said = stats("machine-capability", run_of_parts, "--value", "cote", *given)
        assert (said.status, said.out) == (2, "")
        assert named in said.err
    assert "--value" in stats("machine-capability", run_of_parts, *LIMITS).err


@pytest.mark.parametrize("limit", ["-0,05", "-5e-2", "-,05", "-0.05", "\N{MINUS SIGN}0,05"])
def test_a_limit_under_zero_as_it_is_written(stats: Stats, tmp_path: Path, limit: str) -> None:
    (tmp_path / "away.csv").write_text("y\n" + "\n".join(map(str, TABLE[:, 0] - 10)))
    found = stats("capability", "away.csv", "--lsl", limit, "--usl", "0,05", "--json").json
    assert found["specification"]["lower"] == -0.05


def test_thousands_may_stand_apart(stats: Stats, tmp_path: Path) -> None:
    (tmp_path / "away.csv").write_text("y\n" + "\n".join(map(str, TABLE[:, 0] - 10)))
    for written in ("-1 234,5", "-1\N{NO-BREAK SPACE}234,5", "-1\N{NARROW NO-BREAK SPACE}234,5"):
        found = stats("capability", "away.csv", "--lsl", written, "--usl", "1", "--json").json
        assert found["specification"]["lower"] == -1234.5
    said = stats("capability", "away.csv", "--lsl", "-1 23,5")
    assert (said.status, said.out) == (2, "")
    said = stats("capability", "away.csv", "--lsl", "-x")
    assert "--lsl" in said.err


def test_what_moves_is_said_before_any_index(stats: Stats, tmp_path: Path) -> None:
    """Though its index is far over what is required."""
    values = [*TABLE[:, 0], *(TABLE[:, 1] + 0.2)]
    (tmp_path / "moved.csv").write_text("y\n" + "\n".join(map(str, values)))
    for command in ("capability", "machine-capability"):
        said = stats(command, "moved.csv", "--lsl", "5", "--usl", "15", "--lang", "en")
        assert said.status == 1
        assert "is not stable" in said.out.splitlines()[0]
        assert "The requirement is met" not in said.out
        assert "what was produced reaches" in said.out
    counts = [4, 6, 3, 5, 7, 2, 5, 4, 6, 3, 5, 60]
    (tmp_path / "rebuts.csv").write_text("rebuts\n" + "\n".join(map(str, counts)))
    said = stats("attribute-capability", "rebuts.csv", "--size", "500", "--most", "90000", "--lang", "en")
    assert "is not stable" in said.out.splitlines()[0]


def test_a_target_beside_one_limit_has_no_effect(stats: Stats, long: Path) -> None:
    given = ("capability", long, "--subgroup", "lot", "--usl", "10,05")
    said = stats(*given, "--target", "10", "--lang", "en").out
    assert "The target (10) changes no index" in said
    assert "changes no index" not in stats(*given, "--lang", "en").out
    assert "changes no index" not in stats(*given, "--lsl", "9,95", "--target", "10", "--lang", "en").out
