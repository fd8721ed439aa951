"""Choosing a referential: a few plain questions, what they recommend and why, and always the whole list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jawda.apps.diagnostics import carrying, domain, queries
from jawda.apps.diagnostics.rules import may_answer
from jawda.apps.organisations.models import Site
from jawda.apps.organisations.queries import sites
from jawda.apps.referentials import store
from jawda.apps.referentials.facts import Listed
from jawda.apps.referentials.rules import may_write
from jawda.core.languages import Language, Text
from jawda.core.referentials.choosing import QUESTIONS, prefilled, recommend
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.templatetags.ui import language


class SituationForm(forms.Form):
    """Plain questions about the company; none must be answered."""

    quiet = True

    def __init__(self, language: Language, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question.id] = forms.ChoiceField(
                label=question.question.best(language),
                choices=[(choice.value, choice.title.best(language)) for choice in question.choices],
                required=False,
                widget=forms.RadioSelect,
            )

    def situation(self) -> dict[str, str]:
        """What was answered; an answer that is not offered counts as none."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


@dataclass(frozen=True, slots=True)
class Offered:
    """A referential that one can begin with."""

    line: Listed
    announced: bool
    withdrawn: bool
    rests_on: tuple[Text, ...]
    """Titles of those it supplements, where they are known here."""
    reason: Text | None = None
    own: UUID | None = None
    """Of a set of the company's own, its key."""
    follows: int = 0
    """Open assessments of the company by the edition that this one replaces."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What is recommended, in its order; everything, in the list's; and the company's own sets."""

    recommended: tuple[Offered, ...]
    every: tuple[Offered, ...]
    own: tuple[Offered, ...]


def offer(
    lines: tuple[Listed, ...],
    own: tuple[tuple[UUID, Listed], ...],
    situation: dict[str, str],
    today: date,
    under_way: Mapping[str, int],
) -> Offer:
    """Own sets are never recommended by a rule: whoever added one knows why."""
    titles = {line.identifier: line.title for line in lines}
    reasons = {item.identifier: item.reason for item in recommend(situation, lines, today)}

    def offered(line: Listed, key: UUID | None = None) -> Offered:
        return Offered(
            line=line,
            announced=line.announced(today),
            withdrawn=line.withdrawn(today),
            rests_on=tuple(titles.get(name, Text(en=name)) for name in line.rests_on),
            reason=reasons.get(line.identifier),
            own=key,
            follows=under_way.get(f"{store.OWN if key else ''}{line.replaces}", 0),
        )

    every = {line.identifier: offered(line) for line in lines}
    return Offer(
        recommended=tuple(every[name] for name in reasons),
        every=tuple(every.values()),
        own=tuple(offered(line, key) for key, line in own),
    )


@require_http_methods(["GET", "POST"])
@room(may_answer)
def choose(request: HttpRequest) -> HttpResponse:
    """Choose a referential; POST starts the assessment and asks what the company is, or opens the first chapter.

    What was said before choosing answers the questions about the company that ask the same.
    """
    if request.method == "POST":
        return _begin(request)
    form = SituationForm(language(), request.GET or None)
    situation = form.situation() if form.is_bound else {}
    shown = offer(store.listed(), store.own(), situation, timezone.localdate(), queries.under_way())
    context = {"form": form, "situation": situation, "offer": shown, "may_write": may_write(request.access)}
    context["sites"] = [item for item in sites() if item.ended_on is None]
    return render(request, "diagnostics/choose.html", context)


def _site(request: HttpRequest) -> UUID | None:
    """The site that was chosen; None for the company as a whole. Of what is no site's id, the id of none."""
    given = request.POST.get("site", "")
    try:
        return UUID(given) if given else None
    except ValueError:
        return UUID(int=0)


def _begin(request: HttpRequest) -> HttpResponse:
    try:
        assessment = domain.start(
            access=request.access, referential_id=request.POST.get("referential", ""), site_id=_site(request)
        )
    except (store.UnknownReferential, Site.DoesNotExist):
        return redirect("diagnostics:choose", request.access.handle)
    referential = store.load(assessment.referential)
    said = prefilled({question.id: request.POST.get(question.id, "") for question in QUESTIONS}, referential)
    if said:
        domain.set_profile(access=request.access, assessment=assessment, referential=referential, profile=said)
    name = "diagnostics:profile" if referential.profile else "diagnostics:resume"
    if queries.carry_sources(assessment) or carrying.mapped_sources(assessment):
        name = "diagnostics:carry"
    return redirect(name, request.access.handle, assessment.pk)
