"""Forms of the room: they ask what a kind of document needs, the verbs judge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from jawda.apps.organisations import codes
from jawda.apps.recognition.domain.changing import NewWords
from jawda.apps.recognition.domain.drafts import Draft
from jawda.apps.recognition.domain.signed_forms import measured_by
from jawda.apps.recognition.enums import OF_A_DAY, Kind
from jawda.apps.recognition.measured_lines import measured_line, measured_of, range_line
from jawda.apps.recognition.models import AccreditationVersion, Attestation
from jawda.core.credentials import scopes
from jawda.core.credentials.life_cycles import Expiry
from jawda.core.credentials.scopes import Measured
from jawda.core.credentials.trust_list import TrustList
from jawda.foundation.ui.templatetags.ui import language

_WITH_SECTORS: Final = (Kind.MANAGEMENT_SYSTEM, Kind.PRODUCT)
_YEARS: Final = 3


def day_field(**options: Any) -> forms.DateField:
    """A day, in the browser's own calendar."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def lines(text: str) -> tuple[str, ...]:
    """What was typed one per line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def last_day(first: date, years: int = _YEARS) -> date:
    """So many years without a day: what began on 12 May ends on 11 May.

    >>> last_day(date(2025, 5, 12)), last_day(date(2024, 2, 29))
    (datetime.date(2028, 5, 11), datetime.date(2027, 2, 27))
    """
    try:
        same = first.replace(year=first.year + years)
    except ValueError:
        same = first.replace(year=first.year + years, day=28)
    return same - timedelta(days=1)


def sector_choices(accredited: Sequence[str] = ()) -> list[Any]:
    """IAF sectors with their titles; those of the accreditation stand first, where it names some."""
    known = [(f"IAF {code}", f"IAF {code} – {title}") for code, title in codes.options(codes.SECTORS)]
    inside = [choice for choice in known if choice[0] in accredited]
    if not inside:
        return known
    others = [choice for choice in known if choice not in inside]
    return [(gettext("In the scope of accreditation"), inside), (gettext("Other sectors"), others)]


def _titled(sector: str) -> str:
    title = codes.title(codes.SECTORS, sector.removeprefix("IAF ").strip())
    return f"{sector} – {title}" if title not in sector else sector


class SectorsField(forms.MultipleChoiceField):
    """Sectors to tick; the template folds the long list."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("IAF sectors"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=sector_choices,
            **options,
        )


