"""What a body that attests does first: its key, then the first document, then what is about to lapse."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawda.apps.organisations.enums import Status
from jawda.apps.recognition.own_words import room_name
from jawda.apps.recognition.queries import own
from jawda.apps.recognition.rules import may_issue, may_manage_keys, may_read_issued
from jawda.foundation.tenancy.routes import Access


def issuing_step(access: Access) -> dict[str, str] | None:
    """Title, text, address and button; None for a body that attests nothing, or that waits for an operator."""
    if not may_read_issued(access) or access.status == Status.UNVERIFIED:
        return None
    issued = reverse("recognition:issued", args=[access.handle])
    if own.present_key() is None:
        if not may_manage_keys(access):
            return None
        return {
            "title": _("Make your signing key"), "url": reverse("recognition:keys", args=[access.handle]),
            "text": _("In one click. With it your organisation signs what it issues, so that anyone can check."),
            "action": _("Open"),
        }  # fmt: skip
    today = timezone.localdate()
    if may_issue(access) and not own.issued(own.Wanted(), today).exists():
        return {
            "title": _("Issue the first document"), "url": issued, "action": _("Open"),
            "text": _("Its public page answers as soon as it is signed."),
        }  # fmt: skip
    ending = own.issued(own.Wanted(soon=True), today).count()
    if ending:
        said = ngettext("%(count)d document ends within 90 days.", "%(count)d documents end within 90 days.", ending)
        return {
            "title": room_name(access.kind), "url": f"{issued}?bientot=1&tri=echeance", "action": _("Open"),
            "text": said % {"count": ending},
        }  # fmt: skip
    return {
        "title": room_name(access.kind), "url": issued, "action": _("Open"),
        "text": _("Issue, suspend, withdraw: whoever checks sees it within a minute."),
    }  # fmt: skip
