"""What a study of agreement shows: do appraisers judge as the reference, like themselves, and alike?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Final

from django.utils.translation import gettext as _

from jawda.apps.product_quality.gauge.analysis import Measured
from jawda.apps.product_quality.gauge.figures import Figure, Picture, Sheet, Shown, per_cent
from jawda.apps.product_quality.gauge.plans import part_name
from jawda.core.languages import Language
from jawda.core.spreadsheets import Value
from jawda.core.statistics.measurement_systems import Agreement, AttributeAgreement
from jawda.core.statistics.result import Width
from jawda.foundation.ui.formats import NOTHING, number
from jawda.foundation.ui.tables import Column, Table

#: Parts that were misjudged most, which are worth looking at together.
_MOST_PARTS: Final = 15


def judgement(good: bool) -> str:
    """How a part was judged, in a word."""
    return _("good") if good else _("bad")


def shown(result: AttributeAgreement, measured: Measured, language: Language) -> Shown:
    """Effectiveness of each appraiser, the four comparisons, the parts that were misjudged."""
    misjudged = _misjudged(measured)
    tables = [_appraisers(result, language), _comparisons(result, language)]
    if misjudged:
        tables.append(_parts(misjudged, measured, language))
    return Shown(
        figures=tuple(_figures(result, language)),
        tables=tuple(tables),
        pictures=(_picture(result, language),),
        sheets=_sheets(result, misjudged, measured),
        method=_(
            "AIAG MSA, 4th edition, chapter III.C. Acceptable: effectiveness of at least 90 per cent, at most 2 per "
            "cent of misses and 5 per cent of false alarms; marginal: 80, 5 and 10. Kappa after Fleiss: good from 0.75."
        ),
    )


def _figures(result: AttributeAgreement, language: Language) -> Iterator[Figure]:
    worst = min(result.decisions, key=lambda one: one.effectiveness)
    yield Figure(
        per_cent(worst.effectiveness, language),
        _("Parts judged right each time by %(appraiser)s, the least effective") % {"appraiser": worst.appraiser},
        "",
    )
    misses = [one for one in result.decisions if one.miss_rate is not None]
    if misses:
        kindest = max(misses, key=lambda one: one.miss_rate or 0.0)
        said = _("Bad parts let pass by %(appraiser)s, the most") % {"appraiser": kindest.appraiser}
        yield Figure(per_cent(kindest.miss_rate, language), said, "")
    together = result.all_against_standard
    if together is not None:
        ends = _ends(together, language)
        yield Figure(per_cent(together.match.percent, language), _("Parts judged right by all, each time"), ends)
    if result.between is not None:
        yield Figure(_kappa(result.between, language), _("Kappa between appraisers (good from 0.75)"), "")


def _ends(one: Agreement, language: Language) -> str:
    said = {"confidence": per_cent(95, language, 0), "low": number(one.match.low, language, 1),
            "high": number(one.match.high, language, 1)}  # fmt: skip
    return _("%(confidence)s interval: %(low)s to %(high)s") % said


def _kappa(one: Agreement, language: Language) -> str:
    known = one.kappa.kappa if one.kappa is not None else None
    return NOTHING if known is None else number(known, language, 2)


def _appraisers(result: AttributeAgreement, language: Language) -> Table:
    headings = (_("Effectiveness"), _("Right judgements"), _("Misses"), _("False alarms"))
    return Table(
        caption=_("Each appraiser against the reference"),
        columns=(
            Column(label=_("Appraiser"), heading=True, fold="wide"),
            *(Column(label=label, numeric=True, fold="repeat") for label in headings),
        ),
        rows=tuple(
            (one.appraiser, *(per_cent(value, language) for value in (
                one.effectiveness, one.right_decisions, one.miss_rate, one.false_alarm_rate)))
            for one in result.decisions
        ),
    )  # fmt: skip


def _compared(result: AttributeAgreement) -> Iterator[tuple[str, Agreement]]:
    """Every comparison with its name."""
    for one in result.within:
        yield _("%(appraiser)s with themselves") % {"appraiser": one.appraiser}, one
    for one in result.against_standard:
        yield _("%(appraiser)s with the reference") % {"appraiser": one.appraiser}, one
    if result.between is not None:
        yield _("All appraisers with each other"), result.between
    if result.all_against_standard is not None:
        yield _("All appraisers with the reference"), result.all_against_standard


def _comparisons(result: AttributeAgreement, language: Language) -> Table:
    return Table(
        caption=_("Comparisons"),
        caption_hidden=False,
        columns=(
            Column(label=_("Comparison"), heading=True, fold="wide"),
            Column(label=_("Parts that agree"), numeric=True, fold="repeat"),
            Column(label=_("Share"), numeric=True, fold="repeat"),
            Column(label="kappa", numeric=True, fold="repeat"),
        ),
        rows=tuple(
            (
                name,
                f"{number(one.match.matched, language)} / {number(one.match.inspected, language)}",
                per_cent(one.match.percent, language),
                _kappa(one, language),
            )
            for name, one in _compared(result)
        ),
    )


def _misjudged(measured: Measured) -> tuple[tuple[int, int, int], ...]:
    """Parts that were not always judged as the reference: part, wrong judgements, judgements; the worst first."""
    bad = set(measured.study.nonconforming_parts)
    wrong = Counter(row.part for row in measured.readings if bool(row.value) == (row.part in bad))
    each = Counter(row.part for row in measured.readings)
    return tuple((part, count, each[part]) for part, count in sorted(wrong.items(), key=lambda one: (-one[1], one[0])))


def _parts(misjudged: tuple[tuple[int, int, int], ...], measured: Measured, language: Language) -> Table:
    study = measured.study
    return Table(
        caption=_("Parts to look at together: those misjudged most"),
        caption_hidden=False,
        columns=(
            Column(label=_("Part"), heading=True, fold="wide"),
            Column(label=_("Reference judgement"), fold="repeat"),
            Column(label=_("Judged otherwise"), numeric=True, fold="repeat"),
        ),
        rows=tuple(
            (
                part_name(study, part),
                judgement(part not in study.nonconforming_parts),
                f"{number(wrong, language)} / {number(whole, language)}",
            )
            for part, wrong, whole in misjudged[:_MOST_PARTS]
        ),
    )


def _picture(result: AttributeAgreement, language: Language) -> Picture:
    worst, best = (choose(result.decisions, key=lambda one: one.effectiveness) for choose in (min, max))
    said = _("From %(low)s (%(worst)s) to %(high)s (%(best)s) of the parts are judged right each time.") % {
        "low": per_cent(worst.effectiveness, language), "worst": worst.appraiser,
        "high": per_cent(best.effectiveness, language), "best": best.appraiser,
    }  # fmt: skip
    return Picture(sentence=said, draw=partial(_drawn, result, language), table=_appraisers(result, language))


def _drawn(result: AttributeAgreement, language: Language, width: Width) -> str:
    return result.figure(language=language, width=width)


def _sheets(
    result: AttributeAgreement, misjudged: tuple[tuple[int, int, int], ...], measured: Measured
) -> tuple[Sheet, ...]:
    appraisers: tuple[tuple[Value, ...], ...] = tuple(
        (one.appraiser, one.effectiveness, one.right_decisions, one.miss_rate, one.false_alarm_rate)
        for one in result.decisions
    )
    compared: tuple[tuple[Value, ...], ...] = tuple(
        (name, one.match.matched, one.match.inspected, one.match.percent, one.match.low, one.match.high,
         one.kappa.kappa if one.kappa is not None else None)
        for name, one in _compared(result)
    )  # fmt: skip
    study = measured.study
    parts: tuple[tuple[Value, ...], ...] = tuple(
        (part_name(study, part), judgement(part not in study.nonconforming_parts), wrong, whole)
        for part, wrong, whole in misjudged
    )
    return (
        Sheet(
            name=_("Appraisers"),
            headings=(_("Appraiser"), _("Effectiveness"), _("Right judgements"), _("Misses"), _("False alarms")),
            rows=appraisers,
        ),
        Sheet(
            name=_("Comparisons"),
            headings=(_("Comparison"), _("Parts that agree"), _("Parts"), _("Share"), _("From"), _("To"), "kappa"),
            rows=compared,
        ),
        Sheet(
            name=_("Misjudged parts"),
            headings=(_("Part"), _("Reference judgement"), _("Judged otherwise"), _("Judgements")),
            rows=parts,
        ),
    )
