"""What can be done with a panel: convene it, change it, ask people, close it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.diagnostics.panels import colleges, mails, queries
from jawda.apps.diagnostics.panels.models import Panel, PanelAnswer, PanelMember
from jawda.apps.diagnostics.panels.rules import FOR_PANELS, may_convene
from jawda.apps.referentials import store
from jawda.core.languages import LANGUAGES
from jawda.core.referentials import Referential
from jawda.foundation.audit import trail
from jawda.foundation.jobs import defer
from jawda.foundation.tenancy.context import current_organisation_id
from jawda.foundation.tenancy.links import new_token, token_hash
from jawda.foundation.tenancy.routes import Access

CLOSE: Final = "diagnostics.close_panels"
LONGEST: Final = timedelta(days=366)
PER_DAY: Final = 100
"""Mails with a link that an organisation may send in 24 hours."""
MOST_MEMBERS: Final = 300
PAUSE: Final = timedelta(minutes=2)


class PanelClosed(Exception):
    """Its last day is past, or it was closed: it is kept as it stands, for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the convener says of a panel; ``colleges`` are names, one for each."""

    title: str
    ends_on: date
    message: str = ""
    colleges: tuple[str, ...] = ()
    profile: Mapping[str, str]


def convene(*, access: Access, referential_id: str, facts: Facts) -> Panel:
    """Convene a panel of the acting organisation. Audited; nobody is told yet. It closes by itself after its last day.

    ``store.UnknownReferential`` for one that no panel answers, ``ValidationError`` by field.
    """
    _allowed(access)
    referential = store.load(referential_id)
    if referential.slug not in FOR_PANELS:
        raise store.UnknownReferential(referential_id)
    panel = Panel(organisation_id=current_organisation_id(), referential=referential_id, convened_by=access.person_id)
    _take(panel, referential, facts)
    panel.save()
    defer(CLOSE, organisation_id=panel.organisation_id, on=panel.ends_on + timedelta(days=1))
    _record("convene_panel", panel, referential=referential_id, ends_on=panel.ends_on.isoformat())
    return panel


def change(*, access: Access, panel: Panel, facts: Facts) -> None:
    """Change what was said of it, or its last day. Audited; nobody is told. ``PanelClosed``; ``ValidationError``."""
    panel = _open(access, panel)
    _take(panel, store.load(panel.referential), facts)
    panel.save()
    defer(CLOSE, organisation_id=panel.organisation_id, on=panel.ends_on + timedelta(days=1))
    _record("change_panel", panel, ends_on=panel.ends_on.isoformat())


def _take(panel: Panel, referential: Referential, facts: Facts) -> None:
    errors: dict[str, str] = {}
    today = timezone.localdate()
    if facts.ends_on < today:
        errors["ends_on"] = _("The last day is past already.")
    elif facts.ends_on > today + LONGEST:
        errors["ends_on"] = _("A panel lasts a year at most.")
    found = colleges.written(facts.colleges, panel.colleges)
    codes = {item["code"] for item in found}
    spoken = set(PanelMember.objects.filter(panel=panel).values_list("college", flat=True)) if panel.colleges else set()
    if not 1 < len(found) <= colleges.MOST:
        errors["colleges"] = _("Two colleges at least and %(most)s at most, one on each line.") % {
            "most": colleges.MOST
        }
    elif spoken - codes:
        former = colleges.names(panel.colleges)
        errors["colleges"] = _("“%(name)s” has members: it stays as it is.") % {
            "name": former[min(spoken - codes)]
        }  # fmt: skip
    choices = referential.profile_values
    if any(value not in choices.get(name, ()) for name, value in facts.profile.items()):
        errors["profile"] = _("Choose one of what is offered.")
    if errors:
        raise ValidationError(errors)
    panel.title, panel.message = facts.title.strip()[:160], facts.message.strip()
    panel.ends_on, panel.colleges, panel.profile = facts.ends_on, found, dict(facts.profile)


def ask(*, access: Access, panel: Panel, name: str, email: str, college: str, language: str) -> PanelMember:
    """Ask someone to answer. Audited without the address; a mail with a link on commit.

    The link goes to that address alone and nobody can read it here, so that the convener cannot answer, or read, in a
    member's place. ``PanelClosed``; ``ValidationError`` by field.
    """
    panel = _open(access, panel)
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationError({"email": _("An address such as name@company.ma is expected.")}) from error
    if college not in colleges.names(panel.colleges):
        raise ValidationError({"college": _("Choose a college of this panel.")})
    if language not in LANGUAGES:
        raise ValidationError({"language": _("Choose a language.")})
    members = PanelMember.objects.filter(panel=panel)
    if members.filter(email=email).exists():
        raise ValidationError({"email": _("This address is asked already: send its link again from the list.")})
    if members.count() >= MOST_MEMBERS:
        raise ValidationError(_("A panel has %(count)s members at most.") % {"count": MOST_MEMBERS})
    _throttle()
    token = new_token(panel.organisation_id)
    member = PanelMember.objects.create(
        organisation_id=panel.organisation_id, panel=panel, name=name.strip()[:160], email=email, college=college,
        language=language, token_hash=token_hash(token),
    )  # fmt: skip
    _record("ask_panel_member", panel, college=college)
    mails.asked(panel, member, token, convener=access.organisation_name)
    return member


def send_again(*, access: Access, panel: Panel, member_id: UUID) -> None:
    """A new link to a member's address; the former stops, the answers stay. Audited.

    ``PanelMember.DoesNotExist`` for another's, ``ValidationError`` within two minutes.
    """
    panel = _open(access, panel)
    member = PanelMember.objects.select_for_update().get(pk=member_id, panel=panel)
    if timezone.now() - member.sent_at < PAUSE:
        raise ValidationError(_("It was sent a moment ago. Wait two minutes."))
    _throttle()
    token = new_token(panel.organisation_id)
    member.token_hash, member.sent_at = token_hash(token), timezone.now()
    member.save(update_fields=["token_hash", "sent_at"])
    _record("send_panel_link", panel)
    mails.asked(panel, member, token, convener=access.organisation_name)


def release(*, access: Access, panel: Panel, member_id: UUID) -> None:
    """Ask someone no longer: their link stops and their answers are deleted. Audited; they are not told."""
    panel = _open(access, panel)
    PanelMember.objects.get(pk=member_id, panel=panel).delete()
    _record("release_panel_member", panel)


def remind(*, access: Access, panel: Panel) -> None:
    """Remind by mail those who have questions left, once a day. Audited without saying whom: the convener learns
    neither. ``ValidationError`` where it was done today."""
    panel = _open(access, panel)
    today = timezone.localdate()
    if panel.reminded_on == today:
        raise ValidationError(_("A reminder was sent today already."))
    panel.reminded_on = today
    panel.save(update_fields=["reminded_on"])
    asked = queries.asked_of(panel)
    for member, answered in queries.members_with_counts(panel):
        if answered < len(asked):
            mails.reminded(panel, member, convener=access.organisation_name)
    _record("remind_panel", panel)


def close(*, access: Access, panel: Panel) -> None:
    """End it for good, and show its result. Audited. Links stop; names, addresses and which page saved an answer are
    wiped, so that nobody can tell any more whose an answer was."""
    _end(_open(access, panel))


def close_due(*, today: date) -> None:
    """Close the acting organisation's panels whose last day is past. Audited; nobody is told."""
    for panel in Panel.objects.select_for_update().filter(closed_at=None, ends_on__lt=today):
        _end(panel)


def _end(panel: Panel) -> None:
    panel.closed_at = timezone.now()
    panel.save(update_fields=["closed_at"])
    PanelMember.objects.filter(panel=panel).update(name="", email="", token_hash="")
    PanelAnswer.objects.filter(member__panel=panel).update(saved_from="", saved_turn=0)
    _record("close_panel", panel)


def _allowed(access: Access) -> None:
    if not may_convene(access):
        raise PermissionDenied


def _open(access: Access, panel: Panel) -> Panel:
    """The panel as it stands, held until the transaction ends."""
    _allowed(access)
    found = Panel.objects.select_for_update().get(pk=panel.pk)
    if not found.is_open(timezone.localdate()):
        raise PanelClosed
    return found


def _throttle() -> None:
    since = timezone.now() - timedelta(days=1)
    if PanelMember.objects.filter(sent_at__gt=since).count() >= PER_DAY:
        raise ValidationError(
            _("%(count)s links were sent in 24 hours: wait until tomorrow.") % {"count": PER_DAY}
        )  # fmt: skip


def _record(action: str, panel: Panel, **details: object) -> None:
    trail.record(f"diagnostics.{action}", subject="panel", subject_id=panel.pk, details=details)
