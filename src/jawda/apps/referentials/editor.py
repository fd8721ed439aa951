"""Pages of the editor: the head, the questions about the company, and one requirement at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jawda.apps.referentials import manuscripts, store, writing
from jawda.apps.referentials.editor_fields import (
    errors_below,
    head_groups,
    requirement_groups,
    typed_head,
    typed_languages,
    typed_requirement,
)
from jawda.apps.referentials.editor_profile import profile_groups, typed_profile
from jawda.apps.referentials.editor_screens import EditorScreen, editor_screen
from jawda.apps.referentials.rules import may_see_own, may_write
from jawda.core.languages import LANGUAGES
from jawda.core.referentials import editing
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.templatetags.ui import language


def asked_language(request: HttpRequest) -> str:
    """The language tab that is open; '' for all."""
    wanted = request.GET.get("langue", "")
    return wanted if wanted in LANGUAGES else ""


def _context(request: HttpRequest, loaded: manuscripts.Loaded, current: str = "") -> dict[str, Any]:
    asked = asked_language(request)
    screen: EditorScreen = editor_screen(loaded, request.access.handle, language(), current=current, asked=asked)
    return {
        "screen": screen,
        "row": loaded.row,
        "chapters": screen.chapters,
        "chapters_summary": screen.summary,
        "back_url": reverse("writing:list", args=[request.access.handle]),
        "back_label": _("What we write"),
        "may_write": may_write(request.access) and not loaded.row.published,
        "asked": asked,
    }


def _saved(request: HttpRequest, verb: Callable[[], Any]) -> bool:
    """Whether it was; where it was not, the person is told why."""
    try:
        verb()
    except writing.Frozen:
        messages.error(request, _("It is published and never changes: begin the next edition."))
    except writing.ChangedMeanwhile:
        said = _("Somebody else has changed this part meanwhile: nothing was overwritten. This is how it stands now.")
        messages.error(request, said)
    else:
        return True
    return False


@require_http_methods(["GET", "POST"])
@room(may_see_own)
def edit(request: HttpRequest, manuscript_id: UUID) -> HttpResponse:
    """What the referential is; POST saves it, whatever is still wrong."""
    loaded = manuscripts.load(manuscript_id)
    signs = request.access.kind == "federation"
    if request.method == "POST":
        changes = typed_head(request.POST, loaded.form, signs=signs)
        languages = typed_languages(request.POST, loaded.form.get("languages", ()))
        if _saved(request, lambda: writing.set_head(
            access=request.access, manuscript_id=manuscript_id, changes=changes, languages=languages,
            seen=request.POST.get("seen", ""),
        )):  # fmt: skip
            messages.success(request, _("Saved."))
        return _back(request, "writing:edit", manuscript_id)
    context = _context(request, loaded)
    context |= {
        "groups": head_groups(
            loaded.form, context["screen"].shown, errors_below(loaded.findings, "", language()), signs=signs
        ),
        "seen": manuscripts.seen(writing.head_of(loaded.form)),
        "tab": "head",
    }
    return render(request, "referentials/editor_head.html", context)


def _back(request: HttpRequest, name: str, *arguments: Any) -> HttpResponse:
    asked = asked_language(request)
    address = reverse(name, args=[request.access.handle, *arguments])
    return redirect(f"{address}?langue={asked}" if asked else address)


@require_http_methods(["GET", "POST"])
@room(may_see_own)
def profile(request: HttpRequest, manuscript_id: UUID) -> HttpResponse:
    """The questions about the company."""
    loaded = manuscripts.load(manuscript_id)
    if request.method == "POST":
        found = typed_profile(request.POST, loaded.form)
        if _saved(request, lambda: writing.change(
            access=request.access, manuscript_id=manuscript_id, what="profile", seen=request.POST.get("seen", ""),
            step=lambda form: editing.set_head(form, {"profile": found}),
            part=lambda form: {"profile": form.get("profile", [])},
        )):  # fmt: skip
            messages.success(request, _("Saved."))
        return _back(request, "writing:profile", manuscript_id)
    context = _context(request, loaded)
    context |= {
        "groups": profile_groups(
            loaded.form, context["screen"].shown, errors_below(loaded.findings, "", language())
        ),
        "seen": manuscripts.seen({"profile": loaded.form.get("profile", [])}),
        "tab": "profile",
    }  # fmt: skip
    return render(request, "referentials/editor_profile.html", context)


@require_http_methods(["GET", "POST"])
@room(may_see_own)
def requirement(request: HttpRequest, manuscript_id: UUID, requirement_id: str) -> HttpResponse:
    """One heading or question; POST saves it and stays, or goes on to the next."""
    loaded = manuscripts.load(manuscript_id)
    at = editing.position(loaded.form, requirement_id)
    if at is None:
        raise Http404
    if request.method == "POST":
        return _save_requirement(request, loaded, requirement_id)
    item = loaded.form["requirements"][at]
    before = store.former(loaded.form["replaces"]) if loaded.form.get("replaces") else None
    context = _context(request, loaded, requirement_id)
    errors = errors_below(loaded.findings, f"requirements[{at + 1}]", language())
    context |= {
        "groups": requirement_groups(loaded.form, item, context["screen"].shown, errors, before),
        "item": item,
        "is_heading": not item.get("assessable", True),
        "below": editing.descendants(loaded.form, requirement_id),
        "seen": manuscripts.seen(writing.requirement_of(loaded.form, requirement_id)),
        "title": next((text for text in (item.get("title") or {}).values() if text), ""),
        "errors": sum(len(texts) for texts in errors.values()),
        "chapter": _chapter_of(loaded.form, item),
    }
    return render(request, "referentials/editor_requirement.html", context)


def _chapter_of(form: editing.Form, item: dict[str, Any]) -> str:
    """The top of the branch in which it stands."""
    parents = {other["id"]: other.get("parent") for other in form["requirements"]}
    name: str = item["id"]
    while parents.get(name):
        name = str(parents[name])
    return name


def _save_requirement(request: HttpRequest, loaded: manuscripts.Loaded, requirement_id: str) -> HttpResponse:
    manuscript_id = loaded.row.pk
    at = editing.position(loaded.form, requirement_id) or 0
    changes = typed_requirement(request.POST, loaded.form, loaded.form["requirements"][at])
    try:
        saved = _saved(request, lambda: writing.set_requirement(
            access=request.access, manuscript_id=manuscript_id, identifier=requirement_id, changes=changes,
            seen=request.POST.get("seen", ""),
        ))  # fmt: skip
    except LookupError:
        messages.error(request, _("Somebody else has removed it meanwhile."))
        return _back(request, "writing:edit", manuscript_id)
    except ValueError:
        messages.error(request, _("This identifier cannot be taken: the rest is saved."))
        del changes["id"]
        _saved(request, lambda: writing.set_requirement(
            access=request.access, manuscript_id=manuscript_id, identifier=requirement_id, changes=changes, seen="",
        ))  # fmt: skip
        return _back(request, "writing:requirement", manuscript_id, requirement_id)
    name = changes["id"] if saved else requirement_id
    if saved and "next" in request.POST:
        items = loaded.form["requirements"]
        following = items[at + 1]["id"] if at + 1 < len(items) else name
        return _back(request, "writing:requirement", manuscript_id, following)
    if saved:
        messages.success(request, _("Saved."))
    return _back(request, "writing:requirement", manuscript_id, name)


@require_POST
@room(may_write)
def add(request: HttpRequest, manuscript_id: UUID) -> HttpResponse:
    """An empty heading or question, behind or below the one named; then on to fill it in."""
    manuscripts.find(manuscript_id)
    made: list[str] = []
    try:
        done = _saved(request, lambda: made.append(writing.add(
            access=request.access, manuscript_id=manuscript_id, after=request.POST.get("after") or None,
            heading="heading" in request.POST, below="below" in request.POST,
        )))  # fmt: skip
    except LookupError as fault:
        raise Http404 from fault
    if not done:
        return _back(request, "writing:edit", manuscript_id)
    return _back(request, "writing:requirement", manuscript_id, made[0])


@require_POST
@room(may_write)
def move(request: HttpRequest, manuscript_id: UUID, requirement_id: str) -> HttpResponse:
    """One step, or away with everything below."""
    if editing.position(manuscripts.load(manuscript_id).form, requirement_id) is None:
        raise Http404
    step = request.POST.get("step", "")
    try:
        if step == "remove":
            _saved(request, lambda: writing.remove(
                access=request.access, manuscript_id=manuscript_id, identifier=requirement_id
            ))  # fmt: skip
            return _back(request, "writing:edit", manuscript_id)
        if step in editing.STEPS:
            _saved(request, lambda: writing.move(
                access=request.access, manuscript_id=manuscript_id, identifier=requirement_id, step=step
            ))  # fmt: skip
    except LookupError as fault:
        raise Http404 from fault
    return _back(request, "writing:requirement", manuscript_id, requirement_id)
