"""What members of a panel are told, each in their language; the link stands in their mail and nowhere else."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from jawda.apps.diagnostics.panels.colleges import names
from jawda.apps.diagnostics.panels.models import Panel, PanelMember
from jawda.apps.organisations.mails import send
from jawda.foundation.ui import formats
from jawda.foundation.ui.formats import apart


def asked(panel: Panel, member: PanelMember, token: str, *, convener: str) -> None:
    """The request with its link."""
    with translation.override(member.language):
        link = settings.BASE_URL + reverse("panel_member", args=[token])
        named = {
            "convener": apart(convener, member.language),
            "title": apart(panel.title, member.language),
            "college": apart(names(panel.colleges).get(member.college, "–"), member.language),
            "day": formats.date_long(panel.ends_on, member.language),
        }
        words = [_("In the convener’s words:") + f"\n{panel.message}"] if panel.message else []
        lines = [
            _("Hello %(name)s,") % {"name": apart(member.name, member.language)} if member.name else _("Hello,"),
            _("%(convener)s asks you to answer its diagnosis “%(title)s”, in the college: %(college)s.") % named,
            *words,
            _("Your own link, until %(day)s, without an account: %(link)s") % (named | {"link": f"\n{link}"}),
            _("You answer alone, and go on whenever you like. Nobody sees your answers: the convener sees the panel"
              " together, once it is closed. Keep this link to yourself: whoever has it answers in your place."),
        ]  # fmt: skip
        send(_("%(convener)s asks for your view: %(title)s") % named, lines, member.email)


def reminded(panel: Panel, member: PanelMember, *, convener: str) -> None:
    """That questions are left; it holds no link, for a new one would end the page on which somebody is typing."""
    with translation.override(member.language):
        named = {
            "convener": apart(convener, member.language),
            "title": apart(panel.title, member.language),
            "day": formats.date_long(panel.ends_on, member.language),
        }
        lines = [
            _("Hello %(name)s,") % {"name": apart(member.name, member.language)} if member.name else _("Hello,"),
            _("The panel “%(title)s” of %(convener)s closes after %(day)s, and you have questions left.") % named,
            _("Your link stands in our first mail; if you have lost it, ask %(convener)s to send it again.") % named,
            _("What you do not know may stay without an answer. The convener is not told who was reminded."),
        ]
        send(_("A reminder: %(title)s") % named, lines, member.email)
