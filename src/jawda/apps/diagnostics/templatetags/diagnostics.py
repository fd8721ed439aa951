"""Filters of the diagnosis's templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jawda.apps.diagnostics import durations
from jawda.apps.referentials.needs import need_words
from jawda.core.assessment import State
from jawda.foundation.ui import formats
from jawda.foundation.ui.marks import Mark
from jawda.foundation.ui.templatetags.ui import language, mark, tag

register = template.Library()
PLACEHOLDER: Final = "\ue000"
"""Stands for a requirement's identifier in the form rendered once: a letter that no text has."""
_SAFE: Final = "!$&'()*+,;=/~:@"
"""What the framework leaves as it is in an address (RFC 3986, 3.3)."""


@register.filter
def days(value: float | None) -> str:
    """Days of work in words: ``{{ gap.effort_days|days }}``."""
    return durations.days(value, language())


@register.simple_tag
def consequence(value: int) -> SafeString:
    """What a gap costs, as three rising bars and a word."""
    words = {1: _("low"), 2: _("medium"), 3: _("high")}
    bars = format_html_join(
        "",
        '<rect{} x="{}" y="{}" width="3.5" height="{}"/>',
        ((mark_safe("") if value > n else mark_safe(' class="off"'), 5 * n, 8 - 3 * n, 4 + 3 * n) for n in range(3)),
    )
    drawing = '<span class="tag weight"><svg viewBox="0 0 15 12" aria-hidden="true" focusable="false">{}</svg>{}</span>'
    return format_html(drawing, bars, words[value])


_STATES: Final = {
    State.NOT_STARTED: Mark.TO_DO,
    State.IN_PROGRESS: Mark.IN_PROGRESS,
    State.TO_REVIEW: Mark.TO_REVIEW,
    State.DONE: Mark.DONE,
}


def state_words(state: State | str) -> str:
    """How far an answer has come, in words."""
    return {
        State.NOT_STARTED: pgettext("answer", "not started"),
        State.IN_PROGRESS: pgettext("answer", "in progress"),
        State.TO_REVIEW: pgettext("answer", "to review"),
        State.DONE: pgettext("answer", "done"),
    }[State(state)]


@register.simple_tag
def state_tag(state: State | str) -> SafeString:
    """How far an answer has come, as a shape and a word: apart from its level."""
    return tag(_STATES[State(state)], state_words(state))


@register.simple_tag
def state_mark(state: State | str) -> SafeString:
    """The shape alone, where the word stands beside it."""
    return mark(_STATES[State(state)])


@register.filter
def for_requirement(blank: str, requirement: str) -> SafeString:
    """A form or a link, rendered once for the page, as that of one requirement.

    Several hundred on a page are the same but for the identifier, and rendering each takes longer than all the rest.
    """
    address = escape(quote(requirement, safe=_SAFE))
    named = blank.replace(quote(PLACEHOLDER), address).replace(PLACEHOLDER, escape(requirement))
    return mark_safe(named)  # noqa: S308 - our own template, and the identifier quoted and escaped


@register.filter
def apart(text: str) -> str:
    """A name inside a sentence keeps its own direction: ``{{ link.name|apart }}``."""
    return formats.apart(text, language())


@register.filter
def need(code: str) -> str:
    """A kind of need in words."""
    return need_words(code, language())


@register.filter
def total(counts: Mapping[object, int]) -> int:
    """The sum of counts."""
    return sum(counts.values())
