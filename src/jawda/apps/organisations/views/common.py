"""What several pages of the room share."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from jawda.apps.organisations.forms import attach
from jawda.apps.organisations.rules import may_manage_tokens, may_see_missions
from jawda.foundation.tenancy.routes import Access
from jawda.foundation.ui.frame import Entry


def tabs(access: Access, here: str) -> dict[str, object]:
    """The pages of “Our organisation”; ``here`` is the current one's route."""
    rows = [
        (_("Description"), "organisations:description"),
        (_("Members"), "organisations:members"),
        (_("Sites"), "organisations:sites"),
    ]
    if may_see_missions(access):
        rows.append((_("Missions"), "organisations:missions"))
    if may_manage_tokens(access):
        rows.append((_("API"), "organisations:tokens"))
    entries = [Entry(label, reverse(route, args=[access.handle]), current=route == here) for label, route in rows]
    return {"tabs": entries, "tabs_label": _("Our organisation")}


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; an empty one too, for every box may be left unticked."""
    return request.POST if request.method == "POST" else None


def tried(form: forms.Form, verb: Callable[[], object]) -> bool:
    """Whether the verb did its work; what it refused stands in the form, and nothing of it was written."""
    try:
        with transaction.atomic():
            verb()
    except ValidationError as error:
        attach(form, error)
        return False
    return True


def sentence(error: ValidationError) -> str:
    """What a verb refused, for a message."""
    return " ".join(error.messages)
