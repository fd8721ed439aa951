"""The mail that brings a link, sent once the transaction has been kept, in the language chosen for it."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawda.apps.diagnostics.assigning.models import Assignment
from jawda.apps.organisations.mails import send
from jawda.foundation.ui import formats
from jawda.foundation.ui.formats import apart


def assigned(row: Assignment, token: str, *, organisation_name: str) -> None:
    """Who asks, how many questions, until when, and the address; nothing of what was answered."""
    with translation.override(row.language):
        link = settings.BASE_URL + reverse("assigned_questions", args=[token])
        count = len(row.requirements)
        names = {
            "name": apart(row.asked_by_name, row.language),
            "organisation": apart(organisation_name, row.language),
            "count": count,
        }
        subject = ngettext(
            "%(name)s (%(organisation)s) asks you %(count)s question",
            "%(name)s (%(organisation)s) asks you %(count)s questions",
            count,
        )
        day = formats.date_long(row.ends_on, row.language)
        lines = [
            _("Hello %(name)s,") % {"name": apart(row.name, row.language)},
            ngettext(
                "%(name)s asks you to answer %(count)s question of the quality self-assessment of %(organisation)s.",
                "%(name)s asks you to answer %(count)s questions of the quality self-assessment of %(organisation)s.",
                count,
            )
            % names,
            *([row.sentence] if row.sentence else []),
            _("Open this link; you need no account: %(link)s") % {"link": f"\n{link}"},
            _("It opens until %(day)s. Whoever has it can read and change these answers: do not pass it on.")
            % {"day": day},
        ]
        send(subject % names, lines, row.email)
