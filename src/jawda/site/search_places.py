"""Pages and acts that search finds by their name: those of the menu, and the ones people ask for by what they do."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from jawda.apps.diagnostics.panels.rules import may_convene, may_read_panels
from jawda.apps.diagnostics.rules import may_answer, may_read
from jawda.apps.organisations.rules import (
    is_company,
    is_federation,
    is_member,
    may_administer,
    may_grant_missions,
    may_invite,
)
from jawda.apps.recognition.own_words import room_name
from jawda.apps.recognition.rules import may_read_held, may_record
from jawda.foundation.search.sources import Go
from jawda.foundation.tenancy.routes import Access


def places(access: Access | None, signed_in: bool) -> Iterator[Go]:
    """Only what this person may open."""
    if access is not None:
        for label, route, may in (
            (_("New self-assessment"), "diagnostics:choose", may_answer(access)),
            (_("Self-assessment"), "diagnostics:list", may_read(access)),
            (_("Confidentiality and sharing"), "ecosystems:sharing", is_company(access) and is_member(access)),
            (room_name(access.kind), "recognition:held", may_read_held(access)),
            (_("Record a certificate"), "recognition:record", may_record(access)),
            (_("Certificates of suppliers"), "recognition:suppliers", may_read_held(access)),
            (_("Our referentials"), "writing:list", is_company(access) and is_member(access)),
            (_("Cohort"), "ecosystems:cohort", is_federation(access)),
            (_("Panels"), "panels:list", may_read_panels(access)),
            (_("Convene a panel"), "panels:convene", may_convene(access)),
            (_("Conventions"), "ecosystems:conventions", is_federation(access)),
            (_("Our organisation"), "organisations:description", is_member(access)),
            (_("Members"), "organisations:members", is_member(access)),
            (_("Invite a person"), "organisations:invite", may_invite(access)),
            (_("Sites"), "organisations:sites", is_member(access)),
            (_("Add a site"), "organisations:add_site", may_administer(access)),
            (_("Offer a mission to an expert"), "organisations:offer_mission", may_grant_missions(access)),
            (_("Dashboard"), "organisation_home", True),
        ):
            if may:
                yield Go(label, reverse(route, args=[access.handle]))
    yield Go(_("Referentials"), reverse("referentials:list"))
    yield Go(_("Ecosystems"), reverse("public_ecosystems"))
    yield Go(_("Directory"), reverse("directory"))
    if signed_in:
        yield Go(_("My account"), reverse("my_account"))
        yield Go(_("My organisations"), reverse("home") + "?liste")
    else:
        yield Go(_("Sign in"), reverse("account_login"))
