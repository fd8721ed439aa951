"""``jawda stats agreement``."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.site.commands.statistics.conftest import Stats

from jawda.core.languages import LANGUAGES
from jawda.core.statistics.measurement_systems import attribute_agreement, cohen_kappa
from jawda.core.statistics.measurement_systems.kappa import Weights

KAPPAS: dict[str, Weights] = {"kappa": "none", "kappa_linear": "linear", "kappa_quadratic": "quadratic"}
RATINGS = ["ok", "ok", "bad", "bad", "ok", "bad", "bad", "bad"]
ITEMS = [1, 1, 2, 2] * 2
NAMES = ["A"] * 4 + ["B"] * 4
STANDARD = ["ok", "ok", "bad", "bad"] * 2
COLUMNS = ("--rating", "avis", "--item", "piece", "--appraiser", "nom")


@pytest.fixture
def long(tmp_path: Path) -> Path:
    rows = zip(RATINGS, ITEMS, NAMES, STANDARD, strict=True)
    (tmp_path / "long.csv").write_text(
        "avis;piece;nom;verdict\n" + "".join(f"{';'.join(map(str, row))}\n" for row in rows)
    )
    return tmp_path / "long.csv"


def test_judgements_in_a_long_column(stats: Stats, long: Path) -> None:
    said = stats("agreement", long, *COLUMNS, "--standard", "verdict", "--passing", "ok", "--json")
    expected = attribute_agreement(RATINGS, ITEMS, NAMES, standard=STANDARD, passing="ok").to_dict()
    for key in ("within", "against_standard", "between", "decisions", "findings"):
        assert said.json[key] == expected[key], key
    assert said.status == int(any(check["status"] == "fail" for check in expected["findings"]))


def test_a_column_for_each_inspector(stats: Stats, tmp_path: Path) -> None:
    first, second = ["1", "2", "3", "3", "1"], ["1", "2", "3", "2", "1"]
    text = "a,b,s\n" + "".join(f"{x},{y},{x}\n" for x, y in zip(first, second, strict=True))
    (tmp_path / "wide.csv").write_text(text)
    given = ("agreement", "wide.csv", "--rating", "a", "--rating", "b", "--standard", "s", "--ordinal", "--json")
    found = stats(*given, "--category", "1", "--category", "2", "--category", "3").json
    items = list(range(1, 6)) * 2
    expected = attribute_agreement(first + second, items, ["a"] * 5 + ["b"] * 5, standard=first * 2, ordinal=True)
    assert found["between"] == expected.to_dict()["between"]
    assert found["appraisers"] == ["a", "b"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_and_picture(stats: Stats, long: Path, language: str, tmp_path: Path) -> None:
    said = stats("agreement", long, *COLUMNS, "--standard", "verdict", "--lang", language, "--svg", "x.svg")
    found = attribute_agreement(RATINGS, ITEMS, NAMES, standard=STANDARD)
    assert said.out.splitlines()[0] == found.findings[0].sentence(language)
    assert (tmp_path / "x.svg").read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (("--rating", "avis"), "--appraiser"),
        (("--rating", "avis", "--appraiser", "nom"), "--item"),
        (("--rating", "avis", "--rating", "verdict", "--item", "piece", "--appraiser", "nom"), "--rating"),
        (("--rating", "note", *COLUMNS[2:]), "note"),
        ((*COLUMNS, "--passing", "bon"), "bon"),
    ],
)
def test_refusals(stats: Stats, long: Path, given: tuple[str, ...], named: str) -> None:
    said = stats("agreement", long, *given)
    assert (said.status, said.out) == (2, "")
    assert named in said.err


def test_a_fault_is_named_by_its_column_and_row(stats: Stats, tmp_path: Path) -> None:
    rows = [f"{item};{who};{'ok' if item % 2 else 'non'};ok" for item in range(3) for who in "AB"]
    given = ("agreement", "x.csv", "--rating", "avis", "--item", "piece", "--appraiser", "nom", "--standard", "verdict")
    (tmp_path / "x.csv").write_text("piece;nom;avis;verdict\n" + "\n".join(rows).replace("2;B;non;ok", "2;B;non;non"))
    said = stats(*given)
    assert said.status == 2
    assert "x.csv, ligne 7, colonne « verdict »" in said.err.replace("\N{NO-BREAK SPACE}", " ")
    (tmp_path / "x.csv").write_text("piece;nom;avis;verdict\n" + "\n".join(rows[:-1]))
    assert "colonne « avis »" in stats(*given).err.replace("\N{NO-BREAK SPACE}", " ")


def test_weighted_kappas_of_ordered_categories(stats: Stats, tmp_path: Path) -> None:
    first, second, right = (
        ["1", "2", "3", "3", "1", "2"],
        ["1", "3", "3", "1", "1", "2"],
        ["1", "2", "3", "2", "1", "2"],
    )
    text = "a,b,s\n" + "".join(f"{x},{y},{z}\n" for x, y, z in zip(first, second, right, strict=True))
    (tmp_path / "wide.csv").write_text(text)
    given = ("agreement", "wide.csv", "--rating", "a", "--rating", "b", "--standard", "s")
    pairs = stats(*given, "--ordinal", "--json").json["pairs"]
    assert [(pair["first"], pair["second"]) for pair in pairs] == [("a", "b"), ("a", None), ("b", None)]
    for pair, other in zip(pairs, (second, right, right), strict=True):
        own = first if pair["first"] == "a" else second
        for key, weights in KAPPAS.items():
            expected = cohen_kappa(own, other, weights=weights)
            assert (pair[key]["kappa"], pair[key]["low"]) == pytest.approx((expected.kappa, expected.low))
    assert "weighted kappa, quadratic" in stats(*given, "--ordinal", "--lang", "en").out
    assert "a – standard" in stats(*given, "--ordinal", "--lang", "en").out
    assert stats(*given, "--json").json["pairs"][0]["kappa_linear"] is None
    assert "weighted" not in stats(*given, "--lang", "en").out
