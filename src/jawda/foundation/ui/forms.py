"""How Django's forms are drawn: ``{{ form }}`` and ``{{ field.as_field_group }}`` by the design system.

``FORM_RENDERER`` names :class:`Renderer`. A form may set ``quiet = True`` to leave out "optional" (filters).
"""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.forms.renderers import TemplatesSetting

from jawda.foundation.ui.marks import Mark


class Renderer(TemplatesSetting):
    """Django's widgets, our form and field templates."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"


class FileDrop(forms.FileInput):
    """A file input one can also drop files on; the script shows the names. ``hint``: kinds and size accepted."""

    template_name = "ui/forms/file_drop.html"

    def __init__(self, attrs: dict[str, object] | None = None, hint: str = "") -> None:
        super().__init__(attrs)
        self.hint = hint

    def get_context(self, name: str, value: object, attrs: dict[str, object] | None) -> dict[str, object]:
        context: dict[str, object] = super().get_context(name, value, attrs)
        context["widget"]["hint"] = self.hint
        return context


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer of a question, drawn by ``ui/choices.html`` (``name``, ``choices``, ``chosen``, ``legend``; with
    ``as_levels`` for a scale of levels). ``key`` is what one types, ``state`` its mark (None on a scale of levels).
    """

    value: str
    label: str
    key: str
    state: Mark | None = None
