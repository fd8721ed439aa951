"""What people are told of actions: what is late, near, and to be checked, in one sentence a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jawda.apps.actions.models import Action
from jawda.apps.organisations.models import Organisation
from jawda.foundation.notices import domain
from jawda.foundation.notices.kinds import Kind, register_kind
from jawda.foundation.tenancy.context import current_organisation_id
from jawda.foundation.ui.formats import apart
from jawda.foundation.ui.templatetags.ui import language

if TYPE_CHECKING:
    from jawda.apps.actions.reminders import Digest

REMINDER: Final = "actions.reminder"
NAMED: Final = 3
"""Actions of one kind that a notice names; the page has them all."""


def register() -> None:
    """Called once, when the models are there. In the daily mail, unless one wishes otherwise."""
    register_kind(Kind(name=REMINDER, label=gettext_lazy("Actions of mine are late or near"), words=_words))


def tell(told: Digest) -> None:
    """The person learns what is late, near, and to be checked, and how much of it."""
    organisation = Organisation.objects.get(pk=current_organisation_id())
    domain.notify(
        kind=REMINDER, to=[told.person.pk], route="actions:list", arguments={"handle": organisation.handle},
        facts={
            "organisation": organisation.name, "overdue": _named(told.overdue), "soon": _named(told.soon),
            "to_check": _named(told.to_check),
        },
    )  # fmt: skip


def _named(actions: Sequence[Action]) -> dict[str, Any]:
    return {"count": len(actions), "titles": [" ".join(row.title.split()) for row in actions[:NAMED]]}


def _words(facts: Mapping[str, Any]) -> str:
    parts = [
        (facts["overdue"], _("Overdue: %(names)s")),
        (facts["soon"], _("Due within a week: %(names)s")),
        (facts["to_check"], _("Effect to check: %(names)s")),
    ]
    count = sum(int(part["count"]) for part, _sentence in parts)
    first = ngettext(
        "%(organisation)s: %(count)s action needs you.", "%(organisation)s: %(count)s actions need you.", count
    ) % {"organisation": _apart(facts["organisation"]), "count": count}
    said = [sentence % {"names": _names(part)} for part, sentence in parts if part["count"]]
    return " ".join([first, *(f"{item}." for item in said)])


def _names(part: Mapping[str, Any]) -> str:
    """The titles, and how many are not named."""
    titles = " · ".join(map(_apart, part["titles"]))
    more = int(part["count"]) - len(part["titles"])
    if more <= 0:
        return titles
    return f"{titles} " + ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}


def _apart(name: str) -> str:
    return apart(name, language())
