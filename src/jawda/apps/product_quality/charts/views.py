"""The chart's page, and what one does on it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jawda.apps.diagnostics.exports import attachment, language_wanted
from jawda.apps.product_quality.characteristics.queries import find
from jawda.apps.product_quality.charts import domain, screens
from jawda.apps.product_quality.charts.forms import StageForm
from jawda.apps.product_quality.charts.making import Chart
from jawda.apps.product_quality.charts.printing import chart_pdf
from jawda.apps.product_quality.charts.queries import chart_of, load
from jawda.apps.product_quality.models import ChartStage, Sample
from jawda.apps.product_quality.rule_words import RULE_SET_WORDS
from jawda.apps.product_quality.rules import may_work
from jawda.apps.product_quality.tabs import pages_of
from jawda.core.findings import Refused, words_with_place
from jawda.foundation.ui.templatetags.ui import language


@require_GET
def chart(request: HttpRequest, characteristic_id: UUID) -> HttpResponse:
    """The live chart. With ``depuis`` it answers 204 where nothing has changed since then."""
    row = find(characteristic_id)
    if request.GET.get("depuis") == row.changed_at.isoformat():
        return HttpResponse(status=204)
    return chart_page(request, chart_of(row))


def chart_page(
    request: HttpRequest, drawn: Chart, *, status: int = 200, stage_form: StageForm | None = None,
    faults: tuple[str, ...] = (),
) -> HttpResponse:  # fmt: skip
    """The page; what was refused stands on it with what was typed."""
    asked, count, shown_in = request.GET, len(drawn), language()
    base = reverse("product_quality:chart", args=[request.access.handle, drawn.row.pk])
    selected = _point(asked.get("point", ""), count)
    window = screens.Window.asked(asked.get("de", ""), asked.get("a", ""), count, selected)
    context = {
        "chart": drawn,
        "row": drawn.row,
        "base": base,
        "token": drawn.row.changed_at.isoformat(),
        "conclusion": screens.conclusion(drawn, shown_in),
        "card": screens.card(drawn, shown_in),
        "figures": screens.figures(drawn, window, shown_in, base=base, selected=selected),
        "window": window,
        "moves": _moves(window),
        "reading": screens.reading(drawn, selected, shown_in) if selected and drawn.plots else None,
        "selected": selected or window.last,
        "signals": screens.signals(drawn),
        "more_signals": max(0, len(drawn.broken) - screens.TOLD),
        "stages": screens.stages(drawn, shown_in),
        "rules": screens.rule_lines(drawn),
        "rule_sets": RULE_SET_WORDS.items(),
        "stage_form": stage_form or StageForm(auto_id="stage-%s", initial={"from_point": selected or count}),
        "stage_refused": stage_form is not None,
        "faults": faults,
        "may_work": may_work(request.access),
        **pages_of(request.access, drawn.row, "chart"),
    }
    return render(request, "product_quality/charts/chart.html", context, status=status)


def _point(text: str, count: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= count else 0


def _moves(window: screens.Window) -> list[tuple[str, str, str]]:
    """(identifier, words, query) of every other range that is offered."""
    whole = screens.Window(1, window.count, window.count) if window.span < window.count else None
    offers = (
        ("earlier", _("Earlier"), window.moved(-0.5)), ("later", _("Later"), window.moved(0.5)),
        ("closer", _("Closer"), window.scaled(0.5)), ("wider", _("Wider"), window.scaled(2)),
        ("whole", _("All samples"), whole),
    )  # fmt: skip
    return [(name, words, found.query) for name, words, found in offers if found is not None]


@require_GET
def pdf(request: HttpRequest, characteristic_id: UUID) -> HttpResponse:
    """The chart to print, over the range of the page, in the language asked for."""
    drawn, asked = load(characteristic_id), language_wanted(request)
    window = screens.Window.asked(request.GET.get("de", ""), request.GET.get("a", ""), len(drawn))
    content = chart_pdf(
        drawn, window, organisation_name=request.access.organisation_name, fictitious=request.access.fictitious,
        moment=timezone.now(), language=asked,
    )  # fmt: skip
    return attachment(content, f"carte-{asked}.pdf", "application/pdf")


@require_POST
def rules(request: HttpRequest, characteristic_id: UUID) -> HttpResponse:
    """Choose the set, and which of its rules are off; another set begins with all of its own."""
    row = find(characteristic_id)
    wanted = request.POST.get("rules", "")
    on = set(request.POST.getlist("on"))
    off = [name for name in request.POST.getlist("known") if name not in on] if wanted == row.rules else []
    return _done(
        request, characteristic_id, _("The rules are saved."),
        lambda: domain.set_rules(access=request.access, characteristic_id=characteristic_id, rules=wanted, off=off),
    )  # fmt: skip


@require_POST
def add_stage(request: HttpRequest, characteristic_id: UUID) -> HttpResponse:
    """Limits of its own from a sample on."""
    find(characteristic_id)
    form = StageForm(request.POST, auto_id="stage-%s")
    if form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                domain.add_stage(
                    access=request.access, characteristic_id=characteristic_id, from_point=data["from_point"],
                    name=data["name"], frozen=form.frozen(),
                )  # fmt: skip
        except ValidationError as error:
            for field, faults in error.error_dict.items():
                form.add_error(field, faults)
        except Refused as refused:
            for finding in refused.findings:
                form.add_error(None, words_with_place(finding, language()))
        else:
            messages.success(request, _("The stage is added."))
            return _back(request, characteristic_id)
    return chart_page(request, load(characteristic_id), status=422, stage_form=form)


@require_POST
def freeze(request: HttpRequest, characteristic_id: UUID) -> HttpResponse:
    """Keep a stage's limits as they are."""
    find(characteristic_id)
    place = request.POST.get("stage", "")
    if not (place.isascii() and place.isdigit() and len(place) < 4):
        raise Http404
    return _done(
        request, characteristic_id, _("The limits are frozen."),
        lambda: domain.freeze(access=request.access, characteristic_id=characteristic_id, stage=int(place)),
    )  # fmt: skip


