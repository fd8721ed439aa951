"""The organisation's sites: list, add, change, end, and a spreadsheet out and in."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.organisations import codes, domain, queries
from jawda.apps.organisations.exports import CSV, XLSX, attachment
from jawda.apps.organisations.forms import SiteFileForm, SiteForm
from jawda.apps.organisations.models import Site
from jawda.apps.organisations.rules import is_member, may_administer
from jawda.apps.organisations.site_files import read_sites, write_sites
from jawda.apps.organisations.views.common import posted, sentence, tabs, tried
from jawda.core.findings import Refused, words_with_place
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.templatetags.ui import language

SALT = "jawda.organisations.sites"


@require_GET
@room(is_member)
def sites(request: HttpRequest) -> HttpResponse:
    """Where it works."""
    rows = [(site, codes.region_title(site.region)) for site in queries.sites()]
    context = {
        "rows": rows,
        "may_edit": may_administer(request.access),
        **tabs(request.access, "organisations:sites"),
    }
    return render(request, "organisations/sites.html", context)


@require_http_methods(["GET", "POST"])
@room(may_administer)
def add(request: HttpRequest) -> HttpResponse:
    """A new place."""
    form = SiteForm(posted(request))
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        if tried(form, lambda: domain.add_site(access=request.access, facts=facts)):
            messages.success(request, _("The site is added."))
            return redirect("organisations:sites", request.access.handle)
    return render(request, "organisations/site.html", {"form": form})


@require_http_methods(["GET", "POST"])
@room(may_administer)
def change(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Correct what is said of a place, or say that work there has ended."""
    try:
        site = queries.site(site_id)
    except Site.DoesNotExist as error:
        raise Http404 from error
    form = SiteForm(posted(request), initial=SiteForm.initial_of(site))
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        if tried(form, lambda: domain.change_site(access=request.access, site_id=site_id, facts=facts)):
            messages.success(request, _("The site is saved."))
            return redirect("organisations:sites", request.access.handle)
    return render(request, "organisations/site.html", {"form": form, "site": site})


@require_POST
@room(may_administer)
def end(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Work there has ended; the place is kept with its last day."""
    try:
        domain.end_site(access=request.access, site_id=site_id)
    except Site.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("The site is closed from today on."))
    return redirect("organisations:sites", request.access.handle)


@require_GET
@room(is_member)
def spreadsheet(request: HttpRequest) -> HttpResponse:
    """The sites in use as a file that can be changed and read back."""
    kind = "csv" if request.GET.get("format") == "csv" else "xlsx"
    rows = [site for site in queries.sites() if site.ended_on is None]
    content = write_sites(rows, kind, language(), timezone.now())
    return attachment(content, f"jawda-sites.{kind}", CSV if kind == "csv" else XLSX)


@require_http_methods(["GET", "POST"])
@room(may_administer)
def upload(request: HttpRequest) -> HttpResponse:
    """Step 1 reads the file and shows what would change; step 2, signed, writes all of it or nothing."""
    salt = f"{SALT}.{request.access.organisation_id}"
    form = SiteFileForm(posted(request), request.FILES or None)
    context: dict[str, object] = {}
    if request.method == "POST" and "confirmed" in request.POST:
        return _write(request, salt)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            facts = read_sites(file.read(), file=file.name[:120])
        except Refused as refused:
            context["faults"] = [words_with_place(finding, language()) for finding in refused.findings[:50]]
        else:
            known = {site.name: site for site in queries.sites() if site.ended_on is None}
            context["rows"] = [(item, known.get(item.name), codes.region_title(item.region)) for item in facts]
            context["confirmed"] = signing.dumps([asdict(item) for item in facts], salt=salt, compress=True)
    return render(request, "organisations/sites_upload.html", {"form": form, **context})


def _write(request: HttpRequest, salt: str) -> HttpResponse:
    try:
        rows = signing.loads(request.POST["confirmed"], salt=salt, max_age=3600)
        facts = [domain.SiteFacts(**row) for row in rows]
        added, changed = domain.import_sites(access=request.access, rows=facts)
    except signing.BadSignature:
        messages.error(request, _("The preview is too old. Choose the file again."))
        return redirect("organisations:upload_sites", request.access.handle)
    except ValidationError as error:
        messages.error(request, sentence(error))
        return redirect("organisations:upload_sites", request.access.handle)
    said = [
        ngettext("%(count)d site added.", "%(count)d sites added.", added) % {"count": added},
        ngettext("%(count)d site read again.", "%(count)d sites read again.", changed) % {"count": changed},
    ]
    messages.success(request, " ".join(said))
    return redirect("organisations:sites", request.access.handle)
