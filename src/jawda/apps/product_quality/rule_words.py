"""Rules of control charts in the reader's words, with the numbers of their set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jawda.core.statistics.control_charts.rules import (
    AllOutside,
    AllWithin,
    Alternating,
    Beyond,
    Rule,
    Run,
    SomeBeyond,
    Trend,
)
from jawda.foundation.ui.formats import number
from jawda.foundation.ui.templatetags.ui import language

RULE_SET_WORDS: Final[Mapping[str, str | Promise]] = {
    "nelson1984": gettext_lazy("Nelson (1984), eight rules"),
    "weco1956": gettext_lazy("Western Electric (1956), four rules"),
    "aiag_spc2": gettext_lazy("AIAG SPC, 2nd edition, eight rules"),
    "minitab": gettext_lazy("Minitab, eight tests"),
    "limits": gettext_lazy("Control limits alone (Shewhart)"),
    "none": gettext_lazy("No rule"),
}


def rule_words(rule: Rule) -> str:
    """What the rule looks for, as a sentence without a stop. ``TypeError`` for a kind that has no words."""
    match rule:
        case Beyond(sigmas=None):
            return _("A point beyond a control limit")
        case Beyond():
            return _("A point more than %(sigmas)s σ from the centre line") % _figures(rule.sigmas)
        case Run():
            return _("%(length)d points in a row on one side of the centre line") % _length(rule)
        case Trend():
            return _("%(length)d points in a row, each higher than the one before, or each lower") % _length(rule)
        case Alternating():
            return _("%(length)d points in a row, up and down in turn") % _length(rule)
        case SomeBeyond():
            said = {"count": rule.count, "of": rule.of, **_figures(rule.sigmas)}
            return _(
                "%(count)d points out of %(of)d more than %(sigmas)s σ from the centre line, "
                "on one side"
            ) % said  # fmt: skip
        case AllWithin():
            said = {**_length(rule), **_figures(rule.sigmas)}
            return _(
                "%(length)d points in a row within %(sigmas)s σ of the centre line"
            ) % said  # fmt: skip
        case AllOutside():
            said = {**_length(rule), **_figures(rule.sigmas)}
            return _(
                "%(length)d points in a row, none within %(sigmas)s σ of the centre line"
            ) % said  # fmt: skip
    raise TypeError(f"no words for a rule of kind {rule.kind}")


def _length(rule: Run | Trend | Alternating | AllWithin | AllOutside) -> dict[str, object]:
    return {"length": rule.length}


def _figures(sigmas: float | None) -> dict[str, object]:
    return {"sigmas": number(sigmas, language(), None if sigmas is None or sigmas % 1 else 0)}