class DraftForm(forms.Form):
    """One document to issue, with the fields of its kind and no others. Names are those of :class:`Draft`."""

    number = forms.CharField(label=_("Your number"), max_length=80)
    holder_name = forms.CharField(label=_("Holder"), max_length=160)
    holder_ice = forms.CharField(
        label=_("ICE of the holder"), required=False, max_length=24,
        help_text=_("15 digits. With it the company finds the document among its own."),
    )  # fmt: skip
    holder_city = forms.CharField(label=_("City"), required=False, max_length=80)
    standard = forms.CharField(label=_("Standard"), required=False, max_length=120)
    scheme = forms.ChoiceField(label=_("Scheme"), required=False)
    accreditation_url = forms.ChoiceField(label=_("Accreditation"), required=False)
    issued_on = day_field(label=_("Day of issue"))
    activity_on = day_field(
        label=_("Day of the activity"), required=False, help_text=_("The accreditation must have been in force then.")
    )
    expires_on = day_field(label=_("Last day"), required=False)
    scope = forms.CharField(
        label=_("What is attested"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    measured = forms.CharField(
        label=_("What was measured"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One range per line, as the accreditation names them: quantity; unit; from; to; least expanded "
                    "uncertainty; and its unit where it is another, such as length; mm; 0; 150; 12; µm"),
    )  # fmt: skip
    sites = forms.CharField(
        label=_("Sites"), required=False, max_length=11_000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One per line."),
    )  # fmt: skip
    sectors = SectorsField()
    replaces = forms.CharField(
        label=_("Replaces"), required=False, max_length=80,
        help_text=_("Number or reference of a document of yours, which no longer counts once this one is signed."),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, kind: Kind, trust: TrustList | None, accreditations: Sequence[AccreditationVersion],
        today: date, old: Attestation | None = None,
    ) -> None:  # fmt: skip
        """``old``: of which it takes the place, and whose words are proposed."""
        self.kind = kind
        own = [row for row in accreditations if any(item["kind"] == kind.value for item in row.scopes)]
        schemes = [] if trust is None else [(item.id, item.names.best(language())) for item in trust.schemes]
        initial: dict[str, Any] = {"issued_on": today}
        if kind.cycle.expiry is Expiry.REQUIRED:
            initial["expires_on"] = last_day(today)
        if kind in OF_A_DAY:
            initial["activity_on"] = today
        if own:
            initial["accreditation_url"] = own[0].url
        if len(schemes) == 1 and kind == Kind.MANAGEMENT_SYSTEM:
            initial["scheme"] = schemes[0][0]
        if old is not None:
            initial |= _words_of(old, own)
        super().__init__(data, initial=initial)
        self.fields["scheme"].choices = [("", gettext("None: your own rules")), *schemes]
        self.fields["accreditation_url"].choices = [
            *((row.url, f"{row.number} · {row.authority_name}") for row in own),
            ("", pgettext("of an accreditation", "None")),
        ]
        self.fields["accreditation_url"].help_text = gettext(
            "Without one, whoever checks reads that no accreditor stands behind the document."
        )
        accredited = {sector for row in own for item in row.scopes for sector in item.get("sectors", ())}
        self.fields["sectors"].choices = sector_choices(sorted(accredited))
        if kind == Kind.CALIBRATION and (ranges := _ranges(own)):
            self.fields["measured"].help_text = format_lazy(
                "{} {} {}", self.fields["measured"].help_text, gettext("In the scope of accreditation:"), ranges
            )
        self._keep_those_of(kind)

    def _keep_those_of(self, kind: Kind) -> None:
        if kind.cycle.expiry is Expiry.NONE:
            del self.fields["expires_on"]
        elif kind.cycle.expiry is Expiry.REQUIRED:
            self.fields["expires_on"].required = True
        if kind in OF_A_DAY:
            self.fields["activity_on"].required = True
            self.fields["standard"].label = gettext("Method or standard")
        else:
            del self.fields["activity_on"]
        if kind != Kind.CALIBRATION:
            del self.fields["measured"]
        if kind in _WITH_SECTORS:
            self.fields["standard"].required = kind == Kind.MANAGEMENT_SYSTEM
        else:
            for name in ("sectors", "sites"):
                del self.fields[name]

    def clean_measured(self) -> tuple[Measured, ...]:
        """One for each line."""
        return tuple(measured_of(line) for line in lines(self.cleaned_data["measured"]))

    def draft(self) -> Draft:
        """What was typed, for the verb."""
        said = dict(self.cleaned_data)
        said["sectors"] = tuple(said.get("sectors", ()))
        said["sites"] = lines(said.get("sites", ""))
        return Draft(kind=self.kind, **said)


def _words_of(old: Attestation, accreditations: Sequence[AccreditationVersion]) -> dict[str, Any]:
    """What a document says, for one that takes its place; a certificate keeps its number, a report has its own."""
    names = ("holder_name", "holder_ice", "holder_city", "standard", "scheme", "scope", "activity_on", "sectors")
    found: dict[str, Any] = {name: getattr(old, name) for name in names}
    found["accreditation_url"] = next((row.url for row in accreditations if row.number == old.accreditation_number), "")
    found |= {"sites": "\n".join(old.sites), "measured": "\n".join(measured_line(one) for one in measured_by(old))}
    keeps = Kind(old.kind).cycle.expiry is not Expiry.NONE
    return found | {"number": old.number if keeps else "", "replaces": old.reference}


def _ranges(accreditations: Sequence[AccreditationVersion]) -> str:
    """What the body is accredited to calibrate, a few of it: names must be the same to be found within."""
    found = [range_line(item) for row in accreditations for said in row.scopes for item in scopes.read(said).ranges]
    return " · ".join(found[:5]) + (" …" if len(found) > 5 else "")


class NewWordsForm(forms.Form):
    """What a document says from now on, and why."""

    scope = forms.CharField(
        label=_("What is attested from now on"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    sectors = forms.MultipleChoiceField(label=_("Sectors"), required=False, widget=forms.CheckboxSelectMultiple)
    sites = forms.MultipleChoiceField(label=_("Sites"), required=False, widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(
        label=_("Why"), max_length=500, help_text=_("Kept with the document, and not published."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, row: Attestation) -> None:
        super().__init__(data, initial={"scope": row.scope, "sectors": row.sectors, "sites": row.sites})
        for name in ("sectors", "sites"):
            had = getattr(row, name)
            if had:
                self.fields[name].choices = [(item, _titled(item) if name == "sectors" else item) for item in had]
            else:
                del self.fields[name]

    def said(self) -> NewWords:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        return NewWords(
            scope=typed["scope"], sectors=tuple(typed.get("sectors", ())), sites=tuple(typed.get("sites", ()))
        )


class ReasonForm(forms.Form):
    """Why a document's state changes."""

    reason = forms.CharField(
        label=_("Why"), max_length=500, help_text=_("Kept with the document, and not published."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class LostKeyForm(forms.Form):
    """Since when a key may be in other hands."""

    at = forms.DateTimeField(
        label=_("Since when"),
        help_text=_("The last moment at which you are sure that only you had it."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )  # fmt: skip
    sure = forms.BooleanField(label=_("I have read what this does"))


class DeviceKeyForm(forms.Form):
    """A key that stands in a device which the operator lends."""

    device = forms.ChoiceField(label=_("Device"))
    label = forms.CharField(
        label=_("Name of the key in the device"), max_length=100,
        help_text=_("A pair of keys, public and private: Ed25519, or ECDSA on P-256."),
    )  # fmt: skip

    def __init__(self, *given: Any, devices: Sequence[str], **more: Any) -> None:
        super().__init__(*given, **more)
        choice = self.fields["device"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(name, name) for name in devices]


class SealForm(forms.Form):
    """The file that a trust service provider gives out, with its password."""

    file = forms.FileField(
        label=_("The provider’s file"), max_length=200,
        help_text=_("Its name ends in .p12 or .pfx; it holds the certificate, its chain and the key."),
        widget=forms.ClearableFileInput(attrs={"accept": ".p12,.pfx,application/x-pkcs12"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Password of the file"), max_length=200, strip=False, required=False,
        help_text=_("It opens the file once, now, and is not kept."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
