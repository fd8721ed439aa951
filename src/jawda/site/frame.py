"""The frame of each page: who, where, and the menu of that kind of organisation."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jawda.apps.actions.rules import may_read as may_read_actions
from jawda.apps.diagnostics.panels.rules import may_read_panels
from jawda.apps.diagnostics.rules import may_read as may_read_diagnostics
from jawda.apps.organisations.enums import Kind, Role
from jawda.apps.organisations.queries import places_of
from jawda.apps.product_quality.rules import may_read as may_read_product_quality
from jawda.apps.recognition.own_words import room_name
from jawda.apps.recognition.rules import may_read_held, may_read_issued
from jawda.foundation.tenancy.routes import Access
from jawda.foundation.ui.frame import Entry, Frame

LANGUAGE_NAMES = {"fr": "Français", "ar": "العربية", "en": "English"}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``frame`` for every template."""
    access: Access | None = getattr(request, "access", None)
    person = request.user if hasattr(request, "user") and request.user.is_authenticated else None
    current = (get_language() or "fr")[:2]
    languages = tuple(
        Entry(
            label=name,
            url=f"{reverse('language', args=[code])}?{urlencode({'next': request.get_full_path()})}",
            current=code == current,
            language=code,
        )
        for code, name in LANGUAGE_NAMES.items()
    )
    operates = person is not None and request.path.startswith(reverse("operator"))
    navigation = (
        _room_menu(request, access)
        if access
        else _operator_menu(request)
        if operates
        else _public_menu(request, person is not None)
    )
    place = access.organisation_name if access else _("Operation of the platform") if operates else None
    return {
        "frame": Frame(
            organisation_name=place,
            fictitious=access.fictitious if access else False,
            person_name=str(person) if person else "",
            role_label=str(Role(access.role).label) if access else "",
            home_url=reverse("organisation_home", args=[access.handle]) if access else "/",
            navigation=navigation,
            organisations=_organisations(access) if access else (),
            languages=languages,
            search_url=reverse("search_inside", args=[access.handle]) if access else reverse("search"),
            notices_url=reverse("notices") if person else "",
            unread=access.unread if access else None,
            account_url=reverse("my_account") if person else "",
            sign_out_url=reverse("account_logout") if person else "",
            demo=settings.DEMO,
        )
    }


def _organisations(access: Access) -> tuple[Entry, ...]:
    """Where the person may go from here: their places, and the page of all of them with what waits there."""
    entries = [
        Entry(
            label=_("%(name)s (mission)") % {"name": place.name} if place.until else place.name,
            url=reverse("organisation_home", args=[place.handle]),
            current=place.handle == access.handle,
        )
        for place in places_of(access.person_id)
    ]
    return (*entries, Entry(label=_("My organisations and invitations"), url=reverse("home") + "?liste"))


def _entries(
    request: HttpRequest, rows: list[tuple[str, str]], elsewhere: Mapping[str, str] = MappingProxyType({})
) -> tuple[Entry, ...]:
    """The longest address that begins the page's own is the current one. ``elsewhere``: pages under one address that
    are reached by the entry of another, where they have none of their own."""
    places = {url: url for _, url in rows}
    places = {under: by for under, by in elsewhere.items() if by in places} | places
    here = places[found] if (found := max(filter(request.path.startswith, places), key=len, default="")) else ""
    return tuple(Entry(label=label, url=url, current=url == here) for label, url in rows)


def _room_menu(request: HttpRequest, access: Access) -> tuple[Entry, ...]:
    rows = [(_("Dashboard"), reverse("organisation_home", args=[access.handle]))]
    if access.kind == Kind.COMPANY:
        if may_read_diagnostics(access):
            rows.append((_("Self-assessment"), reverse("diagnostics:list", args=[access.handle])))
        if may_read_actions(access):
            rows.append((_("Action plan"), reverse("actions:list", args=[access.handle])))
        if may_read_product_quality(access):
            rows.append((_("Product quality"), reverse("product_quality:overview", args=[access.handle])))
        if may_read_held(access):
            rows.append((room_name(access.kind), _of_certificates(access)))
        if access.scope is None:
            rows.append((_("Confidentiality and sharing"), reverse("ecosystems:sharing", args=[access.handle])))
    if may_read_issued(access):
        rows.append((room_name(access.kind), reverse("recognition:issued", args=[access.handle])))
    if access.kind == Kind.FEDERATION:
        rows.append((_("Cohort"), reverse("ecosystems:cohort", args=[access.handle])))
        rows.append((_("Campaigns"), reverse("ecosystems:campaigns", args=[access.handle])))
        rows.append((_("Conventions"), reverse("ecosystems:conventions", args=[access.handle])))
    if may_read_panels(access):
        rows.append((_("Panels"), reverse("panels:list", args=[access.handle])))
    if access.scope is None and access.kind == Kind.FEDERATION:  # a company's are reached from its self-assessment
        rows.append((_("Our referentials"), reverse("writing:list", args=[access.handle])))
    if access.scope is None:
        rows.append((_("Our organisation"), reverse("organisations:description", args=[access.handle])))
    return _entries(request, rows, {
        reverse("recognition:suppliers", args=[access.handle]): _of_certificates(access),
        reverse("writing:list", args=[access.handle]): reverse("diagnostics:list", args=[access.handle]),
    })  # fmt: skip


def _of_certificates(access: Access) -> str:
    return reverse("recognition:held", args=[access.handle])


def _operator_menu(request: HttpRequest) -> tuple[Entry, ...]:
    rows = [
        (_("What waits"), reverse("operator")),
        (_("Organisations"), reverse("registrations")),
        (_("Directory"), reverse("directory")),
        (_("Referentials"), reverse("referentials:list")),
    ]
    return _entries(request, rows)


def _public_menu(request: HttpRequest, signed_in: bool) -> tuple[Entry, ...]:
    rows = [
        (_("Certificates"), reverse("certificates")),
        (_("Referentials"), reverse("referentials:list")),
        (_("Ecosystems"), reverse("public_ecosystems")),
        (_("Directory"), reverse("directory")),
    ]
    rows += [(_("My organisations"), reverse("home"))] if signed_in else [(_("Sign in"), reverse("account_login"))]
    return _entries(request, rows)
