"""Filters of the plan's templates."""

from __future__ import annotations

from django import template

from jawda.apps.actions.enums import MARKS
from jawda.foundation.ui.marks import Mark

register = template.Library()


@register.filter
def state_mark(state: str) -> Mark:
    """The shape of an action's state: ``{% tag row.state|state_mark row.get_state_display %}``."""
    return MARKS[state]
