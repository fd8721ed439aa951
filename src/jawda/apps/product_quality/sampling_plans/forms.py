"""The form of the finder: it asks for what a kind of plan needs, and core judges."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from jawda.apps.product_quality.sampling_plans.asked import (
    LARGEST_LOT,
    SEVERITY_LABELS,
    SIGMA_LABELS,
    TABLED,
    Asked,
    PlanKind,
)
from jawda.apps.product_quality.typed_numbers import NumberField
from jawda.core.statistics.acceptance_sampling import EDITIONS, VARIABLES_EDITIONS
from jawda.core.statistics.acceptance_sampling.editions import AQL_VALUES, HIGHEST_PERCENT_NONCONFORMING, LEVELS
from jawda.core.statistics.acceptance_sampling.variables_tables import VARIABLES_AQL_VALUES, VARIABLES_LEVELS
from jawda.foundation.ui.formats import apart, number
from jawda.foundation.ui.templatetags.ui import language

_BY_AQL: Final = ("lot", "nqa")
FIRST: Final[dict[PlanKind, tuple[str, ...]]] = {
    PlanKind.ZERO: _BY_AQL,
    PlanKind.EXCLUDING: ("lot", "exclure", "confiance"),
    PlanKind.SINGLE: _BY_AQL,
    PlanKind.DOUBLE: _BY_AQL,
    PlanKind.MULTIPLE: _BY_AQL,
    PlanKind.VARIABLES: _BY_AQL,
    PlanKind.RISKS: ("bon", "mauvais"),
    PlanKind.RISKS_VARIABLES: ("bon", "mauvais"),
}
"""What is asked for each time."""
THEN: Final[dict[PlanKind, tuple[str, ...]]] = {
    PlanKind.ZERO: ("niveau",),
    PlanKind.EXCLUDING: (),
    PlanKind.SINGLE: ("niveau", "severite", "edition"),
    PlanKind.DOUBLE: ("niveau", "severite", "edition"),
    PlanKind.MULTIPLE: ("niveau", "severite", "edition"),
    PlanKind.VARIABLES: ("niveau", "severite", "sigma", "edition"),
    PlanKind.RISKS: ("fournisseur", "client", "lot"),
    PlanKind.RISKS_VARIABLES: ("fournisseur", "client", "sigma"),
}
"""What an agreement settles once, folded away."""
_OPTIONAL_LOT: Final = frozenset({PlanKind.EXCLUDING, PlanKind.RISKS})

#: Where a refusal of core belongs, by the end of its identifier.
FIELD_OF: Final[dict[str, str]] = {
    "lot_too_small": "lot",
    "aql_not_preferred": "nqa",
    "aql_above_ten": "nqa",
    "level_not_here": "niveau",
    "edition_unseen": "edition",
    "variables_not_carried": "edition",
    "no_table_double": "edition",
    "no_table_multiple": "edition",
    "no_column_supplied": "nqa",
    "quality_out_of_range": "exclure",
    "confidence_out_of_range": "confiance",
    "qualities_inverted": "mauvais",
    "risks_out_of_range": "client",
    "no_plan": "mauvais",
}
#: Refusals that end once the company has typed the tables of its copy.
WANTS_TABLES: Final = frozenset(
    {"edition_unseen", "variables_not_carried", "no_table_double", "no_table_multiple", "no_column_supplied"}
)


class PercentField(NumberField):
    """A percentage, with a comma or a point, whatever the language: an address says the same to all. Gives a fraction.

    >>> PercentField().clean("0,65")
    0.0065
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0.0, max_value=100.0, **options)

    def to_python(self, value: object) -> float | None:
        """In percent."""
        return super().to_python(str(value or "").strip().removesuffix("%"))

    def clean(self, value: object) -> float | None:
        """The fraction."""
        found = super().clean(value)
        return None if found is None else round(found / 100, 12)


