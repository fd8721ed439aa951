"""Pages of ecosystems: what everyone reads, what a company shares, and the federation's cohort and convention."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.ecosystems import domain, queries
from jawda.apps.ecosystems.forms import ConsentForm, ConventionForm, EcosystemForm, JoinForm
from jawda.apps.ecosystems.models import Ecosystem, Purpose, Stage
from jawda.apps.ecosystems.rules import (
    may_be_named,
    may_join,
    may_see_sharing,
    may_share,
    may_write_convention,
)
from jawda.apps.organisations import codes
from jawda.apps.organisations.exports import asked, table_file
from jawda.apps.organisations.rules import is_federation
from jawda.apps.organisations.views.common import posted, sentence, tried
from jawda.foundation.tenancy.routes import public, room
from jawda.foundation.ui.tables import Column
from jawda.foundation.ui.templatetags.ui import in_language


@require_GET
@public
def ecosystems(request: HttpRequest) -> HttpResponse:
    """Every published ecosystem."""
    return render(request, "ecosystems/list.html", {"ecosystems": queries.ecosystems()})


@require_GET
@public
def ecosystem(request: HttpRequest, slug: str) -> HttpResponse:
    """Its federation, its convention, and the companies that agreed to be named."""
    try:
        found = queries.public_ecosystem(slug)
    except Ecosystem.DoesNotExist as error:
        raise Http404 from error
    return render(request, "ecosystems/ecosystem.html", {"found": found, "ecosystem": found.ecosystem})


@require_GET
@room(is_federation)
def cohort(request: HttpRequest) -> HttpResponse:
    """Who takes part and at what stage; no answer, no result. Filter, search, sort, export."""
    sort = request.GET.get("sort", "name")
    wanted = queries.CohortFilter(
        stage=request.GET.get("stage", ""),
        region=request.GET.get("region", ""),
        text=request.GET.get("q", "").strip(),
        ecosystem=request.GET.get("ecosystem", ""),
        sort=sort if sort.removeprefix("-") in queries.SORTS else "name",
    )
    found = queries.cohort(wanted)
    if kind := asked(request):
        columns = [_("Company"), _("Ecosystem"), _("City"), _("Region"), _("Stage"), _("Takes part since")]
        rows = [
            [
                row.company_name, in_language(row.ecosystem.name), row.city, codes.region_title(row.region),
                row.stage_label or _("not shown"), timezone.localdate(row.enrolled_at),
            ]
            for row in found.companies
        ]  # fmt: skip
        return table_file(kind, name="jawda-cohorte", columns=columns, rows=rows)
    steps = [(stage, count, 100 * count / found.shown if found.shown else None) for stage, count in found.stages]
    page = Paginator(found.companies, 50).get_page(request.GET.get("page"))
    context = {
        "cohort": found,
        "page": page,
        "rows": [(row, codes.region_title(row.region)) for row in page],
        "steps": steps,
        "wanted": wanted,
        "filtered": bool(wanted.stage or wanted.region or wanted.text or wanted.ecosystem),
        "stages": [*[(stage.value, stage.label) for stage in Stage], (queries.NOT_SHOWN, _("not shown"))],
        "regions": codes.options(codes.REGIONS),
        "columns": _columns(request, wanted),
    }
    return render(request, "ecosystems/cohort.html", context)


def _columns(request: HttpRequest, wanted: queries.CohortFilter) -> list[Column]:
    labels = {"name": _("Company"), "city": _("City"), "stage": _("Stage"), "since": _("Takes part since")}
    kept = {name: value for name, value in request.GET.items() if name not in ("sort", "page") and value}
    columns = []
    for name, label in labels.items():
        now = "ascending" if wanted.sort == name else "descending" if wanted.sort == f"-{name}" else ""
        target = f"-{name}" if now == "ascending" else name
        columns.append(Column(label=label, sort_url="?" + urlencode(kept | {"sort": target}), sorted=now))
    return columns


@require_GET
@room(may_see_sharing)
def sharing(request: HttpRequest) -> HttpResponse:
    """What the company shows, to whom, until when; every consent it ever gave; what it may join."""
    taken = queries.sharing()
    joined = {item.ecosystem.pk for item in taken}
    named = may_be_named(request.access)
    context = {
        "sharing": taken,
        "open": [item for item in queries.ecosystems() if item.pk not in joined] if may_join(request.access) else [],
        "history": queries.consent_history(),
        "may_share": may_share(request.access),
        "may_join": may_join(request.access),
        "may_be_named": named,
    }
    return render(request, "ecosystems/sharing.html", context)


@require_http_methods(["GET", "POST"])
@room(may_join)
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Join an ecosystem and choose what to show."""
    found = _ecosystem(slug)
    form = JoinForm(posted(request), may_be_named=may_be_named(request.access))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if tried(
            form,
            lambda: domain.take_part(
                access=request.access, ecosystem=found, show_stage=data["show_stage"],
                show_name=data["show_name"] and may_be_named(request.access),
            ),
        ):  # fmt: skip
            messages.success(request, _("You take part in the ecosystem."))
            return redirect("ecosystems:sharing", request.access.handle)
    return render(request, "ecosystems/join.html", {"form": form, "ecosystem": found})


