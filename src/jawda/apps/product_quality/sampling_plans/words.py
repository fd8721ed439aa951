"""What a plan says in words: what to do with the lot in one line, by what it was found, what its curve means."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jawda.apps.product_quality.sampling_plans.asked import SEVERITY_LABELS, SIGMA_LABELS, PlanKind
from jawda.apps.product_quality.sampling_plans.finding import Found, Stage
from jawda.core.languages import Language
from jawda.core.statistics.acceptance_sampling import SamplingPlan, VariablesPlan, VariablesPlanForRisks
from jawda.foundation.ui.formats import number, percent
from jawda.foundation.ui.templatetags.ui import language


def share(fraction: float, shown_in: Language | None = None) -> str:
    """A fraction as a percentage of three significant digits, without needless zeros.

    >>> share(0.0651834, "en"), share(0.1, "en")
    ('6.52%', '10%')
    """
    digits = f"{100 * fraction:.3g}"
    places = len(f"{float(digits):f}".rstrip("0").partition(".")[2])
    return percent(fraction, shown_in or language(), places)


def quality_words(found: Found, quality: float) -> str:
    """A quality in the unit of the plan: percent, or nonconformities per 100 units."""
    if not found.counts_nonconformities:
        return share(quality)
    count = float(f"{100 * quality:.3g}")
    return _("%(count)s per 100 units") % {"count": number(count, language(), None if count % 1 else 0)}


def headline(found: Found) -> str:
    """What to do, in the order in which it is done."""
    result = found.result
    if isinstance(result, VariablesPlan) and result.full_inspection:
        said = ngettext(
            "Measure the only unit of the lot and compare it with the limits.",
            "Measure all %(count)s units of the lot and compare each with the limits.",
            result.lot_size,
        )
        return said % {"count": _figure(result.lot_size)}
    if isinstance(result, VariablesPlan | VariablesPlanForRisks):
        first = ngettext("Measure %(count)s unit.", "Measure %(count)s units.", result.sample_size)
        first %= {"count": _figure(result.sample_size)}
        then = _("Accept if the mean stays at least %(k)s standard deviations within the limit.")
        return f"{first} {then % {'k': number(result.k, language(), 2)}}"
    stage = found.stages[0]
    if found.full_inspection:
        lot = found.asked.lot or 0
        first = ngettext("Inspect the only unit of the lot.", "Inspect all %(count)s units of the lot.", lot)
        first %= {"count": _figure(lot)}
    else:
        first = _draw(stage.size)
    return f"{first} {_decide(found, 0)}"


def stage_title(found: Found, at: int) -> str:
    """Which sample, and how many units."""
    size = found.stages[at].size
    if len(found.stages) == 1:
        return _draw(min(size, found.asked.lot or size))
    units = ngettext("%(count)s unit", "%(count)s units", size) % {"count": _figure(size)}
    return _("Sample %(number)s of %(total)s: %(units)s") % {
        "number": at + 1, "total": len(found.stages), "units": units,
    }  # fmt: skip


def stage_rule(found: Found, at: int) -> str:
    """Up to which total the lot is accepted after this sample, and from which it is not."""
    return _decide(found, at)


def _draw(size: int) -> str:
    return ngettext("Draw %(count)s unit.", "Draw %(count)s units.", size) % {"count": _figure(size)}


def _decide(found: Found, at: int) -> str:
    stage = found.stages[at]
    numbers = {"accept": _figure(stage.accept or 0), "reject": _figure(stage.reject)}
    said = _accepting(found, stage) % numbers
    if at == len(found.stages) - 1:
        return said
    size = found.stages[at + 1].size
    more = ngettext("Otherwise draw %(count)s more.", "Otherwise draw %(count)s more.", size)
    return f"{said} {more % {'count': _figure(size)}}"


def _accepting(found: Found, stage: Stage) -> str:
    """Said in full for each case: languages inflect them apart."""
    if found.counts_nonconformities:
        if stage.accept is None:
            return _("Do not accept from %(reject)s nonconformities; no acceptance yet.")
        if stage.accept == 0:
            return _("Accept if there is no nonconformity, do not accept from %(reject)s.")
        return _("Accept up to %(accept)s nonconformities, do not accept from %(reject)s.")
    if stage.accept is None:
        return _("Do not accept from %(reject)s nonconforming; no acceptance yet.")
    if stage.accept == 0 and stage.reject == 1:
        return _("Accept if none is nonconforming, do not accept from the first.")
    if stage.accept == 0:
        return _("Accept if none is nonconforming, do not accept from %(reject)s.")
    return _("Accept up to %(accept)s nonconforming, do not accept from %(reject)s.")


def _figure(value: int) -> str:
    return number(value, language())


def curve_sentence(found: Found) -> str:
    """What one concludes from the operating characteristic; of a lot inspected whole, what passes."""
    if found.whole_lot is not None:
        return found.whole_lot.sentence(language())
    good, _even, poor = found.levels
    said = _("At %(good)s nonconforming the plan accepts 95 lots in 100; at %(poor)s still 10 in 100.")
    if found.counts_nonconformities:
        said = _("At %(good)s the plan accepts 95 lots in 100; at %(poor)s still 10 in 100.")
    return said % {"good": quality_words(found, good.quality), "poor": quality_words(found, poor.quality)}


def facts(found: Found) -> tuple[tuple[str, str], ...]:
    """By what the plan was found: names and values."""
    asked, result = found.asked, found.result
    rows: list[tuple[str, str]] = [(_("Kind of plan"), str(PlanKind(asked.kind).label))]
    if asked.lot is not None:
        rows.append((_("Lot size"), _figure(asked.lot)))
    if isinstance(result, SamplingPlan | VariablesPlan):
        rows.append((_("Code letter"), _letter(result)))
    if asked.kind in (PlanKind.ZERO, PlanKind.SINGLE, PlanKind.DOUBLE, PlanKind.MULTIPLE, PlanKind.VARIABLES):
        rows.append((_("AQL"), quality_words(found, float(asked.aql) / 100)))
        level = asked.variables_level if asked.kind is PlanKind.VARIABLES else asked.level
        rows.append((_("Inspection level"), level))
    if isinstance(result, SamplingPlan | VariablesPlan):
        rows.append((_("Severity"), str(SEVERITY_LABELS[result.severity])))
    if asked.kind in (PlanKind.RISKS, PlanKind.RISKS_VARIABLES):
        at = pgettext("a risk at a quality", "%(risk)s at %(quality)s nonconforming")
        for label, risk, quality in (
            (_("Producer’s risk"), asked.producer_risk, asked.good),
            (_("Consumer’s risk"), asked.consumer_risk, asked.poor),
        ):
            rows.append((label, at % {"risk": share(risk), "quality": share(quality)}))
    if asked.kind is PlanKind.EXCLUDING:
        rows += [(_("Quality excluded"), share(asked.excluded)), (_("Confidence"), share(asked.confidence))]
    if isinstance(result, VariablesPlan | VariablesPlanForRisks):
        rows += [(_("Acceptability constant k"), number(result.k, language(), 3))]
        rows += [(_("Standard deviation"), str(SIGMA_LABELS[result.sigma]))]
    if isinstance(result, VariablesPlan):
        rows.append((_("Maximum nonconforming M"), share(result.M)))
    rows.append((_("Standard"), standard(found)))
    copy = found.result.method.options.get("copy")
    return (*rows, (pgettext("of a standard", "Copy"), str(copy))) if copy else tuple(rows)


def _letter(result: SamplingPlan | VariablesPlan) -> str:
    if isinstance(result, SamplingPlan) and result.plan_letter != result.code_letter:
        said = {"asked": result.code_letter, "used": result.plan_letter}
        return _("%(asked)s; the arrow of the table leads to %(used)s") % said
    return result.code_letter


def standard(found: Found) -> str:
    """The standard or the paper, with edition and clause."""
    method = found.result.method
    if not method.standard:
        return _("Exact computation, no table")
    joint = ":" if method.edition[:1].isdigit() else " "
    edition = f"{method.standard}{joint}{method.edition}" if method.edition else method.standard
    return f"{edition}, {method.clause}" if method.clause else edition
