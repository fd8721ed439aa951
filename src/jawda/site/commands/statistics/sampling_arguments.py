"""What can be typed after ``jawda stats sampling-plan``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from jawda.site.commands.statistics.common_arguments import Maker, fails, picture
from jawda.site.commands.statistics.values import count, quality, share, under_hundred

#: Standards by attributes, then those by variables.
EDITIONS: Final = ("mil-std-105e", "ansi-z1.4", "iso-2859-1-1999", "iso-2859-1-2026")
VARIABLES_EDITIONS: Final = ("ansi-z1.9", "iso-3951-1-2013", "iso-3951-1-2022")
#: Whose tables may be typed from one's own copy.
TYPED_EDITIONS: Final = (*EDITIONS, *VARIABLES_EDITIONS[1:])
LEVELS: Final = ("S-1", "S-2", "S-3", "S-4", "I", "II", "III")
SEVERITIES: Final = ("normal", "tightened", "reduced")


def sampling_plan(verbs: Any, make: Maker) -> None:
    """A plan of a standard for a lot and an AQL, or the smallest one for two qualities and their risks."""
    text = "sampling plan for a lot: by attributes or by variables, of a standard or for two given risks"
    example = "stats sampling-plan --lot 2000 --aql 0.65 --level II --severity normal --edition iso-2859-1-1999"
    command = make(verbs, "sampling-plan", "statistics.sampling:run", text, example)
    picture(command)
    command.add_argument("--lot", type=count, metavar="N", help="size of the lot")
    command.add_argument("--aql", type=quality, metavar="A", help="acceptance quality limit, per cent")
    command.add_argument("--level", choices=LEVELS, help="(default: II)")
    command.add_argument("--severity", choices=SEVERITIES, help="(default: normal)")
    text = "(default: iso-2859-1-1999; by variables ansi-z1.9)"
    command.add_argument("--edition", choices=(*EDITIONS, *VARIABLES_EDITIONS), help=text)
    text = "workbook of tables typed from your copy of the standard, as sampling-tables makes it; says the edition"
    command.add_argument("--tables", type=Path, metavar="FILE", help=text)
    text = "how many samples may be taken (default: single)"
    command.add_argument("--kind", choices=("single", "double", "multiple"), help=text)
    text = "what is counted: defective units, or defects (default: units; defects for an AQL over 10)"
    command.add_argument("--counting", choices=("nonconforming", "nonconformities"), help=text)
    text = "a plan that accepts on zero defectives with the same protection, as the automotive sector requires"
    command.add_argument("--zero-acceptance", action="store_true", help=text)
    text = "units are measured, not judged: sample size, k and M for one limit"
    command.add_argument("--variables", action="store_true", help=text)
    text = "by variables: standard deviation of the process (default: unknown)"
    command.add_argument("--sigma", choices=("unknown", "known"), help=text)
    group = command.add_argument_group("two risks instead of a standard")
    text = "per cent nonconforming that is to pass"
    group.add_argument("--producer-quality", type=under_hundred, metavar="P", help=text)
    text = "per cent nonconforming that is to be turned away; alone with --zero-acceptance"
    group.add_argument("--consumer-quality", type=under_hundred, metavar="P", help=text)
    text = "chance that the former is not accepted (default: 0.05)"
    group.add_argument("--producer-risk", type=share, metavar="P", help=text)
    text = "chance that the latter is accepted (default: 0.10)"
    group.add_argument("--consumer-risk", type=share, metavar="P", help=text)
    text = "law of what is found (default: binomial; hypergeometric: within a lot of --lot units)"
    group.add_argument("--model", choices=("binomial", "hypergeometric", "poisson"), help=text)


def sampling_tables(verbs: Any, make: Maker) -> None:
    """Tables that only their publisher prints, typed from one's own copy: the form, and the check of a filled one."""
    text = "tables of your copy of a sampling standard: the form to type them in, and the check of what was typed"
    example = "stats sampling-tables --edition iso-2859-1-1999 --form tables.xlsx"
    command = make(verbs, "sampling-tables", "statistics.sampling_tables:run", text, example)
    fails(command, "where numbers do not follow one another as printed tables do")
    command.add_argument("file", type=Path, metavar="FILE", nargs="?", help="filled-in workbook to check")
    text = "instead, write the form for this edition"
    command.add_argument("--edition", choices=TYPED_EDITIONS, help=text)
    command.add_argument("--form", type=Path, metavar="OUT.xlsx", help="where the form is written")
