"""What can be typed after ``jawda stats capability``, ``machine-capability`` and ``attribute-capability``."""

from __future__ import annotations

import argparse
from typing import Any, Final

from jawda.site.commands.statistics.common_arguments import RULE_SETS, Maker, fails, picture, reads
from jawda.site.commands.statistics.values import number, positive, share

MODELS: Final = (
    "normal", "auto", "lognormal", "lognormal3", "weibull", "weibull3", "gamma", "exponential", "johnson", "box_cox",
    "percentile",
)  # fmt: skip
WITHIN: Final = ("pooled", "rbar", "sbar", "moving_range")


def capability(verbs: Any, make: Maker) -> None:
    """Of a process, of a machine, and of what is counted."""
    _process(verbs, make)
    _machine(verbs, make)
    _attribute(verbs, make)


def _specification(command: argparse.ArgumentParser) -> None:
    command.add_argument("--lsl", type=number, metavar="X", help="lower specification limit (default: the file’s)")
    command.add_argument("--usl", type=number, metavar="X", help="upper specification limit (default: the file’s)")
    command.add_argument("--target", type=number, metavar="X", help="where the process should run")
    command.add_argument("--model", choices=MODELS, default="normal", help="law of the values (default: %(default)s)")


def _judged(command: argparse.ArgumentParser) -> None:
    command.add_argument("--confidence", type=share, metavar="P", help="of intervals (default: 0.95)")
    command.add_argument("--rules", choices=RULE_SETS, help="of the control chart behind (default: nelson1984)")


def _process(verbs: Any, make: Maker) -> None:
    text = "capability of a process that is stable, performance of one that is not"
    example = "stats capability mesures.csv --value cote --lsl 9,98 --usl 10,02 --subgroup lot"
    command = make(verbs, "capability", "statistics.capability:run", text, example)
    fails(command, "where the process is not stable, or its index is under what is required")
    reads(command, value="column of measurements; repeat it for columns beside one another, each row a subgroup")
    picture(command)
    _specification(command)
    subgroups = command.add_mutually_exclusive_group()
    subgroups.add_argument("--subgroup", metavar="COL", help="column that names the subgroup of each value")
    subgroups.add_argument("--size", metavar="N", help="instead, so many values in a row are a subgroup")
    text = "standard deviation within subgroups (default: pooled, of single values moving_range)"
    command.add_argument("--within", choices=WITHIN, help=text)
    _judged(command)
    command.add_argument("--required", type=positive, metavar="C", help="index that is asked for (default: 1.33)")


def _machine(verbs: Any, make: Maker) -> None:
    text = "capability of a machine: parts made one after another in a short run, Cm and Cmk (Pm and Pmk)"
    example = "stats machine-capability serie.csv --value cote --lsl 9,98 --usl 10,02"
    command = make(verbs, "machine-capability", "statistics.capability:machine", text, example)
    fails(command, "where the run is not stable, or its index is under what is required")
    reads(command, value="column of measurements, in the order in which the parts were made")
    picture(command)
    _specification(command)
    text = "Cm: Cm and Cmk where the run is stable, beside Pm and Pmk; Pm: these alone (default: Cm)"
    command.add_argument("--naming", choices=("Cm", "Pm"), help=text)
    _judged(command)
    command.add_argument("--required", type=positive, metavar="C", help="index that is asked for (default: 1.67)")


def _attribute(verbs: Any, make: Maker) -> None:
    text = "capability of what is counted: share nonconforming or nonconformities a unit, dpmo, Z"
    example = "stats attribute-capability rebuts.csv --value rebuts --size controles --most 5000"
    command = make(verbs, "attribute-capability", "statistics.capability:attribute", text, example)
    fails(command, "where the counts are not stable, or the dpmo is over what is allowed")
    reads(command, value="column of counts")
    picture(command)
    text = "units in each sample, a number or a column"
    command.add_argument("--size", metavar="N|COL", required=True, help=text)
    text = "binomial: nonconforming units; poisson: nonconformities (default: binomial)"
    command.add_argument("--kind", choices=("binomial", "poisson"), help=text)
    text = "poisson: nonconformities that a unit may have, for the dpmo (default: 1)"
    command.add_argument("--opportunities", type=positive, metavar="N", help=text)
    text = "added to Z under a name of its own (1.5 by custom; default: nothing)"
    command.add_argument("--shift", type=number, metavar="Z", help=text)
    command.add_argument("--most", type=positive, metavar="DPMO", help="dpmo that is allowed, for the verdict")
    _judged(command)