class PlanForm(forms.Form):
    """The fields of one kind; their names are those of the address."""

    quiet = True
    wants_tables = False
    """Whether tables of the company's own copy would give the plan that was refused."""

    lot = forms.IntegerField(
        label=_("Lot size"), min_value=1, max_value=LARGEST_LOT,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    nqa = forms.ChoiceField(label=_("AQL"))
    niveau = forms.ChoiceField(label=_("Inspection level"))
    severite = forms.ChoiceField(label=_("Severity"), choices=SEVERITY_LABELS)
    edition = forms.ChoiceField(label=_("Standard and edition"))
    sigma = forms.ChoiceField(label=_("Standard deviation"), choices=SIGMA_LABELS)
    bon = PercentField(label=_("Good quality, accepted (% nonconforming)"))
    mauvais = PercentField(label=_("Poor quality, not accepted (% nonconforming)"))
    fournisseur = PercentField(label=_("Producer’s risk (%)"))
    client = PercentField(label=_("Consumer’s risk (%)"))
    exclure = PercentField(label=_("Quality to exclude (% nonconforming)"))
    confiance = PercentField(label=_("Confidence (%)"))

    def __init__(
        self, kind: PlanKind, sent: Mapping[str, str] | None = None, *, started: Mapping[str, str] | None = None,
        typed: Collection[str] = (),
    ) -> None:  # fmt: skip
        """``sent`` is judged, what it leaves out being as usual; ``started`` is only shown. ``typed``: the editions
        whose tables the company keeps."""
        usual = _initial(kind)
        known = set(self.base_fields)
        wide = kind is PlanKind.VARIABLES and not VARIABLES_EDITIONS.keys().isdisjoint(typed)
        aql_values = _aql_values(kind, wide=wide)
        sent, started = (None if given is None else _as_listed(given, aql_values) for given in (sent, started))
        super().__init__(
            None if sent is None else usual | {name: value for name, value in sent.items() if name in known},
            initial=usual | {name: value for name, value in (started or {}).items() if name in known},
        )
        self.kind = kind
        for name in set(self.fields) - {*FIRST[kind], *THEN[kind]}:
            del self.fields[name]
        if "lot" in self.fields:
            self.fields["lot"].required = kind not in _OPTIONAL_LOT
            if kind in _OPTIONAL_LOT:
                self.fields["lot"].help_text = _("Leave it empty for a series from one process.")
        choices = {
            "nqa": _aql_choices(kind, aql_values),
            "niveau": _level_choices(kind, wide=wide),
            "edition": _edition_choices(kind, typed),
        }
        for name, listed in choices.items():
            if name in self.fields:
                self.fields[name].choices = list(listed)

    @property
    def first(self) -> list[forms.BoundField]:
        """What is asked for each time."""
        return [self[name] for name in FIRST[self.kind]]

    @property
    def then(self) -> list[forms.BoundField]:
        """What an agreement settles once."""
        return [self[name] for name in THEN[self.kind]]

    @property
    def settled(self) -> str:
        """What stands in the folded fields, in one line."""
        said = []
        for field in self.then:
            value = field.value()
            labels = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
            shown = labels.get(str(value), "" if value in (None, "") else f"{field.label} {value}")
            said += [f"{field.label} {shown}" if field.name == "niveau" else shown]
        return " · ".join(apart(item, language()) for item in said if item)

    @property
    def wrong_below(self) -> bool:
        """Whether a folded field is to be corrected."""
        return any(field.errors for field in self.then)

    def asked(self) -> Asked:
        """The question, of a valid form."""
        data = self.cleaned_data
        names = {
            "lot": "lot", "nqa": "aql", "severite": "severity", "sigma": "sigma", "bon": "good", "mauvais": "poor",
            "fournisseur": "producer_risk", "client": "consumer_risk", "exclure": "excluded", "confiance": "confidence",
            "niveau": "level", "edition": "edition",
        }  # fmt: skip
        if self.kind is PlanKind.VARIABLES:
            names |= {"niveau": "variables_level", "edition": "variables_edition"}
        return Asked(kind=self.kind, **{names[name]: value for name, value in data.items()})


def _initial(kind: PlanKind) -> dict[str, str]:
    edition = "ansi-z1.9" if kind is PlanKind.VARIABLES else "iso-2859-1-1999"
    return {
        "nqa": "1.0", "niveau": "II", "severite": "normal", "sigma": "unknown", "fournisseur": "5", "client": "10",
        "confiance": "95", "edition": "ansi-z1.4" if kind is PlanKind.MULTIPLE else edition,
    }  # fmt: skip


def _aql_values(kind: PlanKind, *, wide: bool) -> tuple[float, ...]:
    """Those of ANSI/ASQ Z1.9 begin at 0.10, those of ISO 3951-1, which make it ``wide``, at 0.010."""
    if kind is not PlanKind.VARIABLES:
        return AQL_VALUES
    shares = tuple(value for value in AQL_VALUES if value <= HIGHEST_PERCENT_NONCONFORMING)
    return shares if wide else VARIABLES_AQL_VALUES


def _as_listed(given: Mapping[str, str], values: Sequence[float]) -> dict[str, str]:
    """What was given, its AQL as the list has it: an address may say 1, 1.0 or 1,0. Another stays, to be refused.

    >>> _as_listed({"nqa": "1"}, AQL_VALUES), _as_listed({"nqa": "0,650"}, AQL_VALUES)
    ({'nqa': '1.0'}, {'nqa': '0.65'})
    """
    found = {name: given[name] for name in given}
    text = "".join(found.get("nqa", "").split()).replace(",", ".").removesuffix("%")
    try:
        asked = float(text)
    except ValueError:
        return found
    listed = next((str(value) for value in values if value == asked), None)
    return found if listed is None else {**found, "nqa": listed}


def _aql_choices(kind: PlanKind, values: Sequence[float]) -> Iterable[tuple[str, object]]:
    shares = [(str(value), _shown(value)) for value in values if value <= HIGHEST_PERCENT_NONCONFORMING]
    if kind not in TABLED:
        return shares
    counts = [(str(value), _shown(value)) for value in values if value > HIGHEST_PERCENT_NONCONFORMING]
    return [(_("% nonconforming"), shares), (_("nonconformities per 100 units"), counts)]


def _shown(value: float) -> str:
    """As the tables write it: 0.010, 0.65, 1.0, 10.

    >>> _shown(0.01), _shown(1000.0)
    ('0,010', '1\u202f000')
    """
    return number(value, language(), 3 if value < 0.1 else 2 if value < 1 else 1 if value < 10 else 0)


def _level_choices(kind: PlanKind, *, wide: bool) -> Iterable[tuple[str, str]]:
    levels = VARIABLES_LEVELS if kind is PlanKind.VARIABLES and not wide else LEVELS
    return [(level, level) for level in levels]


def _edition_choices(kind: PlanKind, typed: Collection[str]) -> Iterable[tuple[str, str]]:
    """Those whose tables the company keeps say so."""
    known = VARIABLES_EDITIONS if kind is PlanKind.VARIABLES else EDITIONS
    own = pgettext("tables of a standard", "%(standard)s – your copy")
    for name, item in known.items():
        shown = f"{item.standard}, {item.edition}"
        yield name, own % {"standard": apart(shown, language())} if name in typed else shown