@require_POST
def stage(request: HttpRequest, characteristic_id: UUID, chart_stage_id: UUID) -> HttpResponse:
    """Take a stage away, or estimate its limits again."""
    find(characteristic_id)
    verb = domain.thaw if "thaw" in request.POST else domain.remove_stage
    said = _("The limits are estimated again.") if "thaw" in request.POST else _("The stage is taken away.")
    return _done(
        request, characteristic_id, said,
        lambda: verb(access=request.access, characteristic_id=characteristic_id, stage_id=chart_stage_id),
    )  # fmt: skip


@require_POST
def leave_out(request: HttpRequest, characteristic_id: UUID, sample_id: UUID) -> HttpResponse:
    """Say why a sample does not count for the limits; without a reason it counts again."""
    find(characteristic_id)
    reason = request.POST.get("reason", "")
    if not reason.strip() and "again" not in request.POST:
        return chart_page(request, load(characteristic_id), status=422, faults=(_("Say why it is left out."),))
    said = (
        _("The sample counts again.") if "again" in request.POST else _("The sample no longer counts for the limits.")
    )
    reason = "" if "again" in request.POST else reason
    return _done(
        request, characteristic_id, said,
        lambda: domain.leave_out(
            access=request.access, characteristic_id=characteristic_id, sample_id=sample_id, reason=reason
        ),
    )  # fmt: skip


def _done(request: HttpRequest, characteristic_id: UUID, said: str, verb: Callable[[], object]) -> HttpResponse:
    """Do it and go back to the chart; what stands against it is said there, and nothing has changed."""
    try:
        with transaction.atomic():
            verb()
    except (Sample.DoesNotExist, ChartStage.DoesNotExist) as error:
        raise Http404 from error
    except ValidationError as error:
        return chart_page(request, load(characteristic_id), status=422, faults=tuple(error.messages))
    except Refused as refused:
        faults = tuple(words_with_place(finding, language()) for finding in refused.findings)
        return chart_page(request, load(characteristic_id), status=422, faults=faults)
    messages.success(request, said)
    return _back(request, characteristic_id)


def _back(request: HttpRequest, characteristic_id: UUID) -> HttpResponse:
    return redirect("product_quality:chart", request.access.handle, characteristic_id)
