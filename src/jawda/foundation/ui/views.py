"""The design system shown with itself: every component in every state, in the three languages."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from jawda.core.languages import LANGUAGES
from jawda.foundation.tenancy.routes import public
from jawda.foundation.ui import sample_charts, sample_document, sample_parts, samples
from jawda.foundation.ui.frame import Entry, Frame, LanguageLink, SwitchEntry

#: The menu holds seven; the pages of the second line are reached from the last of the first.
MENU: Final = ("foundations", "marks", "forms", "lists", "charts", "states", "pages")
NAMES: Final = (*MENU, "question", "public")
_LANGUAGE_NAMES: Final = {"fr": "Français", "ar": "العربية", "en": "English"}


@public
def page(request: HttpRequest, name: str = "foundations") -> HttpResponse:
    """One page. ``?language=ar`` shows it in a language without touching the person's own."""
    if name not in NAMES:
        raise Http404
    wanted = request.GET.get("language", "")
    with translation.override(wanted if wanted in LANGUAGES else translation.get_language()):
        context = {"frame": _frame(name), "crumbs": _crumbs(name), "keys": samples.keys(), **_content(request, name)}
        return render(request, f"ui/design/{name}.html", context)


@public
def sample_pdf(request: HttpRequest) -> HttpResponse:
    """The sample document on paper, in ``?language=``."""
    wanted = request.GET.get("language", "")
    pdf = sample_document.printed(wanted if wanted in LANGUAGES else translation.get_language())
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="jawda-design.pdf"'}
    )


def _label(name: str) -> str:
    return {
        "foundations": _("Colours and type"),
        "marks": _("Marks and verdicts"),
        "forms": _("Buttons and forms"),
        "lists": _("Lists and figures"),
        "charts": _("Charts"),
        "states": _("States and notices"),
        "pages": _("Whole pages and paper"),
        "question": _("Question"),
        "public": _("Public page"),
    }[name]


def _url(name: str) -> str:
    current = translation.get_language()
    return f"{reverse('ui:design_page', args=[name])}?language={current}"


def _frame(name: str) -> Frame:
    here = reverse("ui:design_page", args=[name])
    public_page = name == "public"
    return Frame(
        organisation_name=None if public_page else _("Strait Cabling"),
        organisation_switch=()
        if public_page
        else (SwitchEntry(_("Strait Cabling"), "#", True), SwitchEntry(_("Example Federation"), "#")),
        fictitious=True,
        person_name="" if public_page else "Nadia Exemple",
        role_label="" if public_page else _("Quality manager"),
        navigation=(Entry(_("Design"), _url("pages")),)
        if public_page
        else tuple(Entry(_label(each), _url(each), each == name) for each in MENU),
        home_url=_url("foundations"),
        languages=tuple(
            LanguageLink(code, _LANGUAGE_NAMES[code], f"{here}?language={code}")
            for code in LANGUAGES
            if code != translation.get_language()
        ),
        search_url=None if public_page else _url("lists"),
        account_url="" if public_page else "#",
        sign_in_url="#",
        sign_out_url="" if public_page else "#",
        footer=(Entry(_("Accessibility"), "#"), Entry(_("Personal data"), "#")),
    )


def _crumbs(name: str) -> tuple[tuple[str, str], ...]:
    return () if name in ("foundations", "public") else ((_("Design"), _url("foundations")), (_label(name), ""))


def _content(request: HttpRequest, name: str) -> dict[str, object]:
    if name == "foundations":
        return {"colours": samples.COLOURS, "sizes": samples.SIZES}
    if name == "marks":
        return {
            "marks": samples.marks(),
            "seals": samples.seals(),
            "icons": samples.ICON_NAMES,
            "steps": samples.steps(),
        }
    if name == "forms":
        return {
            "form": samples.form(),
            "choices": samples.answers(),
            "levels": samples.levels(),
            "confirm": sample_parts.confirmation(),
        }
    if name == "lists":
        return {
            "table": samples.table(_url("lists")),
            "bars": sample_charts.clause_bars(),
            "filter_bar": sample_parts.filter_bar(_url("lists")),
            "history": sample_parts.history(),
            "page": samples.paginated(request.GET.get("page")),
            "tabs": (Entry(_("To do"), _url("lists"), True, 11), Entry(_("Closed"), _url("lists"), False, 1240)),
            "moment": samples.MOMENT,
        }
    if name == "charts":
        return {"figures": sample_charts.figures(), "bars": sample_charts.clause_bars()}
    if name == "pages":
        return {
            "cards": sample_parts.whole_pages(_url),
            "pdfs": tuple(
                (f"{reverse('ui:design_pdf')}?language={code}", code, _LANGUAGE_NAMES[code]) for code in LANGUAGES
            ),
        }
    if name == "question":
        return {
            "chapters": samples.chapters(),
            "chapters_summary": _("82 questions of 124, about 55 min left"),
            "back_url": _url("foundations"),
            "back_label": _("Design"),
            "answers": samples.answers(),
            "levels": samples.levels(),
            "moment": samples.MOMENT,
        }
    return {"moment": samples.MOMENT, "day": samples.MOMENT.date()}
