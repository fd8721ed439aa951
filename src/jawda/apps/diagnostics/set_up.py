"""What surrounds the answers: what the company is, what it aims for, the name, closing and reopening."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from jawda.apps.diagnostics import domain, queries
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.rules import may_answer
from jawda.core.assessment import Target, applies
from jawda.core.languages import Language
from jawda.core.referentials import Referential
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.templatetags.ui import language

_CHAPTER: Final = "chapter-"


class ProfileForm(forms.Form):
    """The referential's questions about the company; none must be answered."""

    def __init__(self, referential: Referential, language: Language, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for question in referential.profile:
            choices = [(choice.value, choice.title.best(language)) for choice in question.choices]
            choices.append(("", _("Not said yet")))
            self.fields[question.id] = forms.ChoiceField(
                label=question.question.best(language), choices=choices, required=False, widget=forms.RadioSelect
            )


class TargetForm(forms.Form):
    """A figure for the whole, and one for each chapter that has its own."""

    def __init__(self, referential: Referential, language: Language, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whole"] = _figure(_("Target for the whole"))
        for chapter in referential.children[None]:
            name = chapter.title.best(language)
            label = name if chapter.reference in name else f"{chapter.reference} {name}"
            self.fields[f"{_CHAPTER}{chapter.id}"] = _figure(label)

    def target(self) -> Target:
        """What was typed."""
        figures = {name: value for name, value in self.cleaned_data.items() if value is not None}
        whole = figures.pop("whole", None)
        return Target(whole=whole, chapters={key.removeprefix(_CHAPTER): value for key, value in figures.items()})

    @staticmethod
    def initial_of(row: Assessment) -> dict[str, float | None]:
        """What stands now."""
        stored = {"whole": row.target, **{f"{_CHAPTER}{key}": value for key, value in row.targets.items()}}
        return {name: _as_typed(value) for name, value in stored.items()}


def _as_typed(value: float | None) -> float | None:
    """60 and not 60.0."""
    return int(value) if value is not None and value == int(value) else value


def _figure(label: str) -> forms.FloatField:
    widget = forms.NumberInput(attrs={"inputmode": "decimal", "min": 0, "max": 100, "step": "any"})
    return forms.FloatField(label=label, required=False, min_value=0, max_value=100, widget=widget)


class NameForm(forms.Form):
    """A name of the company's own."""

    title = forms.CharField(
        label=gettext_lazy("Name of the assessment"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("For example: before the certification audit. Left empty, the referential’s title."),
    )


@require_http_methods(["GET", "POST"])
@room(may_answer)
def profile(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Ask what the company is; what then does not apply is not asked, and comes back when the answer changes."""
    loaded = queries.load(assessment_id)
    referential = loaded.referential
    if not referential.profile:
        return redirect("diagnostics:resume", request.access.handle, assessment_id)
    form = ProfileForm(referential, language(), request.POST or None, initial=loaded.row.profile)
    begins = not loaded.rows
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if value}
        try:
            domain.set_profile(
                access=request.access, assessment=loaded.row, referential=referential, profile=given
            )  # fmt: skip
        except domain.Closed:
            return _closed(request, assessment_id)
        return redirect("diagnostics:resume" if begins else "diagnostics:result", request.access.handle, assessment_id)
    hidden = sum(not applies(item, loaded.row.profile) for item in referential.assessable)
    context = {"form": form, "loaded": loaded, "begins": begins, "hidden": hidden}
    return render(request, "diagnostics/profile.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@room(may_answer)
def targets(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """What the company aims for, as a whole and by chapter."""
    row = queries.find(assessment_id)
    referential = queries.referential_of(row)
    form = TargetForm(referential, language(), request.POST or None, initial=TargetForm.initial_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            domain.set_targets(access=request.access, assessment=row, referential=referential, target=form.target())
        except domain.Closed:
            return _closed(request, assessment_id)
        messages.success(request, _("The targets are saved."))
        return redirect("diagnostics:result", request.access.handle, assessment_id)
    context = {"form": form, "row": row, "referential": referential}
    return render(request, "diagnostics/targets.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@room(may_answer)
def name(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Rename; remove what was never begun."""
    loaded = queries.load(assessment_id)
    form = NameForm(request.POST or None, initial={"title": loaded.row.title})
    if request.method == "POST" and form.is_valid():
        domain.rename(access=request.access, assessment=loaded.row, title=form.cleaned_data["title"])
        return redirect("diagnostics:result", request.access.handle, assessment_id)
    context = {"form": form, "loaded": loaded}
    return render(request, "diagnostics/name.html", context, status=422 if form.errors else 200)


@require_POST
@room(may_answer)
def close(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """End the assessment."""
    domain.close(access=request.access, assessment=queries.find(assessment_id))
    messages.success(request, _("The assessment is closed. It is kept as it stands."))
    return redirect("diagnostics:result", request.access.handle, assessment_id)


@require_POST
@room(may_answer)
def reopen(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Open it to change again."""
    domain.reopen(access=request.access, assessment=queries.find(assessment_id))
    messages.success(request, _("The assessment is open again."))
    return redirect("diagnostics:resume", request.access.handle, assessment_id)


@require_POST
@room(may_answer)
def delete(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Remove an assessment in which nothing was answered."""
    try:
        domain.delete_empty(access=request.access, assessment=queries.find(assessment_id))
    except domain.NotEmpty:
        messages.error(request, _("Something was answered: the assessment is kept as evidence."))
        return redirect("diagnostics:name", request.access.handle, assessment_id)
    messages.success(request, _("The empty assessment was removed."))
    return redirect("diagnostics:list", request.access.handle)


def _closed(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    messages.error(request, _("The assessment was closed meanwhile. Reopen it to change answers."))
    return redirect("diagnostics:result", request.access.handle, assessment_id)
