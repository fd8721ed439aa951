"""What the living pages show: invented rows, in the active language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from django import forms
from django.core.paginator import Page, Paginator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from jawda.foundation.ui.forms import Choice, FileDrop
from jawda.foundation.ui.frame import Chapter
from jawda.foundation.ui.marks import ICONS, Mark, Seal
from jawda.foundation.ui.tables import Column, Table
from jawda.foundation.ui.templatetags import ui

MOMENT: Final = datetime(2026, 11, 20, 13, 32, 7, tzinfo=UTC)
ICON_NAMES: Final = tuple(ICONS)
COLOURS: Final = (
    "paper", "surface", "sunken", "line", "edge", "ink", "ink-2", "ink-3", "brand", "brand-soft", "bar", "link",
    "saffron", "good", "good-soft", "fair", "fair-soft", "poor", "poor-soft", "note", "note-soft", "data-1", "data-2",
    "data-3", "data-4", "data-ghost", "zone-a", "zone-b",
)  # fmt: skip
SIZES: Final = ((7, 34), (6, 26), (5, 20), (4, 17), (3, 15), (2, 14), (1, 13))


@dataclass(frozen=True, slots=True)
class Step:
    """A line of ``ui/steps.html``."""

    title: str
    text: str
    url: str = ""
    action: str = ""
    state: Mark | None = None
    state_label: str = ""
    meta: str = ""


def keys() -> list[dict[str, object]]:
    """Rows of the keys dialog."""
    return [
        {"keys": ("C", "P", "X", "N"), "label": _("Answer the question in hand")},
        {"keys": ("0", "…", "5"), "label": _("Choose a level")},
        {"keys": ("J", "K"), "label": _("Next question, previous question")},
        {"keys": ("E",), "label": _("Add evidence")},
    ]


def marks() -> list[tuple[Mark, str, str]]:
    """State, word, and the shape in words."""
    return [
        (Mark.CONFORMS, _("Conforms"), _("disc with a tick")),
        (Mark.PARTLY, _("Partly"), _("half disc")),
        (Mark.DOES_NOT, _("Does not conform"), _("square with a cross")),
        (Mark.NOT_APPLICABLE, _("Not applicable"), _("ring with a bar")),
        (Mark.TO_DO, _("To do"), _("dotted ring")),
        (Mark.IN_PROGRESS, _("In progress"), _("ring with a point")),
        (Mark.KNOCK_OUT, _("Knock-out"), _("octagon")),
        (Mark.OVERDUE, _("Overdue"), _("triangle")),
    ]


def seals() -> list[tuple[Seal, str, str]]:
    """Verdict, sentence, and the shape in words."""
    return [
        (Seal.VALID, _("This certificate is valid."), _("full star, tick")),
        (Seal.READY, _("Ready for the stage 1 audit."), _("full star, arrow")),
        (Seal.NOT_READY, _("Not ready yet for the stage 1 audit."), _("empty star, bar")),
        (Seal.SUSPENDED, _("This certificate is suspended."), _("diamond, pause")),
        (Seal.WITHDRAWN, _("This certificate was withdrawn."), _("full square, cross")),
        (Seal.EXPIRED, _("This certificate has expired."), _("circle, clock hand")),
        (Seal.INVALID, _("This certificate is not valid."), _("full octagon, bar")),
        (Seal.OUTSIDE, _("This certificate is valid, outside the recognition arrangements."), _("empty star, tick")),
        (Seal.UNKNOWN, _("We cannot tell."), _("dotted circle, question mark")),
    ]


def steps() -> list[Step]:
    """Three next steps."""
    return [
        Step(
            _("Finish the ISO 9001 self-assessment"),
            _("42 questions are left, about 55 min."),
            "#",
            _("Resume at 8.4"),
            Mark.IN_PROGRESS,
            _("82 of 124"),
        ),
        Step(
            _("Plan the internal audit"),
            _("Without it, the stage 1 audit cannot succeed."),
            "#",
            _("Choose a date"),
            Mark.KNOCK_OUT,
            _("Knock-out"),
        ),
        Step(
            _("Calibrate four instruments"),
            _("One of them is used to release lots."),
            "#",
            _("Ask for a quote"),
            Mark.OVERDUE,
            _("6 days late"),
        ),
    ]


class ExampleForm(forms.Form):
    """Every kind of field; bound to wrong values to show the errors."""

    name = forms.CharField(label=gettext_lazy("Company name"))
    identifier = forms.RegexField(
        r"^\d{15}$",
        label=gettext_lazy("Common company identifier (ICE)"),
        help_text=gettext_lazy("15 digits"),
        error_messages={"invalid": gettext_lazy("7 digits are missing: an ICE has 15.")},
    )
    region = forms.ChoiceField(
        label=gettext_lazy("Region"),
        choices=[
            ("north", gettext_lazy("North")),
            ("centre", gettext_lazy("Centre")),
            ("south", gettext_lazy("South")),
        ],
    )
    visited = forms.DateField(
        label=gettext_lazy("Date of the visit"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    size = forms.ChoiceField(
        label=gettext_lazy("Size"),
        widget=forms.RadioSelect,
        choices=[("small", gettext_lazy("Under 50 employees")), ("large", gettext_lazy("50 employees or more"))],
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    evidence = forms.FileField(
        label=gettext_lazy("Evidence"),
        required=False,
        widget=FileDrop(hint=gettext_lazy("PDF, image or spreadsheet, 10 MB at most")),
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("I may commit the company"), help_text=gettext_lazy("Needed to sign the charter.")
    )


def form() -> ExampleForm:
    """The example form, filled in wrongly."""
    return ExampleForm({"name": _("Strait Cabling"), "identifier": "00152847", "region": "north"})


def answers() -> tuple[Choice, ...]:
    """Conformity: four answers."""
    return (
        Choice("C", _("Conforms"), "C", Mark.CONFORMS),
        Choice("P", _("Partly"), "P", Mark.PARTLY),
        Choice("X", _("Does not conform"), "X", Mark.DOES_NOT),
        Choice("N", _("Not applicable"), "N", Mark.NOT_APPLICABLE),
    )


def levels() -> tuple[Choice, ...]:
    """Maturity: six levels, and not applicable."""
    words = (_("None"), _("Begun"), _("Partial"), _("Defined"), _("Mastered"), _("Exemplary"))
    scale = tuple(Choice(str(level), word, str(level)) for level, word in enumerate(words))
    return (*scale, Choice("N", _("Not applicable"), "N"))


def table(url: str) -> Table:
    """Actions, the late ones first."""

    def named(reference: str, title: str) -> str:
        return format_html('{} <a href="#">{}</a>', ui.code(reference), title)

    def due(day: date, days: float) -> tuple[str, str]:
        return ui.date_short(day), ui.exact(days)

    late = ui.tag(Mark.OVERDUE, _("6 days late"))
    going = ui.tag(Mark.IN_PROGRESS, _("in 4 days"))
    later = ui.tag(Mark.TO_DO, _("in 11 days"))
    return Table(
        caption=_("Actions to follow"),
        columns=(
            Column(label=_("Action"), heading=True, fold="wide"),
            Column(label=_("Department"), fold="hidden"),
            Column(label=_("Due date"), numeric=True, fold="hidden", sort_url=url, sorted="ascending"),
            Column(label=_("Days of work"), numeric=True, fold="repeat", sort_url=url),
            Column(label=_("State")),
        ),
        rows=(
            (named("A-014", _("Calibrate four instruments")), _("Metrology"), *due(date(2026, 11, 14), 3), late),
            (
                named("A-022", _("Write the control plan of station 3")),
                _("Methods"),
                *due(date(2026, 11, 24), 4.5),
                going,
            ),
            (named("A-030", _("Review complaint R-118")), _("Quality"), *due(date(2026, 12, 1), 1), later),
        ),
    )


def paginated(number: str | None) -> Page[int]:
    """A page of a long list."""
    return Paginator(range(1, 1241), 20).get_page(number or 3)


def chapters() -> tuple[Chapter, ...]:
    """A chapter in each state."""
    done, going, later = pgettext("chapter", "done"), pgettext("chapter", "in progress"), pgettext("chapter", "to do")
    return (
        Chapter("8.2", _("Customer requirements"), "#", Mark.CONFORMS, done, "11"),
        Chapter("8.3", _("Design and development"), "#", Mark.NOT_APPLICABLE, _("Not applicable")),
        Chapter("8.4", _("External providers"), "#", Mark.IN_PROGRESS, going, "2/9", current=True),
        Chapter("8.5", _("Production and service"), "#", Mark.PARTLY, pgettext("chapter", "to review"), "5/14"),
        Chapter("8.6", _("Release of products"), "#", Mark.TO_DO, later, "4"),
    )
