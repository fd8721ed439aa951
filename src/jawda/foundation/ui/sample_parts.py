"""What the living pages show of the shared parts: invented rows, in the active language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jawda.foundation.ui import formats
from jawda.foundation.ui.frame import Entry
from jawda.foundation.ui.marks import Mark
from jawda.foundation.ui.parts import Card, Confirmation, FilterBar, HistoryEntry
from jawda.foundation.ui.samples import MOMENT
from jawda.foundation.ui.templatetags import ui

_SHOWN: Final = 3
_ALL: Final = 1240


class _ActionFilter(forms.Form):
    """The filters above a list of actions."""

    q = forms.CharField(label=gettext_lazy("Search"), required=False, widget=forms.SearchInput)
    department = forms.ChoiceField(
        label=gettext_lazy("Department"),
        required=False,
        choices=[("", gettext_lazy("All")), ("metrology", gettext_lazy("Metrology"))],
    )
    quiet = True


def filter_bar(url: str) -> FilterBar:
    """Three late actions of many."""
    count = ngettext("%(shown)s action of %(all)s", "%(shown)s actions of %(all)s", _SHOWN) % {
        "shown": _SHOWN,
        "all": formats.number(_ALL, ui.language()),
    }
    exports = tuple(Entry(kind, "#") for kind in ("XLSX", "CSV", "JSON"))
    return FilterBar(form=_ActionFilter(), count=count, url=url, active=(Entry(_("Late"), url),), exports=exports)


def history() -> tuple[HistoryEntry, ...]:
    """An action's life, the newest first."""
    return (
        HistoryEntry(
            what=_("Closed with its evidence"),
            who="Nadia Exemple",
            moment=MOMENT,
            detail=_("Calibration certificate 2026-118, attached."),
            mark=Mark.CONFORMS,
        ),
        HistoryEntry(
            what=_("Due date moved to 24 November"),
            who="Karim Exemple",
            moment=MOMENT - timedelta(days=9, hours=2),
            detail=_("The laboratory had no place before."),
            mark=Mark.IN_PROGRESS,
        ),
        HistoryEntry(what=_("Created from gap 7.1.5"), who="Nadia Exemple", moment=MOMENT - timedelta(days=31)),
    )


def confirmation() -> Confirmation:
    """A withdrawal that cannot be taken back."""
    return Confirmation(
        id="withdraw",
        title=_("Withdraw certificate JW-2025-004812?"),
        text=_("Whoever verifies it will read that it was withdrawn, from this minute on."),
        lost=(_("The certificate no longer counts as proof; this cannot be undone."),),
        kept=(_("The record, its reasons and its dates stay readable by all."),),
        action=_("Withdraw the certificate"),
        url="#",
        word="JW-2025-004812",
    )


def whole_pages(url: Callable[[str], str]) -> tuple[Card, ...]:
    """The pages that are shown whole."""
    return (
        Card(
            title=_("Question"),
            text=_("Filling in a chapter: one question open, the others one key away."),
            url=url("question"),
        ),
        Card(
            title=_("Public page"),
            text=_("A certificate verified: the verdict first, then what it rests on."),
            url=url("public"),
        ),
    )
