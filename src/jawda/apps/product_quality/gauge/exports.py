"""One study to take away, as workbook, CSV or JSON."""

from __future__ import annotations

import json
from datetime import datetime

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from jawda.apps.diagnostics.exports import XLSX, attachment
from jawda.apps.product_quality.gauge import screens
from jawda.apps.product_quality.gauge.analysis import Analysis, Measured
from jawda.apps.product_quality.gauge.plans import part_name, reference_of
from jawda.core.languages import Language
from jawda.core.spreadsheets import Column, SheetPlan, Value, write_csv, write_workbook

READING_KEYS = ("operator", "part", "trial", "value")


def study_file(measured: Measured, analysis: Analysis, kind: str, language: Language, moment: datetime) -> HttpResponse:
    """``xlsx``: measurements, components and analysis of variance; ``csv``: measurements; ``json``: everything."""
    study = measured.study
    name = reference_of(study)
    readings = tuple(
        (study.operators[row.operator], part_name(study, row.part), row.trial, row.value) for row in measured.readings
    )
    if kind == "csv":
        return attachment(write_csv(READING_KEYS, readings), f"{name}.csv", "text/csv; charset=utf-8")
    if kind == "json":
        body = {
            "title": study.title, "kind": study.kind, "unit": study.unit, "tolerance": study.tolerance,
            "reference": study.reference, "parts": study.parts,
            "nonconforming_parts": [part_name(study, part) for part in study.nonconforming_parts],
            "operators": list(study.operators), "trials": study.trials,
            "measurements": [dict(zip(READING_KEYS, row, strict=True)) for row in readings],
            "result": analysis.result.to_dict() if analysis.result is not None else None,
            "checks": [check.to_dict() for check in analysis.checks],
        }  # fmt: skip
        content = json.dumps(body, ensure_ascii=False, indent=1).encode()
        return attachment(content, f"{name}.json", "application/json")
    if kind == "xlsx":
        return attachment(_workbook(measured, readings, analysis, language, moment), f"{name}.xlsx", XLSX)
    raise Http404


def _workbook(
    measured: Measured, readings: tuple[tuple[Value, ...], ...], analysis: Analysis, language: Language,
    moment: datetime,
) -> bytes:  # fmt: skip
    right_to_left = language == "ar"

    def sheet(name: str, headings: tuple[str, ...], rows: tuple[tuple[Value, ...], ...]) -> SheetPlan:
        columns = tuple(Column(name=heading, width=22) for heading in headings)
        return SheetPlan(name=name, columns=columns, rows=rows, right_to_left=right_to_left)

    plans = [sheet(_("Measurements"), (_("Operator"), _("Part"), _("Trial"), _("Value")), readings)]
    shown = screens.shown(measured, analysis, language)
    if shown is not None:
        plans += [sheet(one.name, one.headings, one.rows) for one in shown.sheets]
        told = tuple((one.sentence(language), str(one.status)) for one in (*analysis.findings, *analysis.checks))
        plans.append(sheet(_("Findings"), (_("Finding"), _("State")), told))
    return write_workbook(plans, title=measured.study.title, created=moment)
