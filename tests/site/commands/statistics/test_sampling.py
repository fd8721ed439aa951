"""``jawda stats sampling-plan``."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from tests.site.commands.statistics.conftest import Stats

from jawda.core.languages import LANGUAGES
from jawda.core.statistics.acceptance_sampling import zero_acceptance_for_aql
from jawda.core.statistics.acceptance_sampling.editions import EditionName, Level, Severity
from jawda.site.commands.statistics import arguments


def test_what_can_be_typed_is_what_there_is() -> None:
    assert get_args(EditionName) == arguments.EDITIONS
    assert get_args(Level) == arguments.LEVELS
    assert get_args(Severity) == arguments.SEVERITIES


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
    assert (found["accept"], found["reject"]) == (0, 1)
    assert str(found["sample_size"]) in stats(*given).out
    said = stats(*given, "--severity", "tightened")
    assert said.status == 2
    assert "--severity" in said.err
    assert "12" in stats("sampling-plan", "--lot", "12", "--aql", "0.01").out.splitlines()[0]


@pytest.mark.parametrize(
    ("given", "named"),
    [
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
