"""What a person is written about the end of their account, in their language."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage, send_mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jawda.core.languages import Language
from jawda.foundation.erasure.certificate import Certificate
from jawda.foundation.erasure.printing import certificate_pdf
from jawda.foundation.erasure.registry import Subject
from jawda.foundation.ui.formats import date_long

_LANGUAGES: Final = ("fr", "ar", "en")


def proof(certificate: Certificate, subject: Subject) -> None:
    """The last mail to the address: the proof, to read and to verify. Sent at once."""
    language: Language = subject.language if subject.language in _LANGUAGES else "fr"
    with translation.override(language):
        lines = [
            _("Hello,"),
            _("Your account on Jawda is erased. The proof is attached: a page to keep, and a file to verify it with."),
            _("This address is kept no longer. Backups from before end within 30 days; should one be restored, the "
              "erasure is done again."),
            _("Jawda, the platform of quality ecosystems"),
        ]  # fmt: skip
        message = EmailMessage(_("Your account is erased: the proof"), "\n\n".join(lines), None, [subject.emails[0]])
        name = f"jawda-erasure-{certificate.reference[:8]}"
        message.attach(f"{name}.json", certificate.text() + "\n", "application/json")
        message.attach(f"{name}.pdf", certificate_pdf(certificate, language=language), "application/pdf")
        message.send()


def unused(*, email: str, language: str, last: datetime) -> None:
    """An account ends on that day unless it is used. Sent at once."""
    spoken: Language = language if language in _LANGUAGES else "fr"
    with translation.override(spoken):
        day = date_long(timezone.localtime(last).date(), spoken)
        lines = [
            _("Hello,"),
            _("You have not signed in to Jawda for almost a year. Your account will be erased after %(day)s.")
            % {"day": day},
            _("To keep it, sign in before: %(link)s") % {"link": f"\n{settings.BASE_URL}{reverse('account_login')}"},
            _("There is nothing to do if you no longer need it: you will receive a proof of the erasure."),
            _("Jawda, the platform of quality ecosystems"),
        ]
        send_mail(_("Your account ends on %(day)s") % {"day": day}, "\n\n".join(lines), None, [email])
