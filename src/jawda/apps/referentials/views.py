"""Pages of the referentials: what is published, one with its tree, files, two editions, and publishing."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jawda.apps.referentials import domain, screens, store
from jawda.apps.referentials.models import Draft, StoredReferential
from jawda.apps.referentials.rules import may_publish
from jawda.apps.referentials.sent_files import FAULTS_SHOWN, LARGEST, faults_of, sent_file
from jawda.core.assessment import template
from jawda.core.findings import Refused, words_with_place
from jawda.core.languages import LANGUAGES, Language
from jawda.core.referentials import (
    Referential,
    check,
    check_succession,
    write_oscal_catalog,
    write_referential,
    write_spreadsheet,
)
from jawda.core.spreadsheets import write_workbook
from jawda.foundation.tenancy.routes import operator_only, public
from jawda.foundation.ui.templatetags.ui import language

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@public
def published(request: HttpRequest) -> HttpResponse:
    """Every published referential with its facts."""
    items, today = store.listed(), timezone.localdate()
    context = {
        "items": items,
        "announced": {item.identifier for item in items if item.announced(today)},
        "may_publish": may_publish(request.user),
    }
    return render(request, "referentials/list.html", context)


@require_GET
@public
def one(request: HttpRequest, identifier: str) -> HttpResponse:
    """One referential: facts, files, tree."""
    context = {"screen": screens.one(_found(identifier), language()), "languages": LANGUAGES}
    return render(request, "referentials/one.html", context)


def _found(identifier: str) -> Referential:
    try:
        return store.load(identifier)
    except store.UnknownReferential as fault:
        raise Http404 from fault


@require_GET
@public
def download(request: HttpRequest, identifier: str, kind: str) -> HttpResponse:
    """The whole referential as a file, or the empty sheet to fill in."""
    row = StoredReferential.objects.filter(identifier=identifier).only("digest").first()
    if row is None or kind not in FILES:
        raise Http404
    name, content_type = FILES[kind]
    asked = next((code for code in LANGUAGES if code == request.GET.get("langue")), language())
    content = file_of(row.digest, kind, asked if kind == "reponses" else "fr")
    file = f"{identifier}{name}"
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{file}"'}
    )


FILES: Final = {
    "yaml": (".yaml", "application/yaml"),
    "oscal": ("-oscal.json", "application/json"),
    "xlsx": (".xlsx", _XLSX),
    "reponses": ("-reponses.xlsx", _XLSX),
}


@lru_cache(maxsize=16)
def file_of(digest: str, kind: str, wanted: Language) -> bytes:
    """Made once per process: the same content at the same moment gives the same bytes."""
    moment = StoredReferential.objects.filter(digest=digest).values_list("stored_at", flat=True)[0]
    referential = store.by_digest(digest)
    makers: dict[str, Callable[[], bytes]] = {
        "yaml": lambda: write_referential(referential),
        "oscal": lambda: write_oscal_catalog(referential, modified=moment),
        "xlsx": lambda: write_spreadsheet(referential, created=moment),
        "reponses": lambda: write_workbook(template(referential, wanted), title=referential.id, created=moment),
    }
    return makers[kind]()


@require_GET
@public
def editions(request: HttpRequest, old: str, new: str) -> HttpResponse:
    """What one edition changes in another."""
    digests = dict(
        StoredReferential.objects.filter(identifier__in=(old, new)).values_list("identifier", "digest")
    )  # fmt: skip
    if len(digests) != 2:
        raise Http404
    return render(request, "referentials/editions.html", {"screen": screens.editions(digests[old], digests[new])})


@require_http_methods(["GET", "POST"])
@operator_only
def upload(request: HttpRequest) -> HttpResponse:
    """Read a file: every fault with its place, or on to its preview. Nothing is published here."""
    context: dict[str, object] = {"limit": LARGEST}
    if request.method == "POST":
        try:
            name, content = sent_file(request)
            made = domain.draft(person=request.user, content=content, file=name)
        except Refused as refused:
            context |= faults_of(refused)
        else:
            return redirect("referentials:draft", made.pk)
    return render(request, "referentials/upload.html", context, status=422 if "faults" in context else 200)


@require_http_methods(["GET", "POST"])
@operator_only
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What would be published; POST publishes it."""
    row = Draft.objects.filter(pk=draft_id, person_id=request.user.pk).first()
    if row is None:
        raise Http404
    referential = domain.drafted(row)
    if request.method == "POST":
        try:
            domain.publish(person=request.user, draft_id=draft_id)
        except store.AnotherContent:
            return redirect("referentials:draft", draft_id)
        except Draft.DoesNotExist as fault:
            raise Http404 from fault
        messages.success(request, _("Published: companies can now assess themselves against it."))
        return redirect("referentials:one", referential.id)
    stored = StoredReferential.objects.filter(identifier=referential.id).values_list("digest", flat=True).first()
    doubts = [finding for finding in check(referential) if finding.level != "error"]
    before = store.load_many([referential.replaces]).get(referential.replaces) if referential.replaces else None
    if before is not None:
        doubts += check_succession(before, referential)
    context = {
        "screen": screens.one(referential, language(), stored=False),
        "row": row,
        "same": stored == row.digest,
        "other": stored is not None and stored != row.digest,
        "doubts": [words_with_place(finding, language()) for finding in doubts[:FAULTS_SHOWN]],
        "editions": screens.between(before, referential) if before is not None else None,
        "against": screens.between(store.load(referential.id), referential)
        if stored is not None and stored != row.digest
        else None,
    }
    return render(request, "referentials/draft.html", context, status=409 if context["other"] else 200)
