"""How the outcome of a statistical check is shown: its mark in a row, the seal of a conclusion, both on paper too."""

from __future__ import annotations

from typing import Final

from jawda.core.statistics.result import Status
from jawda.foundation.printing.shapes import Mark as PrintedMark
from jawda.foundation.printing.shapes import Seal as PrintedSeal
from jawda.foundation.ui.marks import Mark, Seal

MARKS: Final = {Status.OK: Mark.CONFORMS, Status.WARN: Mark.PARTLY, Status.FAIL: Mark.DOES_NOT}
SEALS: Final = {Status.OK: Seal.READY, Status.WARN: Seal.SUSPENDED, Status.FAIL: Seal.NOT_READY}
PRINTED_MARKS: Final[dict[Status, PrintedMark]] = {
    Status.OK: "conform", Status.WARN: "partial", Status.FAIL: "not_conform",
}  # fmt: skip
PRINTED_SEALS: Final[dict[Status, PrintedSeal]] = {
    Status.OK: "ready", Status.WARN: "suspended", Status.FAIL: "not_ready",
}  # fmt: skip
MARKS_ON_PAPER: Final[dict[Mark, PrintedMark]] = {
    **{mark: PRINTED_MARKS[status] for status, mark in MARKS.items()}, Mark.TO_DO: "to_do",
}  # fmt: skip
SEALS_ON_PAPER: Final[dict[Seal, PrintedSeal]] = {
    **{seal: PRINTED_SEALS[status] for status, seal in SEALS.items()}, Seal.UNKNOWN: "unknown",
}  # fmt: skip
WORST_FIRST: Final = (Status.FAIL, Status.WARN, Status.OK)
