"""Mails of the room, sent once the transaction has been kept, each in the language of who reads it."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jawda.apps.organisations.enums import Decision, Role
from jawda.apps.organisations.models import Invitation, Organisation
from jawda.foundation.accounts.models import Person
from jawda.foundation.ui import formats


def invited(invitation: Invitation, token: str) -> None:
    """The invitation with its link; it says nothing of whether the address has an account."""
    language = invitation.language
    with translation.override(language):
        link = settings.BASE_URL + reverse("invitation", args=[token])
        until = formats.date_long(timezone.localtime(invitation.expires_at).date(), language)
        if invitation.starts_on and invitation.ends_on:
            subject = _("%(organisation)s offers you a mission") % {"organisation": invitation.organisation_name}
            first = _("%(organisation)s offers you a mission on Jawda, from %(first)s to %(last)s.") % {
                "organisation": invitation.organisation_name,
                "first": formats.date_long(invitation.starts_on, language),
                "last": formats.date_long(invitation.ends_on, language),
            }
        else:
            subject = _("%(organisation)s invites you") % {"organisation": invitation.organisation_name}
            first = _("%(organisation)s invites you to join it on Jawda, as: %(role)s.") % {
                "organisation": invitation.organisation_name,
                "role": Role(invitation.role).label,
            }
        lines = [
            _("Hello,"),
            first,
            _("Open this link to accept or to decline: %(link)s") % {"link": f"\n{link}"},
            _("Sign in, or create an account, with the address that received this mail. The link ends on %(day)s.")
            % {"day": until},
            _("If you were not expecting this, there is nothing to do."),
        ]
        send(subject, lines, invitation.email)


def decided(organisation: Organisation, decision: Decision, note: str, people: Iterable[Person]) -> None:
    """What an operator decided, to each of those who manage the organisation."""
    for person in people:
        with translation.override(person.language):
            name = {"organisation": organisation.name}
            if decision == Decision.SUSPENDED:
                subject = _("%(organisation)s is suspended on Jawda") % name
                first = _("An operator of the platform has suspended %(organisation)s.") % name
            else:
                subject = _("%(organisation)s is verified on Jawda") % name
                first = _("An operator of the platform has verified %(organisation)s.") % name
            home = settings.BASE_URL + reverse("organisation_home", args=[organisation.handle])
            said = [_("What the operator says: %(note)s") % {"note": note}] if note else []
            lines = [_("Hello,"), first, *said, _("Your pages: %(link)s") % {"link": f"\n{home}"}]
            send(subject, lines, person.email)


def send(subject: str, lines: list[str], to: str) -> None:
    """A mail in the language that is active, once the transaction has been kept; ``lines`` are its paragraphs."""
    body = "\n\n".join([*lines, _("Jawda, the platform of quality ecosystems")])
    one_line = " ".join(subject.split())
    transaction.on_commit(lambda: send_mail(one_line, body, None, [to]), robust=True)
