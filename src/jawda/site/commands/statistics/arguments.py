"""What can be typed after ``jawda stats``. Imports no method: ``--help`` costs nothing."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeAlias

from jawda.site.commands.statistics.values import count, number, positive, row, share, sign

#: Makes a subcommand: verbs, name, ``module:function``, what it does, an example.
Maker: TypeAlias = Callable[[Any, str, str, str, str], argparse.ArgumentParser]

CHARTS: Final = (
    "xbar-r", "xbar-s", "individuals", "p", "np", "c", "u", "laney-p", "laney-u", "g", "t", "cusum", "ewma",
    "hotelling",
)  # fmt: skip
RULE_SETS: Final = ("nelson1984", "weco1956", "minitab", "aiag_spc2", "limits", "none")
ESTIMATORS: Final = (
    "range", "sd", "pooled", "mvlue-range", "mvlue-sd", "mean-moving-range", "median-moving-range",
)  # fmt: skip
STUDIES: Final = ("anova", "reml", "nested", "average-range", "range", "without-operator")
EDITIONS: Final = ("mil-std-105e", "ansi-z1.4", "iso-2859-1-1999", "iso-2859-1-2026")
ENCODINGS: Final = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1256", "iso-8859-1", "iso-8859-15")
LEVELS: Final = ("S-1", "S-2", "S-3", "S-4", "I", "II", "III")
SEVERITIES: Final = ("normal", "tightened", "reduced")


def statistics(commands: Any, make: Maker) -> None:
    """``jawda stats`` with its methods."""
    text = "quality statistics on a file: chart, gauge-rr, sampling-plan, read"
    top = commands.add_parser("stats", help=text, description=text)
    verbs = top.add_subparsers(required=True, metavar="METHOD")
    _chart(verbs, make)
    _gauge(verbs, make)
    _sampling_plan(verbs, make)
    text = "the report of reading a file: what was understood, what was skipped and why, what is ambiguous"
    command = make(verbs, "read", "statistics.reading:run", text, "stats read mesures.csv --json")
    _file(command)


def _fails(command: argparse.ArgumentParser, when: str) -> None:
    """Say when the exit status is 1."""
    command.description = f"{command.description} – exit status: 0 done, 1 {when}, 2 bad input."


def _file(command: argparse.ArgumentParser, *, value: str | None = None) -> None:
    """The file, how to read it, and the column of values, described by ``value``."""
    text = "CSV, XLSX, ODS, Parquet, AQDEF (.dfq, .dfd with .dfx) or QIF, told apart by what it holds"
    command.add_argument("file", type=Path, metavar="FILE", help=text)
    if value is not None:
        text = f"{value} (default: the only column of numbers)"
        command.add_argument("--value", action="append", metavar="COL", help=text)
    group = command.add_argument_group("reading")
    group.add_argument("--sheet", metavar="NAME", help="sheet of a workbook (default: the one with data)")
    group.add_argument("--decimal", choices=(",", "."), help="decimal sign (default: found out)")
    group.add_argument("--separator", type=sign, metavar="SIGN", help="between columns of a text (default: found out)")
    group.add_argument("--encoding", choices=ENCODINGS, help="of a text (default: found out)")
    group.add_argument("--dates", choices=("day", "month"), help="which comes first in 02/03/2026")
    group.add_argument("--header", type=row, metavar="ROW", help="row of the headings, from 1; 0: there is none")
    if value is not None:
        group.add_argument("--unit", help="unit of the values, where the file names none")
        text = "values known only to lie beyond a limit, such as <0,01 (default: exclude)"
        choices = ("exclude", "half", "limit", "refuse")
        group.add_argument("--censored", choices=choices, default="exclude", help=text)


def _picture(command: argparse.ArgumentParser) -> None:
    command.add_argument("--svg", type=Path, metavar="OUT", help="write the picture")


def _chart(verbs: Any, make: Maker) -> None:
    text = "control chart: is the process stable?"
    example = "stats chart mesures.csv --kind xbar-r --value cote --subgroup lot --rules nelson1984 --svg carte.svg"
    command = make(verbs, "chart", "statistics.charts:run", text, example)
    _fails(command, "where a point signals")
    text = "column of measurements or counts; repeat it for columns beside one another, and for hotelling"
    _file(command, value=text)
    _picture(command)
    command.add_argument("--kind", required=True, choices=CHARTS)
    subgroups = command.add_mutually_exclusive_group()
    subgroups.add_argument("--subgroup", metavar="COL", help="column that names the subgroup of each value")
    text = "instead, so many values in a row are a subgroup; for p, np and u the sample size, a number or a column"
    subgroups.add_argument("--size", metavar="N|COL", help=text)
    command.add_argument("--rules", choices=RULE_SETS, help="rules for signals (default: nelson1984)")
    command.add_argument("--stage", metavar="COL", help="column that names stages, each with its own limits")
    command.add_argument("--nsigma", type=positive, metavar="N", help="distance of the limits (default: 3)")
    command.add_argument("--mean", type=number, metavar="X", help="known mean, proportion or rate")
    command.add_argument("--sigma", type=positive, metavar="X", help="known standard deviation of one value")
    command.add_argument("--estimator", choices=ESTIMATORS, help="how the standard deviation is estimated")
    command.add_argument("--picture", choices=("location", "spread"), default="location", help="which plot to draw")
    group = command.add_argument_group("cusum, ewma, hotelling")
    group.add_argument("--target", type=number, metavar="X", help="target (default: the mean)")
    group.add_argument("--k", type=positive, metavar="K", help="cusum: reference value (default: 0.5)")
    group.add_argument("--h", type=positive, metavar="H", help="cusum: decision interval (default: 5)")
    group.add_argument("--scale", choices=("sigma", "data"), help="cusum: unit of k and h (default: sigma)")
    group.add_argument("--headstart", type=share, metavar="SHARE", help="cusum: of the decision interval")
    group.add_argument("--smoothing", type=share, metavar="LAMBDA", help="ewma (default: 0.2)")
    group.add_argument("--width", type=positive, metavar="L", help="ewma: width of the limits (default: 3)")
    group.add_argument("--alpha", type=share, metavar="P", help="hotelling: chance of a false alarm at a point")


def _gauge(verbs: Any, make: Maker) -> None:
    text = "repeatability and reproducibility of a measuring system"
    example = "stats gauge-rr etude.csv --part piece --operator operateur --value cote --tolerance 0,06"
    command = make(verbs, "gauge-rr", "statistics.gauges:gauge_rr", text, example)
    _fails(command, "where the measuring system is not acceptable (R&R over 30 per cent)")
    _file(command, value="column of measurements; repeat it for trials beside one another")
    _picture(command)
    command.add_argument("--part", metavar="COL", required=True, help="column that names the part")
    command.add_argument("--operator", metavar="COL", help="column that names the operator")
    command.add_argument("--trial", metavar="COL", help="column that numbers the trials")
    command.add_argument("--tolerance", type=positive, metavar="WIDTH", help="width of the tolerance")
    command.add_argument("--lsl", type=number, metavar="X", help="lower specification limit, instead")
    command.add_argument("--usl", type=number, metavar="X", help="upper specification limit, instead")
    command.add_argument("--process-sd", type=positive, metavar="X", help="standard deviation of the process")
    command.add_argument("--method", choices=STUDIES, default="anova", help="(default: %(default)s)")
    text = "pool the interaction where its p is greater (default: 0.05)"
    command.add_argument("--alpha-pool", type=share, metavar="P", help=text)
    command.add_argument("--never-pool", action="store_true", help="keep the interaction whatever its p")
    text = "mean square under the F of part and operator (default: interaction)"
    command.add_argument("--f-over", choices=("interaction", "repeatability"), help=text)
    command.add_argument("--study-multiplier", type=positive, metavar="K", help="6 by default, formerly 5.15")
    command.add_argument("--judged-by", choices=("study", "tolerance", "process"), help="what the verdict looks at")
    command.add_argument("--confidence", type=share, metavar="P", help="of intervals (default: 0.95)")
    text = "there are more operators than parts indeed, the columns are not swapped"
    command.add_argument("--swap-checked", action="store_true", help=text)
    pictures = ("components", "parts", "operators")
    command.add_argument("--picture", choices=pictures, default="components", help="which picture to draw")


def _sampling_plan(verbs: Any, make: Maker) -> None:
    text = "sampling plan by attributes for a lot"
    example = "stats sampling-plan --lot 2000 --aql 0.65 --level II --severity normal --edition iso-2859-1-1999"
    command = make(verbs, "sampling-plan", "statistics.sampling:run", text, example)
    _picture(command)
    command.add_argument("--lot", type=count, required=True, metavar="N", help="size of the lot")
    command.add_argument("--aql", required=True, metavar="A", help="acceptance quality limit, per cent")
    command.add_argument("--level", choices=LEVELS, default="II", help="(default: %(default)s)")
    command.add_argument("--severity", choices=SEVERITIES, default="normal", help="(default: %(default)s)")
    command.add_argument("--edition", choices=EDITIONS, default="iso-2859-1-1999", help="(default: %(default)s)")
    text = "how many samples may be taken (default: %(default)s)"
    command.add_argument("--kind", choices=("single", "double", "multiple"), default="single", help=text)
    text = "what is counted: defective units, or defects (default: units; defects for an AQL over 10)"
    command.add_argument("--counting", choices=("nonconforming", "nonconformities"), help=text)
    text = "a plan that accepts on zero defectives with the same protection, as the automotive sector requires"
    command.add_argument("--zero-acceptance", action="store_true", help=text)
