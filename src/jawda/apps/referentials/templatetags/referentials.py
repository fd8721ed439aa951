"""Words of the referentials' pages."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def language_name(code: str) -> str:
    """A language's name in the active language."""
    return {"fr": _("French"), "ar": _("Arabic"), "en": _("English")}[code]


@register.filter
def field_name(name: str) -> str:
    """A field of a requirement in words."""
    names = {
        "title": _("title"),
        "question": _("question"),
        "plain_words": _("plain words"),
        "good_example": _("good example"),
        "bad_example": _("bad example"),
        "auditor_asks": _("what the auditor asks"),
        "typical_evidence": _("usual evidence"),
        "description": _("text"),
        "weight": _("weight"),
        "knock_out": _("knock-out"),
        "consequence": _("consequence"),
        "effort_days": _("effort"),
        "applies_when": _("conditions"),
        "needs": _("needs"),
        "assessable": _("question or heading"),
    }
    return names.get(name, name)


@register.filter
def relation_name(relation: str) -> str:
    """How the first requirement relates to the second, in words."""
    names = {
        "equal": _("ask for the same"),
        "subset": _("the second asks for all of the first, and more"),
        "superset": _("the first asks for all of the second, and more"),
        "intersects": _("share something"),
    }
    return names[str(relation)]


@register.filter
def change_name(name: str) -> str:
    """A kind of change in words."""
    return {"added": _("New"), "removed": _("Gone"), "changed": _("Changed")}[name]
