"""Studies to take away: the list, and one study as workbook, CSV or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from jawda.apps.diagnostics.exports import XLSX, Export, attachment
from jawda.apps.product_quality.enums import StudyState
from jawda.apps.product_quality.gauge.analysis import Analysis, Measured
from jawda.apps.product_quality.gauge.plans import part_name
from jawda.apps.product_quality.gauge.queries import Listed
from jawda.apps.product_quality.gauge.screens import anova_name, component_name, components, verdict_words
from jawda.core.languages import Language
from jawda.core.spreadsheets import Column, SheetPlan, Value, write_csv, write_workbook
from jawda.foundation.ui.formats import in_zone

READING_KEYS = ("operator", "part", "trial", "value")


def studies(rows: Iterable[Listed]) -> Export:
    """The list, in its order."""
    columns = (
        ("id", _("Identifier"), 38), ("title", _("Title"), 40), ("characteristic", _("Characteristic"), 30),
        ("instrument", _("Instrument"), 30), ("state", _("State"), 16), ("parts", _("Parts"), 8),
        ("operators", _("Operators"), 10), ("trials", _("Trials"), 8), ("measured", _("Measured"), 10),
        ("planned", _("Planned"), 10), ("unit", _("Unit"), 10), ("tolerance", _("Tolerance (width)"), 14),
        ("percent_tolerance", _("Share of tolerance"), 12),
        ("percent_study", _("Share of study"), 12), ("ndc", "ndc", 8),
        ("verdict", _("Verdict"), 24), ("changed_at", _("Changed on"), 20),
    )  # fmt: skip
    return Export(name=_("Gauge studies"), columns=columns, rows=tuple(_study_row(item) for item in rows))


def _study_row(item: Listed) -> tuple[Value, ...]:
    row, result = item.row, item.analysis.result if item.analysis else None
    grr = result.components.grr if result is not None else None
    return (
        str(row.pk), row.title, str(row.characteristic) if row.characteristic else None,
        str(row.instrument) if row.instrument else None, str(StudyState(row.state).label), row.parts,
        len(row.operators), row.trials, item.measured, item.planned, row.unit or None, row.tolerance,
        grr.percent_tolerance if grr is not None else None, grr.percent_study if grr is not None else None,
        result.ndc if result is not None else None, verdict_words(item.analysis) if item.analysis else None,
        in_zone(row.changed_at),
    )  # fmt: skip


def study_file(measured: Measured, analysis: Analysis, kind: str, language: Language, moment: datetime) -> HttpResponse:
    """``xlsx``: measurements, components and analysis of variance; ``csv``: measurements; ``json``: everything."""
    study = measured.study
    name = f"rr-{str(study.pk)[:8]}"
    readings = tuple(
        (study.operators[row.operator], part_name(study, row.part), row.trial, row.value) for row in measured.readings
    )
    if kind == "csv":
        return attachment(write_csv(READING_KEYS, readings), f"{name}.csv", "text/csv; charset=utf-8")
    if kind == "json":
        body = {
            "title": study.title, "unit": study.unit, "tolerance": study.tolerance, "parts": study.parts,
            "operators": list(study.operators), "trials": study.trials,
            "measurements": [dict(zip(READING_KEYS, row, strict=True)) for row in readings],
            "result": analysis.result.to_dict() if analysis.result is not None else None,
            "checks": [check.to_dict() for check in analysis.checks],
        }  # fmt: skip
        content = json.dumps(body, ensure_ascii=False, indent=1).encode()
        return attachment(content, f"{name}.json", "application/json")
    if kind == "xlsx":
        return attachment(_workbook(study.title, readings, analysis, language, moment), f"{name}.xlsx", XLSX)
    raise Http404


def _workbook(
    title: str, readings: tuple[tuple[Value, ...], ...], analysis: Analysis, language: Language, moment: datetime
) -> bytes:
    right_to_left = language == "ar"

    def sheet(name: str, headings: tuple[str, ...], rows: tuple[tuple[Value, ...], ...]) -> SheetPlan:
        columns = tuple(Column(name=heading, width=22) for heading in headings)
        return SheetPlan(name=name, columns=columns, rows=rows, right_to_left=right_to_left)

    plans = [sheet(_("Measurements"), (_("Operator"), _("Part"), _("Trial"), _("Value")), readings)]
    result = analysis.result
    if result is not None:
        headings = (
            _("Source"), _("Variance"), _("Standard deviation"), _("6 × standard deviation"), _("Share of variance"),
            _("Share of study"), _("Share of tolerance"),
        )  # fmt: skip
        rows: tuple[tuple[Value, ...], ...] = tuple(
            (component_name(name), one.variance, one.sd, one.study_variation, one.percent_contribution,
             one.percent_study, one.percent_tolerance)
            for name, one in components(result)
        )  # fmt: skip
        plans.append(sheet(_("Components"), headings, rows))
        if result.anova or result.anova_reduced:
            headings = (_("Source"), _("Degrees of freedom"), _("Sum of squares"), _("Mean square"), "F", "p")
            rows = tuple(
                (anova_name(row.source), row.df, row.ss, row.ms, row.F, row.p)
                for row in (*result.anova, *result.anova_reduced)
            )
            plans.append(sheet(_("Analysis of variance"), headings, rows))
        told = tuple((one.sentence(language), str(one.status)) for one in (*result.findings, *analysis.checks))
        plans.append(sheet(_("Findings"), (_("Finding"), _("State")), told))
    return write_workbook(plans, title=title, created=moment)
