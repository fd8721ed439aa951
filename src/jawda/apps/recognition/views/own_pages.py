"""What the room's pages share: verbs tried for a form, the tabs of the room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from jawda.apps.recognition.models import Attestation
from jawda.apps.recognition.own_words import room_name
from jawda.apps.recognition.rules import may_read_issued
from jawda.foundation.tenancy.routes import Access
from jawda.foundation.ui.frame import Entry

Made = TypeVar("Made")
#: Names under which verbs refuse, where the form calls the field otherwise.
_FIELDS: Final = {"accreditation": "accreditation_url"}


def tabs(access: Access, here: str) -> dict[str, Any]:
    """The pages of the room; ``here`` is the current one's route."""
    if not may_read_issued(access):
        return {"tabs": ()}
    rows = [(room_name(access.kind), "recognition:issued"), (_("Signing keys"), "recognition:keys")]
    entries = [Entry(label, reverse(route, args=[access.handle]), current=route == here) for label, route in rows]
    return {"tabs": entries, "tabs_label": room_name(access.kind)}


def tried(form: forms.Form, verb: Callable[[], Made]) -> Made | None:
    """What the verb made; None where it refused, which then stands in the form, and nothing of it was written."""
    try:
        with transaction.atomic():
            return verb()
    except Attestation.DoesNotExist as error:
        raise Http404 from error
    except ValidationError as error:
        take_over(form, error)
    return None


def take_over(form: forms.Form, error: ValidationError) -> None:
    """The verb's faults, each beside its field."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, faults in error.error_dict.items():
        name = _FIELDS.get(field, field)
        form.add_error(name if name in form.fields else None, faults)


def held_tabs(access: Access, here: str) -> dict[str, Any]:
    """A company's pages of the room: what it holds, and what it watches of its suppliers."""
    rows = [(_("Ours"), "recognition:held"), (_("Of our suppliers"), "recognition:suppliers")]
    entries = [Entry(label, reverse(route, args=[access.handle]), current=route == here) for label, route in rows]
    return {"tabs": entries, "tabs_label": room_name(access.kind)}
