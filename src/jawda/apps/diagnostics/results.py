"""Reading what an assessment came to: the result, a comparison, files to take away."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from jawda.apps.diagnostics import exports, queries
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.next_steps import next_steps
from jawda.apps.diagnostics.report import LANGUAGE_NAMES
from jawda.apps.diagnostics.reviews.queries import signed, usual_for
from jawda.apps.diagnostics.reviews.screens import band_words
from jawda.apps.diagnostics.rules import may_answer, may_read, may_review
from jawda.apps.diagnostics.screens import GapFilter, comparable, comparison_screen, questions_screen, result_screen
from jawda.apps.diagnostics.screens.figures import AtSite, radar_figure, sites_figure
from jawda.core.assessment import State
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.templatetags.ui import language

GAPS_PER_PAGE = 25
QUESTIONS_PER_PAGE = 50


@require_GET
@room(may_read)
def result(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Verdict, knock-outs, what first, bars, gaps."""
    loaded = queries.load(assessment_id)
    wanted = GapFilter(knock_outs=request.GET.get("ecarts") == "eliminatoires", chapter=request.GET.get("chapitre", ""))
    others = _comparable(loaded.row)
    same_place = [item for item in others if item.site_id == loaded.row.site_id]
    earlier = next((item for item in same_place if item.started_at < loaded.row.started_at), None)
    before = queries.loaded_all([earlier])[0] if earlier and earlier.referential == loaded.row.referential else None
    screen = result_screen(loaded, language(), wanted, handle=request.access.handle, earlier=before)
    context = {
        "screen": screen,
        "page": Paginator(screen.gaps, GAPS_PER_PAGE).get_page(request.GET.get("page")),
        "earlier": earlier,
        "radar": radar_figure(loaded, language(), before),
        "at_sites": any(item.site_id for item in others if item.referential == loaded.row.referential),
        "band": band_words(screen.whole.score, usual_for(loaded.referential.id), language()),
        "signed": signed(loaded.row)[:1],
        "may_review": may_review(request.access),
        "languages": [(code, name) for code, name in LANGUAGE_NAMES.items() if code != language()],
        "may_answer": may_answer(request.access),
        "to_review": loaded.states[State.TO_REVIEW],
        "kinds": exports.KINDS,
        "next_steps": next_steps(request.access, loaded),
    }
    return render(request, "diagnostics/result.html", context)


@require_GET
@room(may_read)
def questions(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """The questions by how far their answers have come: what is to review, what was not begun."""
    loaded = queries.load(assessment_id)
    asked = request.GET.get("etat", "")
    screen = questions_screen(loaded, language(), State(asked) if asked in set(State) else None)
    page = Paginator(screen.rows, QUESTIONS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "diagnostics/questions.html", {"screen": screen, "loaded": loaded, "page": page})


@require_GET
@room(may_read)
def sites(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Chapters by sites: the last assessment at each, against the referential of this one."""
    row = queries.find(assessment_id)
    found = [AtSite(name, loaded) for name, loaded in queries.at_sites(row)]
    context = {
        "row": row,
        "title": queries.referential_of(row).title,
        "figure": sites_figure(found, language()) if found else None,
        "sites": found,
    }
    return render(request, "diagnostics/sites.html", context)


@require_GET
@room(may_read)
def export(request: HttpRequest, assessment_id: UUID, what: str, kind: str) -> HttpResponse:
    """Gaps or answers as a file."""
    loaded = queries.load(assessment_id)
    made = {"ecarts": exports.gaps, "reponses": exports.answers}.get(what)
    if made is None:
        raise Http404
    name = f"{loaded.referential.id}-{what}"
    return exports.respond(made(loaded, language()), kind, file=name, language=language(), moment=timezone.now())


@require_GET
@room(may_read)
def comparison(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """This assessment beside another of the same referential or of another edition of it."""
    row = queries.find(assessment_id)
    others = _comparable(row)
    wanted = request.GET.get("avec", "")
    other = next((item for item in others if str(item.pk) == wanted), None)
    if other is None and wanted:
        raise Http404
    if other is None:
        other = next((item for item in others if item.started_at < row.started_at), others[0] if others else None)
    context: dict[str, object] = {"row": row, "others": others, "other": other}
    if other is not None:
        earlier, later = sorted((row, other), key=lambda item: item.started_at)
        context["screen"] = comparison_screen(queries.loaded(earlier), queries.loaded(later), language())
    context["title"] = queries.referential_of(row).title
    return render(request, "diagnostics/comparison.html", context)


def _comparable(row: Assessment) -> list[Assessment]:
    """The company's other assessments that this one may stand beside, the newest first."""
    every = queries.all_assessments()
    referentials = {item.referential: queries.referential_of(item) for item in (row, *every)}
    slugs = {name: item.slug for name, item in referentials.items()}
    kinds = {name: str(item.scale.kind) for name, item in referentials.items()}
    return [item for item in every if comparable(row, item, slugs, kinds)]
