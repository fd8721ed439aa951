"""What the register says in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jawda.apps.product_quality.enums import CalibrationOutcome
from jawda.apps.product_quality.instruments.queries import Listed
from jawda.apps.product_quality.instruments.standing import Standing
from jawda.apps.product_quality.models import Calibration, Instrument
from jawda.foundation.ui.formats import date_long, number
from jawda.foundation.ui.marks import Mark
from jawda.foundation.ui.templatetags.ui import language

STANDING_LABELS: Final[dict[Standing, object]] = {
    Standing.OVERDUE: gettext_lazy("Calibration overdue"),
    Standing.SOON: gettext_lazy("Due within 30 days"),
    Standing.IN_ORDER: gettext_lazy("In order"),
    Standing.UNDATED: gettext_lazy("Without a due date"),
    Standing.SET_ASIDE: gettext_lazy("Set aside"),
    Standing.WITHDRAWN: gettext_lazy("Withdrawn"),
}
MARKS: Final[dict[Standing, Mark]] = {
    Standing.OVERDUE: Mark.OVERDUE,
    Standing.SOON: Mark.TO_REVIEW,
    Standing.IN_ORDER: Mark.CONFORMS,
    Standing.UNDATED: Mark.TO_DO,
    Standing.SET_ASIDE: Mark.DOES_NOT,
    Standing.WITHDRAWN: Mark.NOT_APPLICABLE,
}
OUTCOME_MARKS: Final[dict[str, Mark]] = {
    CalibrationOutcome.CONFORMING: Mark.CONFORMS,
    CalibrationOutcome.ADJUSTED: Mark.PARTLY,
    CalibrationOutcome.NONCONFORMING: Mark.DOES_NOT,
}


@dataclass(frozen=True, slots=True)
class Line:
    """An instrument of the list as it is shown."""

    item: Listed
    label: object
    mark: Mark


@dataclass(frozen=True, slots=True)
class Counted:
    """How many instruments stand so."""

    standing: Standing
    label: object
    count: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class CalibrationLine:
    """A calibration as the history shows it."""

    row: Calibration
    mark: Mark
    uncertainty: str


def lines(rows: Iterable[Listed]) -> list[Line]:
    """With the words and the shape of where each stands."""
    return [Line(item, STANDING_LABELS[item.standing], MARKS[item.standing]) for item in rows]


def counted(counts: Mapping[str, int]) -> list[Counted]:
    """What there is any of, the urgent first."""
    return [
        Counted(standing, STANDING_LABELS[standing], counts[standing], MARKS[standing])
        for standing in Standing
        if counts[standing]
    ]


def register_heading(counts: Mapping[str, int]) -> str:
    """The conclusion of the register."""
    overdue, soon = counts[Standing.OVERDUE], counts[Standing.SOON]
    if overdue:
        said = ngettext(
            "The calibration of %(count)s instrument is overdue", "The calibration of %(count)s instruments is overdue",
            overdue,
        )  # fmt: skip
        return said % {"count": number(overdue, language())}
    if soon:
        said = ngettext(
            "%(count)s instrument is to be calibrated within 30 days",
            "%(count)s instruments are to be calibrated within 30 days",
            soon,
        )
        return said % {"count": number(soon, language())}
    if sum(counts.values()):
        return _("Every calibration is in order")
    return _("Instruments")


def verdict(item: Listed, latest: Calibration | None) -> str:
    """Whether the instrument may be used today, in one or two sentences."""
    row, shown_in = item.row, language()
    day = date_long(row.due_on, shown_in) if row.due_on else ""
    if item.standing is Standing.WITHDRAWN:
        return _("Withdrawn: %(reason)s") % {"reason": row.state_reason}
    if item.standing is Standing.SET_ASIDE:
        if row.state_reason:
            return _("Set aside: %(reason)s Do not measure with it.") % {"reason": _stopped(row.state_reason)}
        if latest is not None and latest.outcome == CalibrationOutcome.NONCONFORMING:
            return _("Set aside: its last calibration does not conform. Do not measure with it.")
        return _("Set aside. Do not measure with it.")
    if item.standing is Standing.UNDATED:
        return _("In service, without a due date: verify it before each use, or give it an interval.")
    if item.standing is Standing.OVERDUE:
        return _("Overdue: it was to be calibrated by %(day)s. Do not measure with it.") % {"day": day}
    if item.standing is Standing.SOON:
        said = ngettext(
            "In service; to be calibrated by %(day)s, within %(count)s day.",
            "In service; to be calibrated by %(day)s, within %(count)s days.",
            item.days or 0,
        )
        return said % {"day": day, "count": item.days or 0}
    return _("In service; its calibration holds until %(day)s.") % {"day": day}


def _stopped(reason: str) -> str:
    return reason if reason.endswith((".", "!", "?", "؟", "…")) else f"{reason}."


def facts(row: Instrument) -> tuple[tuple[str, str], ...]:
    """What is known of it; what is not is left out."""
    measured = f"{_exact(row.resolution)} {row.unit}".strip() if row.resolution else ""
    pairs = (
        (_("Designation"), row.name),
        (_("Maker"), row.maker),
        (_("Model"), row.model_name),
        (_("Serial number"), row.serial_number),
        (_("Where it is"), row.location),
        (_("Resolution"), measured),
        (_("Measuring range"), _range(row)),
        (_("Months between calibrations"), "" if row.interval_months is None else str(row.interval_months)),
    )
    return tuple((name, value) for name, value in pairs if value)


def _range(row: Instrument) -> str:
    if row.range_low is None and row.range_high is None:
        return ""
    low, high = (_exact(value) for value in (row.range_low, row.range_high))
    return _("%(low)s to %(high)s %(unit)s") % {"low": low, "high": high, "unit": row.unit}


def _exact(value: float | None) -> str:
    """All the decimals that it has."""
    return number(value, language(), None)


def calibration_line(row: Calibration, unit: str) -> CalibrationLine:
    """With its uncertainty as certificates write it."""
    said = ""
    if row.expanded_uncertainty is not None:
        said = f"U = {_exact(row.expanded_uncertainty)}"
        said += f" {unit}" if unit else ""
        said += f" (k = {_exact(row.coverage_factor)})" if row.coverage_factor is not None else ""
    return CalibrationLine(row, OUTCOME_MARKS[row.outcome], said)
