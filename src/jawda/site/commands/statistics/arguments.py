"""What can be typed after ``jawda stats``. Imports no method: ``--help`` costs nothing."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

from jawda.site.commands.statistics.capability_arguments import capability
from jawda.site.commands.statistics.common_arguments import RULE_SETS, Maker, fails, picture, reads
from jawda.site.commands.statistics.sampling_arguments import sampling_plan, sampling_tables
from jawda.site.commands.statistics.values import chart_kind, count, number, positive, share, trial_count

CHARTS: Final = (
    "xbar-r", "xbar-s", "individuals", "p", "np", "c", "u", "laney-p", "laney-u", "g", "t", "cusum", "ewma",
    "hotelling",
)  # fmt: skip
ESTIMATORS: Final = (
    "range", "sd", "pooled", "mvlue-range", "mvlue-sd", "mean-moving-range", "median-moving-range",
)  # fmt: skip
STUDIES: Final = ("anova", "reml", "nested", "average-range", "range", "without-operator")
AREAS: Final = (
    "acceptance_sampling", "attribute_charts", "basics", "capability", "control_charts", "core_tools", "laboratories",
    "measurement_systems", "reading", "time_weighted_charts", "uncertainty",
)  # fmt: skip
DECISIONS: Final = ("simple", "ilac_g8", "iso_14253_1", "three_sigma", "six_sigma", "uncritical")
CONSENSUS: Final = ("algorithm_a", "median_niqr", "median_made", "q_hampel", "mean")


def statistics(commands: Any, make: Maker) -> None:
    """``jawda stats`` with its methods."""
    text = (
        "quality statistics on a file: chart, capability, machine-capability, attribute-capability, gauge-rr, type1, "
        "bias, linearity, stability, agreement, sampling-plan, sampling-tables, proficiency, uncertainty, read, "
        "validate"
    )
    top = commands.add_parser("stats", help=text, description=text)
    verbs = top.add_subparsers(required=True, metavar="METHOD")
    _chart(verbs, make)
    capability(verbs, make)
    _gauge(verbs, make)
    _instruments(verbs, make)
    _agreement(verbs, make)
    sampling_plan(verbs, make)
    sampling_tables(verbs, make)
    _proficiency(verbs, make)
    _uncertainty(verbs, make)
    _validate(verbs, make)
    text = "the report of reading a file: what was understood, what was skipped and why, what is ambiguous"
    command = make(verbs, "read", "statistics.reading:run", text, "stats read mesures.csv --json")
    reads(command)


def _chart(verbs: Any, make: Maker) -> None:
    text = "control chart: is the process stable?"
    example = "stats chart mesures.csv --kind xbar-r --value cote --subgroup lot --rules nelson1984 --svg carte.svg"
    command = make(verbs, "chart", "statistics.charts:run", text, example)
    fails(command, "where a point signals")
    text = "column of measurements or counts; repeat it for columns beside one another, and for hotelling"
    reads(command, value=text)
    picture(command)
    text = "also i-mr for individuals, t2 for hotelling, p' and u' for those of Laney"
    command.add_argument("--kind", required=True, type=chart_kind, choices=CHARTS, help=text)
    subgroups = command.add_mutually_exclusive_group()
    subgroups.add_argument("--subgroup", metavar="COL", help="column that names the subgroup of each value")
    text = "instead, so many values in a row are a subgroup; for p, np and u the sample size, a number or a column"
    subgroups.add_argument("--size", metavar="N|COL", help=text)
    command.add_argument("--rules", choices=RULE_SETS, help="rules for signals (default: nelson1984)")
    command.add_argument("--stage", metavar="COL", help="column that names stages, each with its own limits")
    command.add_argument("--nsigma", type=positive, metavar="N", help="distance of the limits (default: 3)")
    text = "only the first N points make the limits, the others are watched with them"
    command.add_argument("--first", type=count, metavar="N", help=text)
    text = "number of a point that is left out of the limits, and stays on the chart; repeat it"
    command.add_argument("--exclude", type=count, action="append", metavar="POINT", help=text)
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
    fails(command, "where the measuring system is not acceptable (R&R over 30 per cent)")
    reads(command, value="column of measurements; repeat it for trials beside one another")
    picture(command)
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


def _against_reference(command: argparse.ArgumentParser) -> None:
    command.add_argument("--process-sd", type=positive, metavar="X", help="standard deviation of the process")
    command.add_argument("--confidence", type=share, metavar="P", help="of intervals (default: 0.95)")


def _instruments(verbs: Any, make: Maker) -> None:
    text = "type 1 study: repeated measurements of one standard, Cg and Cgk"
    example = "stats type1 etalon.csv --value cote --reference 10,003 --tolerance 0,06 --resolution 0,001"
    command = make(verbs, "type1", "statistics.instruments:type1", text, example)
    fails(command, "where Cg or Cgk is under what is required")
    reads(command, value="column of measurements")
    picture(command)
    command.add_argument("--reference", type=number, metavar="X", help="value of the standard")
    command.add_argument("--tolerance", type=positive, metavar="WIDTH", help="width of the tolerance")
    command.add_argument("--resolution", type=positive, metavar="X", help="of the instrument")
    text = "share of the tolerance that the study may take (default: 0.2)"
    command.add_argument("--tolerance-share", type=share, metavar="SHARE", help=text)
    command.add_argument("--study-multiplier", type=positive, metavar="K", help="(default: 6)")
    command.add_argument("--least", type=positive, metavar="C", help="index required (default: 1.33)")
    command.add_argument("--confidence", type=share, metavar="P", help="of intervals (default: 0.95)")
    text = "bias: repeated measurements of one reference"
    example = "stats bias etalon.csv --value cote --reference 10,003"
    command = make(verbs, "bias", "statistics.instruments:bias", text, example)
    fails(command, "where the bias is more than chance explains, or the spread over 30 per cent of the process’s")
    reads(command, value="column of measurements")
    picture(command)
    command.add_argument("--reference", type=number, metavar="X", help="value of the reference")
    command.add_argument("--tolerance", type=positive, metavar="WIDTH", help="width of the tolerance")
    command.add_argument("--spread", choices=("standard-deviation", "range"), help="how the spread is estimated")
    _against_reference(command)
    text = "linearity: does the bias change over the range of the instrument?"
    example = "stats linearity etalons.csv --value mesure --reference valeur --process-sd 2,5"
    command = make(verbs, "linearity", "statistics.instruments:linearity", text, example)
    fails(command, "where the bias changes over the range, or differs from zero")
    reads(command, value="column of measurements")
    picture(command)
    command.add_argument("--reference", metavar="COL", required=True, help="column of the reference values")
    command.add_argument("--study-multiplier", type=positive, metavar="K", help="(default: 6)")
    command.add_argument(
        "--spread", choices=("reference", "all"), help="t of each reference by its own spread, or by all"
    )
    _against_reference(command)
    text = "stability: a master part measured again and again"
    example = "stats stability etalon.csv --value cote --subgroup semaine --reference 10,003"
    command = make(verbs, "stability", "statistics.instruments:stability", text, example)
    fails(command, "where a check signals")
    reads(command, value="column of measurements; repeat it for columns beside one another")
    picture(command)
    command.add_argument("--subgroup", metavar="COL", help="column that names the check of each value")
    command.add_argument("--reference", type=number, metavar="X", help="value of the master part")
    command.add_argument("--confidence", type=share, metavar="P", help="of the interval (default: 0.95)")


def _agreement(verbs: Any, make: Maker) -> None:
    text = "attribute agreement: do inspectors judge alike, like themselves, and as the standard says?"
    example = "stats agreement visuel.csv --rating avis --item piece --appraiser nom --standard verdict --passing ok"
    command = make(verbs, "agreement", "statistics.agreement:run", text, example)
    fails(command, "where the agreement is poor")
    reads(command)
    picture(command)
    text = "column of judgements; repeat it where each inspector has a column"
    command.add_argument("--rating", action="append", metavar="COL", required=True, help=text)
    command.add_argument("--item", metavar="COL", help="column that names the item judged")
    command.add_argument("--appraiser", metavar="COL", help="column that names the inspector")
    command.add_argument("--standard", metavar="COL", help="column of the right judgement")
    command.add_argument("--category", action="append", metavar="NAME", help="a category; repeat it, in their order")
    command.add_argument("--ordinal", action="store_true", help="the order of the categories has a meaning")
    command.add_argument("--passing", metavar="NAME", help="the category that lets an item pass")
    command.add_argument("--confidence", type=share, metavar="P", help="of intervals (default: 0.95)")


def _proficiency(verbs: Any, make: Maker) -> None:
    text = "a round between laboratories: assigned value, z, z', zeta and En of each"
    example = "stats proficiency tour.csv --laboratory labo --value plomb --expanded U --sigma-pt 0,8"
    command = make(verbs, "proficiency", "statistics.proficiency:run", text, example)
    fails(command, "where a laboratory is unsatisfactory")
    text = "column of results; repeat it for several measurands (default: every column of numbers)"
    reads(command, value=text)
    text = "write the picture; of several measurands one each, with its name in that of the file"
    picture(command, text)
    command.add_argument("--laboratory", metavar="COL", help="column of laboratories (default: by its heading)")
    command.add_argument("--u", metavar="COL", help="column of standard uncertainties (default: the one called u)")
    command.add_argument("--expanded", metavar="COL", help="column of expanded uncertainties (default: called U)")
    factors = command.add_mutually_exclusive_group()
    factors.add_argument("--k", type=positive, metavar="K", help="coverage factor of all (default: 2)")
    factors.add_argument("--k-column", metavar="COL", help="column of coverage factors (default: the one called k)")
    command.add_argument("--assigned", type=number, metavar="X", help="assigned value, from a reference")
    command.add_argument("--u-assigned", type=positive, metavar="U", help="its standard uncertainty")
    text = "standard deviation for the evaluation (default: that of the participants)"
    command.add_argument("--sigma-pt", type=positive, metavar="X", help=text)
    command.add_argument("--consensus", choices=CONSENSUS, help="estimator (default: algorithm_a)")
    command.add_argument("--constants", choices=("printed", "exact"), help="of algorithm A (default: printed)")
    command.add_argument("--stopping", choices=("converged", "third_figure"), help="of algorithm A")
    command.add_argument("--statistic", choices=("auto", "z", "z_prime", "zeta", "En", "PA"), help="behind the verdict")
    command.add_argument("--en-rule", choices=("iso_17043", "iso_13528"), help="limits of En (default: iso_17043)")
    command.add_argument("--allowed-difference", type=positive, metavar="X", help="(default: 3 sigma-pt)")
    text = "a laboratory on several rows: each row a result of its own, their mean, or refused (default: separate)"
    command.add_argument("--replicates", choices=("separate", "mean", "refuse"), help=text)
    text = "the organiser is competent under ISO/IEC 17043: call it proficiency testing"
    command.add_argument("--iso-17043", action="store_true", help=text)


def _uncertainty(verbs: Any, make: Maker) -> None:
    text = "measurement uncertainty of a model, by the law of propagation and Monte Carlo, or from precision and bias"
    command = make(verbs, "uncertainty", "statistics.uncertainty:run", text, "stats uncertainty modele.yaml --json")
    fails(command, "where the check against the study fails, or the value misses --lsl and --usl")
    text = "a model, or precision and bias; see docs/reference/statistics/uncertainty.md and uncertainty-top-down.md"
    command.add_argument("file", type=Path, metavar="MODEL.yaml", help=text)
    picture(command)
    command.add_argument("--output", metavar="NAME", help="one of several measurands (default: all)")
    command.add_argument(
        "--confidence", type=share, metavar="P", help="coverage probability (default: the file’s, 0.95)"
    )
    command.add_argument("--factor", type=positive, metavar="K", help="coverage factor, instead")
    text = "what is done with effective degrees of freedom (default: truncate)"
    command.add_argument("--rule", choices=("truncate", "interpolate", "continuous"), help=text)
    command.add_argument("--order", type=int, choices=(1, 2), help="of the propagation (default: 1)")
    trials = command.add_mutually_exclusive_group()
    text = "Monte Carlo trials (default: 1000000)"
    trials.add_argument("--trials", type=trial_count, metavar="N", help=text)
    trials.add_argument("--adaptive", action="store_true", help="as many trials as the digits need (JCGM 101, 7.9)")
    command.add_argument("--digits", type=int, choices=(1, 2, 3, 4), help="significant digits of u (default: 2)")
    command.add_argument("--interval", choices=("symmetric", "shortest"), help="of Monte Carlo (default: symmetric)")
    command.add_argument("--seed", type=count, metavar="N", help="of the random numbers (default: 1)")
    group = command.add_argument_group("decision: does the value meet its limits?")
    group.add_argument("--lsl", type=number, metavar="X", help="lower tolerance limit")
    group.add_argument("--usl", type=number, metavar="X", help="upper tolerance limit")
    text = "guard band inside the limits (default: simple, none)"
    group.add_argument("--decision", choices=DECISIONS, metavar="RULE", help=f"{text}: {', '.join(DECISIONS)}")
    group.add_argument("--guard-factor", type=number, metavar="R", help="instead: so many times U")
    text = "instead: as wide as false acceptance of at most P takes"
    group.add_argument("--largest-risk", type=share, metavar="P", help=text)
    text = "non_binary: also conditional pass and fail, in a guard band (default: binary)"
    group.add_argument("--statements", choices=("binary", "non_binary"), help=text)
    command.add_argument("--picture", choices=("budget", "values"), help="which picture to draw (default: budget)")


def _validate(verbs: Any, make: Maker) -> None:
    text = "run the published cases that come with Jawda on this machine, and write the report for the auditor"
    command = make(verbs, "validate", "statistics.validation:run", text, "stats validate --pdf validation.pdf")
    fails(command, "where a case does not give what is expected")
    text = "the report to print (default: %(default)s)"
    command.add_argument("--pdf", type=Path, default=Path("jawda-validation.pdf"), metavar="OUT", help=text)
    text = "the report with every value, as JSON (default: %(default)s)"
    command.add_argument("--report", type=Path, default=Path("jawda-validation.json"), metavar="OUT", help=text)
    command.add_argument("--no-report", action="store_true", help="write no file, only say what came of it")
    command.add_argument("--area", action="append", choices=AREAS, help="these cases only; repeat it")
    command.add_argument("--organisation", default="", metavar="NAME", help="name on the report")
