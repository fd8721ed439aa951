"""What this room offers on the result of a diagnosis."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from jawda.apps.actions.rules import may_work
from jawda.apps.diagnostics.next_steps import NextStep
from jawda.apps.diagnostics.queries import Loaded
from jawda.foundation.tenancy.routes import Access


def plan_from_gaps(access: Access, loaded: Loaded) -> NextStep | None:
    """Make a plan, where there are gaps and the person may."""
    if not loaded.result.gaps or not may_work(access):
        return None
    address = reverse("actions:from_gaps", args=[access.handle, loaded.row.pk])
    return NextStep(_("Make a plan from the gaps"), address)
