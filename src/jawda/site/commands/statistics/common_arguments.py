"""What several commands of ``jawda stats`` take: the file and how to read it, a picture, the exit status."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeAlias

from jawda.site.commands.statistics.values import positive, row, sign

#: Makes a subcommand: verbs, name, ``module:function``, what it does, an example.
Maker: TypeAlias = Callable[[Any, str, str, str, str], argparse.ArgumentParser]

RULE_SETS: Final = ("nelson1984", "weco1956", "minitab", "aiag_spc2", "limits", "none")
ENCODINGS: Final = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1256", "iso-8859-1", "iso-8859-15")


def fails(command: argparse.ArgumentParser, when: str) -> None:
    """Say when the exit status is 1."""
    command.description = f"{command.description} – exit status: 0 done, 1 {when}, 2 bad input."


def reads(command: argparse.ArgumentParser, *, value: str | None = None) -> None:
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
        text = "limit of quantification, for <LQ with --censored half or limit"
        group.add_argument("--lq", type=positive, metavar="X", help=text)
        text = "limit of detection, for <LD and not detected with --censored half or limit"
        group.add_argument("--ld", type=positive, metavar="X", help=text)


def picture(command: argparse.ArgumentParser, text: str = "write the picture") -> None:
    """The picture of the result."""
    command.add_argument("--svg", type=Path, metavar="OUT", help=text)
