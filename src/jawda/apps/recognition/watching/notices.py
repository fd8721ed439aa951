"""What people are told of certificates: one sentence of how many, then what changed of which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext, pgettext

from jawda.apps.organisations.enums import MANAGING_ROLES
from jawda.apps.organisations.models import Membership, Organisation
from jawda.apps.recognition.suppliers.enums import News
from jawda.foundation.notices import domain
from jawda.foundation.notices.kinds import Kind, register_kind
from jawda.foundation.notices.models import Channel
from jawda.foundation.ui.formats import apart, listed
from jawda.foundation.ui.templatetags.ui import language

OWN: Final = "recognition.own_certificates"
SUPPLIERS: Final = "recognition.suppliers"
NAMED: Final = 3
"""Certificates of one kind of news that a notice names; the page has them all."""
_ROUTES: Final = {OWN: "recognition:held", SUPPLIERS: "recognition:suppliers"}
#: The gravest first.
_IN_ORDER: Final = (
    News.WITHDRAWN, News.SUSPENDED, News.INVALID, News.EXPIRED, News.REDUCED, News.REPLACED, News.ENDS_30,
    News.ENDS_90, News.REINSTATED, News.ISSUED,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A certificate as people know it, and what is news of it."""

    name: str
    news: tuple[News, ...]


def register() -> None:
    """Called once, when the models are there. By mail at once, unless one wishes otherwise: goods may be on the way."""
    labels = {
        OWN: gettext_lazy("Our certificates change or lapse"),
        SUPPLIERS: gettext_lazy("Certificates of our suppliers change or lapse"),
    }
    words = {OWN: _own_words, SUPPLIERS: _supplier_words}
    for name, label in labels.items():
        register_kind(Kind(name=name, label=label, words=words[name], channel=Channel.MAIL))


def tell(kind: str, company: Organisation, changed: Sequence[Changed]) -> int:
    """Tell those who manage the company; nobody where nothing changed. How many were told."""
    told = [one for one in changed if one.news]
    if not told:
        return 0
    managers = Membership.objects.filter(
        organisation=company, role__in=MANAGING_ROLES, person__is_active=True
    ).values_list("person_id", flat=True)
    facts: dict[str, Any] = {"organisation": company.name, "count": len(told)}
    for news in _IN_ORDER:
        names = [one.name for one in told if news in one.news]
        if names:
            facts[news.value] = {"count": len(names), "names": names[:NAMED]}
    return domain.notify(
        kind=kind, to=list(managers), route=_ROUTES[kind], arguments={"handle": company.handle}, facts=facts
    )


def _own_words(facts: Mapping[str, Any]) -> str:
    count = int(facts["count"])
    first = ngettext(
        "%(organisation)s: there is news of %(count)s of your certificates.",
        "%(organisation)s: there is news of %(count)s of your certificates.",
        count,
    )
    return _said(first, facts)


def _supplier_words(facts: Mapping[str, Any]) -> str:
    count = int(facts["count"])
    first = ngettext(
        "%(organisation)s: there is news of %(count)s certificate of your suppliers.",
        "%(organisation)s: there is news of %(count)s certificates of your suppliers.",
        count,
    )
    return _said(first, facts)


def _said(first: str, facts: Mapping[str, Any]) -> str:
    begin = first % {"organisation": apart(facts["organisation"], language()), "count": int(facts["count"])}
    parts = [_sentence(news) % {"names": _names(facts[news.value])} for news in _IN_ORDER if news.value in facts]
    return " ".join([begin, *(f"{part}." for part in parts)])


def _sentence(news: News) -> str:
    return {
        News.WITHDRAWN: _("Withdrawn: %(names)s"),
        News.SUSPENDED: _("Suspended: %(names)s"),
        News.INVALID: _("No longer verifies: %(names)s"),
        News.EXPIRED: _("Expired: %(names)s"),
        News.REDUCED: _("Reduced in scope: %(names)s"),
        News.REPLACED: _("Replaced by another one: %(names)s"),
        News.ENDS_30: _("Ends within 30 days: %(names)s"),
        News.ENDS_90: _("Ends within 90 days: %(names)s"),
        News.REINSTATED: _("In force again: %(names)s"),
        News.ISSUED: pgettext("news", "Issued: %(names)s"),
    }[news]


def _names(part: Mapping[str, Any]) -> str:
    names = listed((apart(name, language()) for name in part["names"]), language())
    more = int(part["count"]) - len(part["names"])
    if more <= 0:
        return names
    return f"{names} " + npgettext("certificates", "and %(count)s more", "and %(count)s more", more) % {"count": more}
