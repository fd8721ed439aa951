"""``jawda stats gauge-rr``."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from tests.site.commands.statistics.conftest import Stats

from jawda.core.languages import LANGUAGES
from jawda.core.statistics.measurement_systems import gauge_rr
from jawda.core.statistics.measurement_systems.options import StudyMethod
from jawda.site.commands.statistics import arguments

#: (parts, operators, trials)
STUDY = np.array([[[2.0, 2.1], [2.2, 2.1]], [[3.0, 3.2], [3.1, 3.3]], [[4.1, 4.0], [4.2, 4.2]]])
PER_COMPONENT = ("variance", "sd", "percent_study", "percent_tolerance")
COMPONENTS = ("repeatability", "operator", "interaction", "reproducibility", "grr", "part", "total")


@pytest.fixture
def long(tmp_path: Path) -> Path:
    lines = ["piece;operateur;essai;cote"]
    for (part, operator, trial), value in np.ndenumerate(STUDY):
        lines.append(f"P{part};{'AB'[operator]};{trial + 1};{str(value).replace('.', ',')}")
    (tmp_path / "long.csv").write_text("\n".join(lines))
    return tmp_path / "long.csv"


GIVEN = ("--part", "piece", "--operator", "operateur", "--value", "cote")


def test_what_can_be_typed_is_what_there_is() -> None:
    assert get_args(StudyMethod) == arguments.STUDIES


def test_the_study_of_the_library_with_its_stable_keys(stats: Stats, long: Path) -> None:
    said = stats("gauge-rr", long, *GIVEN, "--tolerance", "5", "--json")
    expected = gauge_rr(STUDY, tolerance=5)
    assert said.status == 0
    assert tuple(said.json["components"]) == COMPONENTS
    for name in COMPONENTS:
        assert set(PER_COMPONENT) <= set(said.json["components"][name])
    assert said.json["components"]["grr"]["percent_study"] == pytest.approx(expected.components.grr.percent_study)
    assert said.json["ndc"] == expected.ndc
    assert [row["source"] for row in said.json["anova"]] == [row.source for row in expected.anova]


def test_trials_may_stand_beside_one_another(stats: Stats, tmp_path: Path, long: Path) -> None:
    lines = ["piece,operateur,t1,t2"]
    lines += [
        f"P{part},{'AB'[operator]},{','.join(map(str, STUDY[part, operator]))}"
        for part in range(3)
        for operator in range(2)
    ]
    (tmp_path / "wide.csv").write_text("\n".join(lines))
    wide = stats("gauge-rr", "wide.csv", "--part", "piece", "--operator", "operateur", "--value", "t1,t2", "--json")
    tall = stats("gauge-rr", long, *GIVEN, "--trial", "essai", "--json")
    assert wide.json["components"] == tall.json["components"]


def test_a_component_that_the_method_cannot_tell_has_its_keys(stats: Stats, long: Path) -> None:
    found = stats("gauge-rr", long, *GIVEN, "--method", "average-range", "--json").json["components"]
    assert tuple(found) == COMPONENTS
    assert [found["interaction"][key] for key in PER_COMPONENT] == [None] * len(PER_COMPONENT)


def test_a_poor_system_ends_with_one(stats: Stats, long: Path, tmp_path: Path) -> None:
    noisy = long.read_text().replace("2,1", "4,1")
    (tmp_path / "noisy.csv").write_text(noisy)
    said = stats("gauge-rr", "noisy.csv", *GIVEN, "--json")
    assert said.status == 1
    assert said.json["components"]["grr"]["percent_study"] > 30


@pytest.mark.parametrize("method", ["average-range", "reml", "range"])
def test_other_methods(stats: Stats, long: Path, method: str) -> None:
    said = stats("gauge-rr", long, *GIVEN, "--method", method, "--json")
    assert said.status in ((0, 1, 2) if method == "range" else (0, 1))
    if said.status < 2:
        assert said.json["method"]["options"]["method"] == method


def test_an_automatic_instrument_has_no_operator(stats: Stats, long: Path) -> None:
    said = stats("gauge-rr", long, "--part", "piece", "--value", "cote", "--method", "without-operator", "--json")
    assert said.json["design"] == "without-operator"
    wide = long.parent / "w.csv"
    wide.write_text("p,a,b\n1,2,2.1\n2,3,3.1\n3,4,4.3\n")
    given = ("gauge-rr", wide, "--part", "p", "--value", "a,b", "--method", "without-operator")
    assert stats(*given, "--json").json["parts"] == 3


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ((*GIVEN[:2], "--value", "cote"), "--operator"),
        ((*GIVEN, "--method", "without-operator"), "--operator"),
        ((*GIVEN, "--tolerance", "5", "--lsl", "1"), "--tolerance"),
        ((*GIVEN, "--never-pool", "--alpha-pool", "0.1"), "--never-pool"),
        ((*GIVEN, "--tolerance", "-5"), "'-5'"),
        ((*GIVEN, "--lsl", "5", "--usl", "1"), "5"),
        (("--part", "operateur", "--operator", "piece", "--value", "cote"), "long.csv"),
    ],
)
def test_refusals(stats: Stats, long: Path, given: tuple[str, ...], named: str) -> None:
    said = stats("gauge-rr", long, *given)
    assert (said.status, said.out) == (2, "")
    assert named in said.err


def test_options_reach_the_method(stats: Stats, long: Path) -> None:
    found = stats(
        "gauge-rr", long, *GIVEN, "--lsl", "1", "--usl", "6", "--never-pool", "--f-over", "repeatability",
        "--study-multiplier", "5,15", "--confidence", "0,9", "--process-sd", "1", "--judged-by", "tolerance", "--json",
    ).json  # fmt: skip
    options = found["method"]["options"]
    assert found["tolerance"] == 5
    assert options["alpha_pool"] is None
    assert (options["f_over"], options["study_multiplier"], options["confidence"]) == ("repeatability", 5.15, 0.9)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("picture", ["components", "parts"])
def test_words_and_pictures(stats: Stats, long: Path, language: str, picture: str, tmp_path: Path) -> None:
    said = stats("gauge-rr", long, *GIVEN, "--lang", language, "--svg", "etude.svg", "--picture", picture)
    assert said.out.splitlines()[0] == gauge_rr(STUDY).findings[0].sentence(language)  # type: ignore[arg-type]
    assert (tmp_path / "etude.svg").read_text("utf-8").startswith("<svg")
    assert stats(
        "gauge-rr", long, *GIVEN, "--method", "average-range", "--svg", "x.svg", "--picture", "parts"
    ).status in (0, 2)


def test_a_picture_that_does_not_exist_is_refused(stats: Stats, tmp_path: Path) -> None:
    lines = ["piece;operateur;cote"]
    for operator, first in (("A", 1.0), ("B", 1.3)):
        lines += [f"{operator}{place};{operator};{first + place + trial}" for place in range(3) for trial in (0, 0.1)]
    (tmp_path / "nested.csv").write_text("\n".join(lines))
    given = ("gauge-rr", "nested.csv", *GIVEN, "--method", "nested", "--picture", "parts", "--svg", "x.svg")
    said = stats(*given)
    assert (said.status, said.out) == (2, "")
    assert "--svg" in said.err
