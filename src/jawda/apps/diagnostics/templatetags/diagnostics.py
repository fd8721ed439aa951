"""Filters of the diagnosis's templates."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jawda.apps.diagnostics import durations
from jawda.apps.referentials.needs import need_words
from jawda.foundation.ui.templatetags.ui import language

register = template.Library()


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


@register.filter
def need(code: str) -> str:
    """A kind of need in words."""
    return need_words(code, language())
