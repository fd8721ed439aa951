"""Forms of a chart: a stage, a reason."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jawda.apps.product_quality.typed_numbers import NumberField


class StageForm(forms.Form):
    """Where a stage begins, and what its limits are."""

    from_point = forms.IntegerField(label=_("From sample"), min_value=1)
    name = forms.CharField(
        label=_("What changed"), max_length=80, help_text=_("For example: new tool, new batch of wire.")
    )
    frozen_mean = NumberField(
        label=_("Known centre line"), required=False, help_text=_("Left empty, limits are estimated from its samples.")
    )
    frozen_sigma = NumberField(label=_("Known standard deviation"), required=False)

    def frozen(self) -> tuple[float, float | None] | None:
        """The known figures, where a centre line is given."""
        mean = self.cleaned_data["frozen_mean"]
        return None if mean is None else (mean, self.cleaned_data["frozen_sigma"])
