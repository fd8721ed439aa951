"""How severe the next inspection is, from the lots before; they stand in the address, a letter each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast, get_args

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from jawda.apps.product_quality.sampling_plans import screens
from jawda.apps.product_quality.sampling_plans.asked import SEVERITY_LABELS, PlanKind
from jawda.apps.product_quality.tabs import tabs
from jawda.core.statistics.acceptance_sampling import EDITIONS, Lot, SwitchingHistory, switching_history
from jawda.core.statistics.acceptance_sampling.editions import EditionName, Severity
from jawda.core.statistics.acceptance_sampling.switching import Inspection, LotSwitch
from jawda.foundation.ui.formats import NOTHING, number
from jawda.foundation.ui.marks import Mark
from jawda.foundation.ui.tables import Column, Table
from jawda.foundation.ui.templatetags.ui import language, tag

MOST_LOTS: Final = 100
RESULTS: Final[dict[str, Lot]] = {
    "A": Lot(accepted=True),
    "S": Lot(accepted=True, would_pass_tighter=True),
    "N": Lot(accepted=True, would_pass_tighter=False),
    "R": Lot(accepted=False),
}
"""What a letter of the address stands for."""
LABELS: Final[dict[str, object]] = {
    "A": gettext_lazy("Accepted"),
    "S": gettext_lazy("Accepted, and would be at the next stricter AQL"),
    "N": gettext_lazy("Accepted, but not at the next stricter AQL"),
    "R": gettext_lazy("Not accepted"),
}
INSPECTION_LABELS: Final[dict[Inspection, object]] = {
    **SEVERITY_LABELS,
    "discontinued": gettext_lazy("Inspection stopped"),
}


class RulesForm(forms.Form):
    """Under which rules the lots are read."""

    quiet = True

    edition = forms.ChoiceField(label=gettext_lazy("Standard and edition"), initial="iso-2859-1-1999")
    depart = forms.ChoiceField(label=gettext_lazy("The first lot was under"), choices=SEVERITY_LABELS, initial="normal")
    reduit = forms.BooleanField(
        label=gettext_lazy("Production is steady and reduced inspection is wanted"), required=False
    )

    def __init__(self, data: dict[str, str]) -> None:
        super().__init__({"edition": "iso-2859-1-1999", "depart": "normal"} | data)
        self.fields["edition"].choices = [
            (name, f"{item.standard}, {item.edition}") for name, item in EDITIONS.items() if item.tables
        ]


@dataclass(frozen=True, slots=True)
class Offer:
    """A result that may be added, and the address with it."""

    label: object
    url: str


@require_GET
def switching(request: HttpRequest) -> HttpResponse:
    """The severity for the next lot and why; a button adds the result of a lot."""
    lots = "".join(letter for letter in request.GET.get("lots", "") if letter in RESULTS)[-MOST_LOTS:]
    form = RulesForm({name: value for name, value in request.GET.items() if name in RulesForm.base_fields})
    history = _history(form, lots) if form.is_valid() else None
    scored = history is not None and history.state.rules.to_reduced == "score"
    offered = ("A", "S", "N", "R") if scored else ("A", "R")
    context: dict[str, object] = {
        "form": form,
        "lots": lots,
        "history": history,
        "offers": [Offer(LABELS[letter], _address(request, lots + letter)) for letter in offered],
        "undo": _address(request, lots[:-1]) if lots else "",
        "restart": _address(request, ""),
        **tabs(request.access, "sampling_plans"),
    }
    if history is not None:
        context |= {
            "heading": _next(history.severity),
            "remarks": screens.remarks(history.findings[::-1]),
            "score": _score(history) if scored and history.severity == "normal" else "",
            "table": _table(history, lots) if lots else None,
            "plan_url": _plan_address(request, form, history),
        }
    else:
        context["heading"] = _("How severe is the next inspection?")
    page = "product_quality/sampling_plans/switching.html"
    return render(request, page, context, status=422 if form.errors else 200)


def _history(form: RulesForm, lots: str) -> SwitchingHistory:
    data = form.cleaned_data
    return switching_history(
        [RESULTS[letter] for letter in lots],
        edition=cast(EditionName, data["edition"]),
        start=cast(Severity, data["depart"]),
        reduced_authorised=data["reduit"],
    )


def _next(severity: Inspection) -> str:
    """Said in full: languages inflect the severity."""
    return {
        "normal": _("Next lot: normal inspection."),
        "tightened": _("Next lot: tightened inspection."),
        "reduced": _("Next lot: reduced inspection."),
        "discontinued": _("No next lot: sampling inspection stops until the supplier has acted."),
    }[severity]


def _score(history: SwitchingHistory) -> str:
    figures = {"score": history.state.score, "wanted": history.state.rules.reduced_score}
    return _("Switching score: %(score)s; reduced inspection is possible from %(wanted)s.") % figures


def _address(request: HttpRequest, lots: str) -> str:
    asked: QueryDict = request.GET.copy()
    asked["lots"] = lots[-MOST_LOTS:]
    return f"?{asked.urlencode()}"


def _plan_address(request: HttpRequest, form: RulesForm, history: SwitchingHistory) -> str:
    """To the plan of that severity; none when inspection stops."""
    if history.severity not in get_args(Severity):
        return ""
    asked = QueryDict(mutable=True)
    asked.update({"plan": PlanKind.SINGLE.value, "severite": history.severity, "edition": form.cleaned_data["edition"]})
    return f"{reverse('product_quality:sampling_plans', args=[request.access.handle])}?{asked.urlencode()}"


def _table(history: SwitchingHistory, lots: str) -> Table:
    """The newest first."""
    scored = history.state.rules.to_reduced == "score"
    columns = [
        Column(label=_("Lot"), heading=True, fold="repeat"),
        Column(label=_("Result")),
        Column(label=_("Inspected under"), fold="repeat"),
        Column(label=_("Next lot"), fold="repeat"),
    ]
    if scored:
        columns.append(Column(label=_("Score"), numeric=True, fold="repeat"))
    rows = [_row(one, letter, scored=scored) for one, letter in zip(history.lots, lots, strict=True)]
    return Table(caption=_("The lots, the newest first"), columns=tuple(columns), rows=tuple(rows[::-1]))


def _row(one: LotSwitch, letter: str, *, scored: bool) -> tuple[object, ...]:
    result = tag(Mark.CONFORMS if one.accepted else Mark.DOES_NOT, str(LABELS[letter]))
    cells = (
        number(one.lot, language()),
        result,
        str(INSPECTION_LABELS[one.severity]),
        str(INSPECTION_LABELS[one.after]),
    )
    return (*cells, NOTHING if one.score is None else str(one.score)) if scored else cells
