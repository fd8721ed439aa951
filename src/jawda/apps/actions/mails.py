"""The digest by mail, sent once the transaction has been kept, in the language of who reads it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawda.apps.actions.models import Action
from jawda.apps.organisations.models import Organisation
from jawda.foundation.tenancy.context import current_organisation_id
from jawda.foundation.ui import formats
from jawda.foundation.ui.templatetags.ui import language

if TYPE_CHECKING:
    from jawda.apps.actions.reminders import Digest

SHOWN = 20
"""Actions of one kind that a mail names; the page has them all."""


def digest(told: Digest, today: date) -> None:
    """What is late, near, and to be checked; the subject says how much of it."""
    organisation = Organisation.objects.get(pk=current_organisation_id())
    with translation.override(told.person.language):
        count = len(told.overdue) + len(told.soon) + len(told.to_check)
        subject = ngettext(
            "%(organisation)s: %(count)s action needs you", "%(organisation)s: %(count)s actions need you", count
        ) % {"organisation": organisation.name, "count": count}
        parts = [
            _part(_("Overdue"), told.overdue, "due_on"),
            _part(_("Due within a week"), told.soon, "due_on"),
            _part(_("Effect to check"), told.to_check, "effect_due_on"),
        ]
        link = settings.BASE_URL + reverse("actions:list", args=[organisation.handle])
        lines = [_("Hello,"), *filter(None, parts), _("The plan: %(link)s") % {"link": f"\n{link}"}]
        body = "\n\n".join([*lines, _("Jawda, the platform of quality ecosystems")])
    one_line = " ".join(subject.split())
    transaction.on_commit(lambda: send_mail(one_line, body, None, [told.person.email]), robust=True)


def _part(heading: str, actions: list[Action], name: str) -> str:
    if not actions:
        return ""
    lines = [f"– {' '.join(row.title.split())} ({formats.date_short(getattr(row, name), language())})"
             for row in actions[:SHOWN]]  # fmt: skip
    more = len(actions) - SHOWN
    if more > 0:
        lines.append(ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more})
    return "\n".join([heading, *lines])
