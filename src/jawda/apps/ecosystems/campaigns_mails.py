"""What a company's people are told about an invitation, each in their language."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawda.apps.ecosystems.campaigns_queries import Invited
from jawda.apps.organisations.mails import send
from jawda.apps.organisations.models import Organisation
from jawda.core.languages import Language
from jawda.foundation.accounts.models import Person
from jawda.foundation.ui import formats


def told(item: Invited, company: Organisation, people: Iterable[Person], *, opening: bool) -> None:
    """The invitation on its ``opening``, else a reminder that says how many days are left."""
    for person in people:
        language: Language = person.language
        with translation.override(language):
            subject, first = _first(item, company, language, opening)
            link = settings.BASE_URL + reverse("ecosystems:invitation", args=[company.handle, item.row.pk])
            said = [_("In the federation’s words:") + f"\n{item.row.message}"] if opening and item.row.message else []
            lines = [
                _("Hello,"),
                first,
                *said,
                _("Begin or go on here, or decline: %(link)s") % {"link": f"\n{link}"},
                _("Your answers and results are seen by your company alone."),
            ]
            send(subject, lines, person.email)


def _first(item: Invited, company: Organisation, language: Language, opening: bool) -> tuple[str, str]:
    """Subject and first sentence."""
    names = {
        "title": item.row.title,
        "company": company.name,
        "ecosystem": item.row.ecosystem.name.best(language),
        "referential": item.row.referential_name.best(language),
        "day": formats.date_long(item.row.deadline, language),
    }
    if opening:
        return (
            _("%(company)s is invited: %(title)s") % names,
            _("The ecosystem “%(ecosystem)s” invites %(company)s to an assessment, “%(referential)s”, until %(day)s.")
            % names,
        )
    if item.days_left < 0:
        return (
            _("The last day is past: %(title)s") % names,
            _("The last day of “%(title)s” was %(day)s. %(company)s has not finished; you can still do so.") % names,
        )
    left = ngettext("%(count)s day left", "%(count)s days left", item.days_left) % {"count": item.days_left}
    last = _("last day") if item.days_left == 0 else left
    return (
        _("%(title)s: %(left)s") % (names | {"left": last}),
        _("%(company)s is invited to “%(title)s” until %(day)s and has not finished.") % names,
    )
