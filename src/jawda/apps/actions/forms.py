"""Forms of the room: they ask, the verbs judge."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from babel.numbers import get_territory_currencies
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jawda.apps.actions import enums
from jawda.apps.actions.facts import Facts
from jawda.apps.actions.models import Action
from jawda.apps.organisations.queries import Member
from jawda.core.workflow import Step


def day_field(**options: Any) -> forms.DateField:
    """A day, with the browser's own calendar."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def owner_choices(people: Iterable[Member]) -> list[tuple[str, str]]:
    """Members by id; nobody first."""
    return [("", str(_("Nobody yet, or somebody else"))), *((str(item.person_id), item.name) for item in people)]


class ActionForm(forms.Form):
    """What an action is."""

    title = forms.CharField(label=_("What is to be done"), max_length=200)
    why = forms.CharField(
        label=pgettext_lazy("action", "Why"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner_id = forms.ChoiceField(label=_("Owner"), required=False)
    owner_name = forms.CharField(
        label=_("Owner’s name"), required=False, max_length=120,
        help_text=_("For somebody without an account here. They get no reminder."),
    )  # fmt: skip
    due_on = day_field(label=_("Due date"), required=False)
    effort_days = forms.FloatField(label=_("Effort (days)"), required=False, min_value=0, max_value=9999)
    cost = forms.DecimalField(label=_("Cost"), required=False, min_value=0, max_digits=14, decimal_places=2)
    currency = forms.CharField(label=_("Currency"), required=False, max_length=3)
    consequence = forms.TypedChoiceField(label=_("Consequence"), required=False, coerce=int, empty_value=None)
    effect_due_on = day_field(label=_("Check the effect on"), required=False)

    def __init__(self, people: Iterable[Member], country: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = owner_choices(people)
        self.fields["consequence"].choices = [("", "–"), *enums.CONSEQUENCES]
        if not self.initial.get("currency"):
            self.initial["currency"] = own_currency(country)

    @staticmethod
    def initial_of(action: Action) -> dict[str, Any]:
        """The form's first values."""
        facts = Facts.of(action)
        values = {name: getattr(facts, name) for name in Facts.__dataclass_fields__}
        return values | {"owner_name": "" if facts.owner_id else facts.owner_name}

    def facts(self) -> Facts:
        """What was typed, for the verb."""
        data = dict(self.cleaned_data)
        owner = data.pop("owner_id")
        data["owner_id"] = UUID(owner) if owner else None
        data["currency"] = data["currency"].upper()
        return Facts(**data)


def own_currency(country: str) -> str:
    """The currency of a country today; '' where none is known.

    >>> own_currency("MA")
    'MAD'
    """
    return next(iter(get_territory_currencies(country or "XX")), "")


class StepForm(forms.Form):
    """What a step asks for; fields that it does not need are left out."""

    reason = forms.CharField(
        label=pgettext_lazy("action", "Reason"), required=False, max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    checked_on = day_field(label=_("Checked on"), required=False)
    effect_due_on = day_field(
        label=_("Check the effect on"), required=False, help_text=_("Somebody else will be reminded on that day.")
    )

    def __init__(self, step: Step, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{step}-%s", **kwargs)
        for name in set(self.fields) - set(FIELDS.get(step, ())):
            del self.fields[name]
        if step is Step.CONFIRM:
            self.fields["reason"].label = _("How it was checked")


FIELDS: dict[Step, tuple[str, ...]] = {
    Step.FINISH: ("effect_due_on",),
    Step.CONFIRM: ("checked_on", "reason"),
    Step.REOPEN: ("checked_on", "reason"),
    Step.CANCEL: ("reason",),
    Step.RESTORE: ("reason",),
}
"""Which step asks for what."""
