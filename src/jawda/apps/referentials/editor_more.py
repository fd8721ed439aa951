"""What surrounds the writing: versions, publishing, files, throwing away, and an own referential once published."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.referentials import manuscripts, screens, store, writing
from jawda.apps.referentials.models import ManuscriptVersion, OwnReferential
from jawda.apps.referentials.rules import may_keep_own, may_publish_for_all, may_see_own, may_write
from jawda.core.findings import Refused
from jawda.core.referentials import from_mapping, write_referential, write_spreadsheet
from jawda.foundation.accounts.models import Person
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.marks import Mark
from jawda.foundation.ui.parts import HistoryEntry
from jawda.foundation.ui.templatetags.ui import language

_FILES = {
    "yaml": "application/yaml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


@require_GET
@room(may_see_own)
def versions(request: HttpRequest, manuscript_id: UUID) -> HttpResponse:
    """Each version: who, when; the latest first."""
    row = manuscripts.find(manuscript_id)
    rows = list(ManuscriptVersion.objects.filter(manuscript=row).defer("content").order_by("-number")[:200])
    people = {item.saved_by for item in rows if item.saved_by}
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
    entries = [
        (
            item.number,
            HistoryEntry(
                what=_("Version %(number)s") % {"number": item.number},
                who=names.get(item.saved_by, ""),
                moment=item.saved_at,
                mark=Mark.IN_PROGRESS if item.number == row.number else Mark.TO_DO,
            ),
        )
        for item in rows
    ]
    return render(request, "referentials/writing_versions.html", {"row": row, "entries": entries})


@require_http_methods(["GET", "POST"])
@room(may_see_own)
def version(request: HttpRequest, manuscript_id: UUID, number: int) -> HttpResponse:
    """What changed from this version to the present; POST makes it the present one again."""
    if request.method == "POST":
        try:
            writing.take_back(access=request.access, manuscript_id=manuscript_id, number=number)
        except writing.Frozen:
            messages.error(request, _("It is published and never changes: begin the next edition."))
        else:
            messages.success(request, _("This version is the present one again."))
        return redirect("writing:edit", request.access.handle, manuscript_id)
    earlier, now = manuscripts.load(manuscript_id, number), manuscripts.load(manuscript_id)
    if number == now.row.number:  # nothing lies between a version and itself
        return redirect("writing:versions", request.access.handle, manuscript_id)
    before, after = earlier.referential, now.referential
    context = {
        "row": now.row,
        "number": number,
        "comparison": screens.between(before, after) if before and after else None,
        "counts": _counts(earlier.form, now.form),
        "may_write": may_write(request.access) and not now.row.published,
    }
    return render(request, "referentials/writing_version.html", context)


def _counts(before: Any, after: Any) -> dict[str, list[str]]:
    """What differs between two forms that may both be faulty: references of what was added, removed, changed."""
    old = {item["id"]: item for item in before["requirements"]}
    new = {item["id"]: item for item in after["requirements"]}
    return {
        "added": [_shown(new[name]) for name in new if name not in old],
        "removed": [_shown(old[name]) for name in old if name not in new],
        "changed": [_shown(new[name]) for name in new if name in old and new[name] != old[name]],
    }


def _shown(item: dict[str, Any]) -> str:
    title = item.get("title") or {}
    return f"{item['reference']} {title.get(language()) or next(iter(title.values()), '')}".strip() or str(item["id"])


@require_http_methods(["GET", "POST"])
@room(may_write)
def publish(request: HttpRequest, manuscript_id: UUID) -> HttpResponse:
    """What would be published, its facts, its tree and what it changes; POST publishes it, once."""
    loaded = manuscripts.load(manuscript_id)
    for_all = may_publish_for_all(request.access)
    may = (for_all or may_keep_own(request.access)) and not loaded.row.published
    if request.method == "POST" and may:
        try:
            identifier = writing.publish(access=request.access, manuscript_id=manuscript_id)
        except store.AnotherContent:
            messages.error(
                request, _("This edition exists already with another content: give this one another edition.")
            )
        except writing.Reserved:
            messages.error(
                request, _("Another body publishes the editions of this referential: choose another short name.")
            )
        except (Refused, writing.Frozen):
            pass
        else:
            messages.success(request, _("Published: it never changes from now on."))
            if for_all:
                return redirect("referentials:one", identifier)
            return redirect("writing:list", request.access.handle)
        return redirect("writing:publish", request.access.handle, manuscript_id)
    referential = loaded.referential
    before = store.former(referential.replaces) if referential and referential.replaces else None
    context = {
        "row": loaded.row,
        "screen": screens.one(referential, language(), stored=False) if referential else None,
        "faults": len(loaded.errors),
        "may_publish": may,
        "for_all": for_all,
        "is_federation": request.access.kind == "federation",
        "editions": screens.between(before, referential) if before and referential else None,
    }
    return render(request, "referentials/writing_publish.html", context)


@require_GET
@room(may_see_own)
def download(request: HttpRequest, manuscript_id: UUID, kind: str) -> HttpResponse:
    """The manuscript as a file; as JSON whatever is still wrong, in the other forms once nothing is."""
    if kind not in _FILES:
        raise Http404
    loaded = manuscripts.load(manuscript_id)
    referential = loaded.referential
    if kind == "json":
        content = json.dumps(loaded.form, ensure_ascii=False, indent=1).encode()
    elif referential is None:
        messages.error(request, _("A workbook and YAML can be had once nothing is left to correct."))
        return redirect("writing:edit", request.access.handle, manuscript_id)
    elif kind == "yaml":
        content = write_referential(referential)
    else:
        content = write_spreadsheet(referential, created=timezone.now())
    name = "".join(
        letter for letter in loaded.row.identifier if letter.isascii() and (letter.isalnum() or letter in "-.")
    )
    return HttpResponse(
        content, content_type=_FILES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name or "referentiel"}.{kind}"'},
    )  # fmt: skip


@require_POST
@room(may_write)
def discard(request: HttpRequest, manuscript_id: UUID) -> HttpResponse:
    """Throw it away, if it was never published."""
    try:
        writing.discard(access=request.access, manuscript_id=manuscript_id)
    except writing.Frozen:
        messages.error(request, _("It is published and never changes: begin the next edition."))
    else:
        messages.success(request, _("Thrown away, with its versions."))
    return redirect("writing:list", request.access.handle)


@require_GET
@room(may_see_own)
def own(request: HttpRequest, own_referential_id: UUID) -> HttpResponse:
    """A set that the organisation keeps for itself: its facts and its tree."""
    row = OwnReferential.objects.filter(pk=own_referential_id).first()
    if row is None:
        raise Http404
    referential = from_mapping(json.loads(bytes(row.content)))
    context = {"screen": screens.one(referential, language(), stored=False), "row": row}
    return render(request, "referentials/writing_own.html", context)
