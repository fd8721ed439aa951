"""The form that gives questions to a colleague: it asks, the verb judges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jawda.apps.diagnostics.assigning.domain import LONGEST, USUAL
from jawda.apps.organisations.forms import LANGUAGES, Day
from jawda.foundation.ui.templatetags.ui import language


class AssignForm(forms.Form):
    """Which questions, to whom, until when."""

    scope = forms.ChoiceField(label=_("Which questions"), widget=forms.RadioSelect, initial="question")
    questions = forms.MultipleChoiceField(
        label=_("Questions of this section"), required=False, widget=forms.CheckboxSelectMultiple
    )
    name = forms.CharField(
        label=_("Name of the colleague"), max_length=80, help_text=_("It stands beside the answers that come back."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail address"), required=False,
        help_text=_("The link is sent there. Without an address you pass it on yourself."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    ends_on = forms.DateField(label=_("Last day"), widget=Day(), initial=lambda: timezone.localdate() + USUAL)
    sentence = forms.CharField(
        label=_("A sentence for them"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    language = forms.ChoiceField(label=_("Language of the page and of the mail"), choices=LANGUAGES)

    def __init__(self, questions: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        count = len(questions)
        section = ngettext("The whole section (%(count)s question)", "The whole section (%(count)s questions)", count)
        self.fields["scope"].choices = [
            ("question", str(_("This question"))),
            ("section", section % {"count": count}),
            ("chosen", str(_("Those that I tick below"))),
        ]
        self.fields["questions"].choices = questions
        self.fields["language"].initial = language()
        last = timezone.localdate() + LONGEST
        self.fields["ends_on"].widget.attrs |= {"min": f"{timezone.localdate()}", "max": f"{last}"}

    def chosen(self, question: str) -> list[str]:
        """The ids wanted, by what was said; ``question`` is the one in hand."""
        scope = self.cleaned_data["scope"]
        if scope == "question":
            return [question]
        if scope == "section":
            return [name for name, _label in self.fields["questions"].choices]
        return list(self.cleaned_data["questions"])