@require_http_methods(["GET", "POST"])
@room(may_share)
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave an ecosystem: what was shown disappears."""
    found = _ecosystem(slug)
    if request.method == "POST":
        domain.leave(access=request.access, ecosystem=found)
        messages.success(request, _("You no longer take part. What you showed is gone."))
        return redirect("ecosystems:sharing", request.access.handle)
    return render(request, "ecosystems/leave.html", {"ecosystem": found})


@require_http_methods(["GET", "POST"])
@room(may_share)
def consent(request: HttpRequest, slug: str, purpose: str) -> HttpResponse:
    """Agree to show something, until a day or until it is withdrawn."""
    found, purpose = _ecosystem(slug), _purpose(purpose)
    form = ConsentForm(posted(request))
    if request.method == "POST" and form.is_valid():
        ends_on = form.cleaned_data["ends_on"]
        if tried(
            form,
            lambda: domain.consent(access=request.access, ecosystem=found, purpose=purpose, ends_on=ends_on),
        ):
            messages.success(request, _("Your consent is recorded. You may withdraw it at any time."))
            return redirect("ecosystems:sharing", request.access.handle)
    context = {"form": form, "ecosystem": found, "purpose": purpose, "stage": purpose == Purpose.SHOW_STAGE}
    return render(request, "ecosystems/consent.html", context)


@require_POST
@room(may_share)
def withdraw(request: HttpRequest, slug: str, purpose: str) -> HttpResponse:
    """Withdraw a consent: what it showed disappears at once."""
    domain.withdraw_consent(access=request.access, ecosystem=_ecosystem(slug), purpose=_purpose(purpose))
    messages.success(request, _("Your consent is withdrawn: it is shown no more."))
    return redirect("ecosystems:sharing", request.access.handle)


@require_GET
@room(is_federation)
def conventions(request: HttpRequest) -> HttpResponse:
    """The federation's ecosystems with their conventions."""
    context = {"items": queries.own_ecosystems(), "may_write": may_write_convention(request.access)}
    return render(request, "ecosystems/conventions.html", context)


@require_http_methods(["GET", "POST"])
@room(may_write_convention)
def convention(request: HttpRequest, ecosystem_id: UUID) -> HttpResponse:
    """Write the convention of one's ecosystem."""
    try:
        found = queries.own_ecosystem(ecosystem_id)
    except Ecosystem.DoesNotExist as error:
        raise Http404 from error
    form = ConventionForm(posted(request), initial=ConventionForm.initial_of(found.convention))
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        if tried(form, lambda: domain.write_convention(access=request.access, ecosystem_id=ecosystem_id, facts=facts)):
            messages.success(request, _("The convention is published."))
            return redirect("ecosystems:conventions", request.access.handle)
    return render(request, "ecosystems/convention.html", {"form": form, "ecosystem": found.ecosystem})


@require_http_methods(["GET", "POST"])
@room(may_write_convention)
def publish(request: HttpRequest) -> HttpResponse:
    """Publish a new ecosystem of the federation."""
    form = EcosystemForm(posted(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                made = domain.open_ecosystem(
                    access=request.access, slug=data["slug"], sector=data["sector"],
                    names=(data["name_fr"], data["name_ar"], data["name_en"]),
                )  # fmt: skip
        except ValidationError as error:
            form.add_error("slug", sentence(error))
        else:
            return redirect("ecosystems:convention", request.access.handle, made.pk)
    public_address = request.build_absolute_uri(reverse("public_ecosystems"))
    return render(request, "ecosystems/publish.html", {"form": form, "address": public_address})


def _ecosystem(slug: str) -> Ecosystem:
    found = Ecosystem.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _purpose(name: str) -> Purpose:
    if name not in Purpose.values:
        raise Http404
    return Purpose(name)
