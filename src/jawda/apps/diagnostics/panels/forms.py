"""The forms of panels: they ask, the verbs judge."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from jawda.apps.diagnostics.panels.colleges import USUAL, name_of, names
from jawda.apps.diagnostics.panels.domain import Facts
from jawda.apps.diagnostics.panels.models import Panel
from jawda.apps.organisations.forms import LANGUAGES, Day
from jawda.core.languages import Language
from jawda.core.referentials import Referential

_PROFILE: Final = "profile-"


class PanelForm(forms.Form):
    """A panel: its title, until when, the colleges, and what is asked of no member."""

    title = forms.CharField(label=_("Title"), max_length=160)
    ends_on = forms.DateField(
        label=_("Last day"), widget=Day(), help_text=_("The links stop after it, and the result appears.")
    )
    colleges = forms.CharField(
        label=_("Colleges"),
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("One on each line: the groups for which members speak, and whose views are compared."),
    )
    message = forms.CharField(
        label=_("Your words to the members"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, referential: Referential, language: Language, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._profile = tuple(question.id for question in referential.profile)
        for question in referential.profile:
            self.fields[f"{_PROFILE}{question.id}"] = forms.ChoiceField(
                label=question.question.best(language),
                choices=[(choice.value, choice.title.best(language)) for choice in question.choices],
                widget=forms.RadioSelect,
            )

    @staticmethod
    def initial_of(panel: Panel | None) -> dict[str, Any]:
        """What stands now; for a new panel the usual colleges."""
        if panel is None:
            return {"colleges": "\n".join(map(str, USUAL.values()))}
        return {
            "title": panel.title,
            "ends_on": panel.ends_on,
            "colleges": "\n".join(map(name_of, panel.colleges)),
            "message": panel.message,
            **{f"{_PROFILE}{name}": value for name, value in panel.profile.items()},
        }

    def facts(self) -> Facts:
        """What was typed, for the verb."""
        data = self.cleaned_data
        profile = {name: data[f"{_PROFILE}{name}"] for name in self._profile if data.get(f"{_PROFILE}{name}")}
        return Facts(
            title=" ".join(data["title"].split()), ends_on=data["ends_on"], message=data["message"],
            colleges=tuple(data["colleges"].splitlines()), profile=profile,
        )  # fmt: skip


class MemberForm(forms.Form):
    """Somebody to ask."""

    name = forms.CharField(label=_("Name"), max_length=160)
    email = forms.EmailField(label=_("E-mail address"))
    college = forms.ChoiceField(label=_("College"))
    mail_language = forms.ChoiceField(label=_("Language of the mail"), choices=LANGUAGES)

    def __init__(self, panel: Panel, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["college"].choices = list(names(panel.colleges).items())
