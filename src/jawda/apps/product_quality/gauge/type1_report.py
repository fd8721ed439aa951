"""What a type 1 study shows: can the instrument repeat, and is it right?"""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawda.apps.product_quality.gauge.figures import (
    Figure,
    Picture,
    Sheet,
    Shown,
    interval,
    per_cent,
    probability,
    significant,
)
from jawda.core.languages import Language
from jawda.core.statistics.measurement_systems import Type1
from jawda.core.statistics.result import Width
from jawda.foundation.ui.formats import number
from jawda.foundation.ui.tables import Column, Table


def shown(result: Type1, language: Language) -> Shown:
    """Cg and Cgk, what stands behind them, the values in their order."""
    return Shown(
        figures=(
            Figure(
                number(result.cg, language, 2), _("Cg: the spread alone"), interval(result.cg_interval, language, 2)
            ),
            Figure(number(result.cgk, language, 2), _("Cgk: the spread and the bias"), ""),
        ),
        tables=(_table(result, language),),
        pictures=(_picture(result, language),),
        sheets=(_sheet(result),),
        method=_method(result, language),
    )


def _rows(result: Type1) -> tuple[tuple[str, float | None, str], ...]:
    """Name, figure, and how it is written: as a value, a per cent or a probability."""
    return (
        (_("Reference value"), result.reference, "value"),
        (_("Mean"), result.mean, "value"),
        (_("Bias"), result.bias, "value"),
        (_("Bias in the tolerance"), result.percent_bias, "percent"),
        (_("Probability of such a bias by chance (p)"), result.p, "probability"),
        (_("Standard deviation"), result.sd, "value"),
        (_("Repeatability in the tolerance"), result.percent_repeatability, "percent"),
        (_("Repeatability and bias in the tolerance"), result.percent_repeatability_and_bias, "percent"),
        (_("Resolution in the tolerance"), result.percent_resolution, "percent"),
        (_("Smallest tolerance that the instrument suits"), result.smallest_tolerance, "value"),
    )


def _table(result: Type1, language: Language) -> Table:
    write = {
        "value": partial(significant, digits=6), "percent": per_cent, "probability": probability,
    }  # fmt: skip
    return Table(
        caption=_("Spread and bias"),
        columns=(
            Column(label=_("Quantity"), heading=True, fold="wide"),
            Column(label=_("Value"), numeric=True),
        ),
        rows=tuple((name, write[kind](value, language)) for name, value, kind in _rows(result)),
    )


def _picture(result: Type1, language: Language) -> Picture:
    low, high = result.allowed
    outside = sum(not low <= value <= high for value in result.values.tolist())
    said = ngettext(
        "%(count)s measurement lies beyond the share of the tolerance that the instrument may take.",
        "%(count)s measurements lie beyond the share of the tolerance that the instrument may take.",
        outside,
    ) % {"count": number(outside, language)}
    return Picture(
        sentence=said if outside else _("Every measurement lies within the share that the instrument may take."),
        draw=partial(_drawn, result, language),
        table=Table(
            caption=_("Measurements in their order"),
            columns=(
                Column(label=_("Order"), heading=True, numeric=True),
                Column(label=_("Value"), numeric=True),
                Column(label=_("Difference from the reference"), numeric=True, fold="repeat"),
            ),
            rows=tuple(
                (
                    number(at, language),
                    number(value, language, None),
                    significant(value - result.reference, language, 6),
                )
                for at, value in enumerate(result.values.tolist(), start=1)
            ),
        ),
    )


def _drawn(result: Type1, language: Language, width: Width) -> str:
    return result.figure(language=language, width=width)


def _sheet(result: Type1) -> Sheet:
    rows = tuple((name, value) for name, value, _kind in _rows(result))
    return Sheet(
        name=_("Indices"),
        headings=(_("Quantity"), _("Value")),
        rows=(("Cg", result.cg), ("Cgk", result.cgk), *rows),
    )


def _method(result: Type1, language: Language) -> str:
    said = _(
        "ISO 22514-7:2021, clause 6: %(share)s of the tolerance against %(multiplier)s standard deviations; at least "
        "%(least)s is asked of Cg and Cgk. Your customer may ask for other figures."
    )
    options = result.method.options
    return said % {
        "share": per_cent(100 * float(options["tolerance_share"] or 0), language, 0),
        "multiplier": significant(float(options["study_multiplier"] or 0), language),
        "least": number(float(options["least"] or 0), language, 2),
    }
