"""Scopes of an accreditation as rows to fill in: kind, standard, what is covered, and ranges of calibrations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jawda.apps.organisations import codes
from jawda.apps.recognition.domain.field_checks import check_sectors
from jawda.apps.recognition.enums import Kind
from jawda.apps.recognition.forms import day_field, lines
from jawda.apps.recognition.measured_lines import range_line, range_of
from jawda.apps.recognition.models import Identity
from jawda.core.credentials import scopes
from jawda.core.credentials.life_cycles import Kind as CoreKind
from jawda.core.credentials.scopes import Range, Scope
from jawda.core.findings import Refused
from jawda.core.findings.words import words
from jawda.foundation.ui.templatetags.ui import language

#: What bodies on the platform are accredited for.
_KINDS: Final = (
    Kind.MANAGEMENT_SYSTEM, Kind.PRODUCT, Kind.PERSON, Kind.INSPECTION, Kind.TEST, Kind.CALIBRATION,
)  # fmt: skip
PREFIX: Final = "scopes"


class ScopeForm(forms.Form):
    """One line of an accreditation."""

    kind = forms.ChoiceField(label=_("For what"), choices=[("", "–"), *((kind.value, kind.label) for kind in _KINDS)])
    standard = forms.CharField(
        label=_("Accreditation standard"), required=False, max_length=60,
        help_text=_("Left empty: the one that goes with the kind, such as ISO/IEC 17021-1."),
    )  # fmt: skip
    references = forms.CharField(
        label=_("Standards or methods covered"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("One per line. Without an edition, each of them."),
    )  # fmt: skip
    sectors = forms.CharField(
        label=_("IAF sectors"), required=False, max_length=400,
        help_text=_("Numbers, such as 14, 17. None: no limit by sector."),
    )  # fmt: skip
    ranges = forms.CharField(
        label=_("Ranges of calibration"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One per line: quantity; unit; from; to; best uncertainty, such as length; mm; 0; 150; 0.002"),
    )  # fmt: skip
    since = day_field(label=_("Since"))
    until = day_field(label=_("Until"), required=False)

    def clean_sectors(self) -> tuple[str, ...]:
        """As they are kept: “IAF 14”."""
        found = codes.sectors_of(self.cleaned_data["sectors"])
        check_sectors(found)
        return found

    def clean_ranges(self) -> tuple[Range, ...]:
        """One for each line."""
        return tuple(range_of(line) for line in lines(self.cleaned_data["ranges"]))

    def clean(self) -> dict[str, Any]:
        """The whole line, as the core reads it."""
        said = super().clean() or {}
        if self.errors or not said.get("kind"):
            return said
        kind = Kind(said["kind"])
        standard = said["standard"].strip() or kind.cycle.standard or ""
        scope = Scope(
            kind=CoreKind(kind.value), standard=standard, references=lines(said["references"]),
            sectors=said["sectors"], ranges=said["ranges"], since=said["since"], until=said["until"],
        )  # fmt: skip
        try:
            said["scope"] = scopes.read(scopes.to_document(scope))
        except Refused as refused:
            raise ValidationError(words(refused.findings[0], language())) from refused
        return said


class _Formset(forms.BaseFormSet):
    def scopes(self) -> list[Scope]:
        """What was filled in and not removed."""
        return [
            form.cleaned_data["scope"]
            for form in self.forms
            if "scope" in form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]


_SCOPES: Final = forms.formset_factory(
    ScopeForm, formset=_Formset, extra=1, can_delete=True, can_delete_extra=False, max_num=100, absolute_max=100
)


def formset(data: Any = None, *, known: Sequence[Scope] = (), today: date) -> Any:
    """The rows: those that stand and an empty one. With ``step=more`` in the data one more."""
    if data is not None and data.get("step") == "more":
        data = data.copy()
        key = f"{PREFIX}-TOTAL_FORMS"
        data[key] = str(min(100, int(data.get(key) or 0) + 1)) if str(data.get(key, "")).isdigit() else "1"
    initial = [_initial(scope) for scope in known]
    made = _SCOPES(data, initial=initial, prefix=PREFIX, form_kwargs={})
    for form in made.forms[len(initial) :]:
        form.initial.setdefault("since", today)
    return made


def _initial(scope: Scope) -> dict[str, Any]:
    return {
        "kind": scope.kind.value, "standard": scope.standard, "references": "\n".join(scope.references),
        "sectors": ", ".join(scope.sectors), "since": scope.since, "until": scope.until,
        "ranges": "\n".join(range_line(item) for item in scope.ranges),
    }  # fmt: skip


class AccreditForm(forms.Form):
    """Whom to accredit, and between which days."""

    body = forms.ChoiceField(label=_("Body"))
    number = forms.CharField(label=_("Number of the accreditation"), max_length=80)
    since = day_field(label=_("First day"))
    until = day_field(label=_("Last day"), required=False)

    def __init__(self, data: Any = None, *, bodies: Sequence[Identity], today: date) -> None:
        super().__init__(data, initial={"since": today})
        self.fields["body"].choices = [("", "–"), *((row.slug, row.name) for row in bodies)]
