"""The example that each ``--help`` shows is a command that runs, on a file such as it names."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from tests.site.commands.statistics.conftest import Stats

RANDOM = np.random.default_rng(11)


def written(path: Path, heading: str, rows: Iterator[tuple[object, ...]]) -> None:
    """A file as French offices write it."""
    lines = [";".join(str(cell).replace(".", ",") for cell in row) for row in rows]
    path.write_text("\n".join([heading, *lines]), encoding="cp1252")


def measurements(folder: Path) -> None:
    values = RANDOM.normal(10.0, 0.004, 100).round(4)
    written(folder / "mesures.csv", "lot;cote", ((place // 5, value) for place, value in enumerate(values)))


def one_run(folder: Path) -> None:
    written(folder / "serie.csv", "cote", ((value,) for value in RANDOM.normal(10.0, 0.004, 60).round(4)))


def rejects(folder: Path) -> None:
    rows = ((place, value, 500) for place, value in enumerate(RANDOM.poisson(4, 25)))
    written(folder / "rebuts.csv", "lot;rebuts;controles", rows)


def study(folder: Path) -> None:
    cells = [(part, operator) for part in range(10) for operator in "ABC" for _ in range(3)]
    rows = ((part, name, round(part / 100 + float(RANDOM.normal(0, 0.001)), 4)) for part, name in cells)
    written(folder / "etude.csv", "piece;operateur;cote", rows)


def standard(folder: Path) -> None:
    values = RANDOM.normal(10.003, 0.001, 50).round(4)
    written(folder / "etalon.csv", "semaine;cote", ((place // 5, value) for place, value in enumerate(values)))


def standards(folder: Path) -> None:
    pairs = [(reference, round(reference + float(RANDOM.normal(0, 0.1)), 3)) for reference in range(2, 11, 2)] * 2
    rows = ((place, *pair) for place, pair in enumerate(pairs))
    written(folder / "etalons.csv", "n;valeur;mesure", rows)


def inspection(folder: Path) -> None:
    cells = [(item, name) for item in range(20) for name in ("Amal", "Brahim") for _ in range(2)]
    rows = ((item, name, "ok" if item % 3 else "non", "ok" if item % 3 else "non") for item, name in cells)
    written(folder / "visuel.csv", "piece;nom;avis;verdict", rows)


def tour(folder: Path) -> None:
    rows = ((f"L{place}", round(float(RANDOM.normal(12, 0.5)), 3), 0.8) for place in range(15))
    written(folder / "tour.csv", "labo;plomb;U", rows)


def model(folder: Path) -> None:
    (folder / "modele.yaml").write_text(
        "equation: P = U * I\ninputs:\n  U: {value: 230, u: 1}\n  I: {value: 2, u: 0.01}\n"
    )


def nothing(folder: Path) -> None:
    """The command needs no file."""


FILES: dict[str, Callable[[Path], None]] = {
    "chart": measurements, "capability": measurements, "machine-capability": one_run,
    "attribute-capability": rejects, "gauge-rr": study, "type1": standard, "bias": standard,
    "linearity": standards, "stability": standard, "agreement": inspection, "sampling-plan": nothing,
    "sampling-tables": nothing, "proficiency": tour, "uncertainty": model, "read": measurements, "validate": nothing,
}  # fmt: skip


@pytest.mark.parametrize("command", FILES)
def test_the_example_of_the_help_runs(stats: Stats, tmp_path: Path, command: str) -> None:
    text = " ".join(stats(command, "--help", "--lang", "en").out.split())
    example = text.partition("example: jawda stats ")[2]
    FILES[command](tmp_path)
    said = stats(*shlex.split(example), "--json")
    assert said.status in (0, 1), said.err
    assert said.json


def test_every_command_is_tried(stats: Stats) -> None:
    text = stats("--help", "--lang", "en").out
    listed = {line.split()[0] for line in text.splitlines() if line.startswith("    ") and line[4] != " "}
    assert listed == set(FILES)
