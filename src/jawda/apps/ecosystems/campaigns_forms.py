"""The form that opens a campaign: it asks, the verb judges."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jawda.apps.ecosystems.campaigns_assessments import Choice
from jawda.apps.ecosystems.campaigns_changes import LONGEST_REASON
from jawda.apps.ecosystems.campaigns_domain import CampaignFacts
from jawda.apps.ecosystems.campaigns_queries import Participant
from jawda.apps.ecosystems.queries import OwnEcosystem
from jawda.apps.organisations.forms import Day
from jawda.foundation.ui.templatetags.ui import in_language

ALL = "all"
CHOSEN = "chosen"


class CampaignForm(forms.Form):
    """A new campaign."""

    title = forms.CharField(label=_("Title"), max_length=160, help_text=_("For example: ISO 9001, autumn"))
    ecosystem = forms.ChoiceField(label=_("Ecosystem"))
    referential = forms.ChoiceField(label=_("Referential"))
    opens_on = forms.DateField(label=_("Opens on"), widget=Day())
    deadline = forms.DateField(
        label=_("Last day"), widget=Day(),
        help_text=_("Reminders go out by themselves 14 and 3 days before, and the day after."),
    )  # fmt: skip
    message = forms.CharField(
        label=_("Your words to the companies"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    who = forms.ChoiceField(
        label=_("Who is invited"), widget=forms.RadioSelect,
        choices=[(ALL, _("All who take part")), (CHOSEN, _("Those chosen below"))],
    )  # fmt: skip
    chosen = forms.MultipleChoiceField(
        label=_("Companies to choose from"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        ecosystems: tuple[OwnEcosystem, ...],
        referentials: tuple[Choice, ...],
        participants: tuple[Participant, ...],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        names = {item.ecosystem.pk: in_language(item.ecosystem.name) for item in ecosystems}
        beside = len(names) > 1
        choices: dict[str, list[tuple[str, str]]] = {
            "ecosystem": [(str(key), name) for key, name in names.items()],
            "referential": [(item.identifier, in_language(item.title)) for item in referentials],
            "chosen": [
                (str(item.id), f"{item.name} – {names.get(item.ecosystem_id, '')}" if beside else item.name)
                for item in participants
            ],
        }
        for field, offered in choices.items():
            self.fields[field].choices = offered
        self.fields["opens_on"].initial = timezone.localdate
        self.fields["who"].initial = ALL

    def facts(self) -> CampaignFacts:
        """What was typed, for the verb."""
        data = self.cleaned_data
        return CampaignFacts(
            ecosystem_id=UUID(data["ecosystem"]), title=" ".join(data["title"].split()),
            referential=data["referential"], opens_on=data["opens_on"], deadline=data["deadline"],
            message=data["message"].strip(),
            chosen=frozenset(map(UUID, data["chosen"])) if data["who"] == CHOSEN else None,
        )  # fmt: skip


class ExtendForm(forms.Form):
    """Another last day."""

    deadline = forms.DateField(
        label=_("New last day"), widget=Day(),
        help_text=_("The companies are told at once; reminders go out by the new day."),
    )  # fmt: skip


class CancelForm(forms.Form):
    """Why it is cancelled."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The companies read it."),
    )  # fmt: skip
