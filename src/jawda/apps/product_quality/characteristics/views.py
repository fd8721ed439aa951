"""The room's first page: what the company measures and counts; adding to it, changing it, putting it away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.diagnostics.exports import respond
from jawda.apps.product_quality.characteristics import domain, exports, judging, queries, words
from jawda.apps.product_quality.characteristics.forms import CharacteristicForm
from jawda.apps.product_quality.enums import CharacteristicState, ChartKind, Importance
from jawda.apps.product_quality.models import Characteristic
from jawda.apps.product_quality.rules import may_work
from jawda.apps.product_quality.tabs import tabs
from jawda.foundation.ui.templatetags.ui import language

PER_PAGE = 25


def filter_of(request: HttpRequest) -> queries.Filter:
    """What the address asks for."""
    asked = request.GET
    return queries.Filter(
        words=asked.get("q", "")[:200], importance=asked.get("importance", ""), chart=asked.get("carte", ""),
        state=asked.get("situation", ""), kept=asked.get("etat", ""), sort=asked.get("tri", queries.USUAL_SORT),
    )  # fmt: skip


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Every characteristic that is watched, narrowed and sorted; what wants a look stands first."""
    if may_work(request.access):  # whoever only looks changes nothing, not even what is derived
        judging.refresh()
    wanted, asked = filter_of(request), language()
    page = Paginator(queries.narrowed(wanted), PER_PAGE).get_page(request.GET.get("page"))
    rows = words.lines(queries.listed(page.object_list), asked)
    counts = queries.counts()
    context = {
        "rows": rows,
        "counts": words.counted(counts),
        "conclusion": words.conclusion(counts, asked),
        "page": page,
        "wanted": wanted,
        "any": bool(rows) or queries.any_characteristic(),
        "importances": Importance.choices,
        "charts": ChartKind.choices,
        "states": CharacteristicState.choices,
        "kept": (("", _("In use")), ("archived", _("Put away")), ("all", pgettext("feminine noun", "All"))),
        "sorts": (
            ("urgence", _("What wants a look")), ("produit", _("Product")), ("nom", _("Name")),
            ("importance", _("Importance")), ("indice", _("Lowest index")), ("recent", _("Measured last")),
        ),
        **tabs(request.access, "overview"),
    }  # fmt: skip
    return render(request, "product_quality/overview.html", context)


@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The list as a file, narrowed and sorted as on the page."""
    if may_work(request.access):  # whoever only looks changes nothing, not even what is derived
        judging.refresh()
    rows = queries.listed(queries.narrowed(filter_of(request)))
    export_of = exports.characteristics(rows)
    return respond(export_of, kind, file="characteristics", language=language(), moment=timezone.now())


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new characteristic."""
    form = CharacteristicForm(queries.instruments(), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = _tried(form, lambda: domain.add(access=request.access, facts=form.facts()))
        if made is not None:
            messages.success(request, _("The characteristic is added. Enter its first samples, or import a file."))
            return redirect("product_quality:chart", request.access.handle, made.pk)
    return render(
        request, "product_quality/characteristics/edit.html", {"form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, characteristic_id: UUID) -> HttpResponse:
    """Say otherwise what it is."""
    row = queries.find(characteristic_id)
    form = CharacteristicForm(
        queries.instruments(), request.POST if request.method == "POST" else None,
        initial=CharacteristicForm.initial_of(row),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = _tried(
            form,
            lambda: domain.change(access=request.access, characteristic_id=characteristic_id, facts=form.facts()),
        )
        if made is not None:
            messages.success(request, _("The characteristic is saved."))
            return redirect("product_quality:chart", request.access.handle, characteristic_id)
    context = {"form": form, "row": row}
    return render(request, "product_quality/characteristics/edit.html", context, status=422 if form.errors else 200)


@require_POST
def archive(request: HttpRequest, characteristic_id: UUID) -> HttpResponse:
    """Put it away, or take it back."""
    queries.find(characteristic_id)
    back = "back" in request.POST
    with transaction.atomic():
        domain.archive(access=request.access, characteristic_id=characteristic_id, back=back)
    said = _("The characteristic is in use again.") if back else _("The characteristic is put away, with its samples.")
    messages.success(request, said)
    return redirect("product_quality:chart", request.access.handle, characteristic_id)


def _tried(form: CharacteristicForm, verb: object) -> Characteristic | None:
    """What the verb made; None where it refused, which then stands in the form."""
    try:
        with transaction.atomic():
            return verb()
    except ValidationError as error:
        for field, faults in error.error_dict.items():
            form.add_error(field if field in form.fields else None, faults)
    return None
