"""Numbers as people type them: with comma or point, in whichever language the page is."""

from __future__ import annotations

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from tests.apps.pages import page
from tests.apps.product_quality.rooms import a_room

from jawda.apps.product_quality.models import Characteristic
from jawda.apps.product_quality.typed_numbers import NumberField


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("11,95", 11.95),
        ("11.95", 11.95),
        (" 1\u202f250,5 ", 1250.5),
        ("-0,5", -0.5),
        ("٣٫٥", 3.5),
        ("", None),
        (None, None),
    ],
)  # fmt: skip
def test_comma_and_point_are_one(typed: str | None, value: float | None) -> None:
    assert NumberField(required=False).clean(typed) == value


@pytest.mark.parametrize("typed", ["douze", "1,2,3", "nan", "1e999", "9" * 50])
def test_what_is_no_number_is_said_with_what_was_typed(typed: str) -> None:
    with translation.override("fr"), pytest.raises(ValidationError) as told:
        NumberField().clean(typed)
    assert told.value.messages == [f"«\u00a0{typed[:40]}\u00a0» n’est pas un nombre."]


def test_bounds_and_what_is_required_hold() -> None:
    field = NumberField(min_value=0, max_value=10)
    for typed in ("-1", "11", ""):
        with pytest.raises(ValidationError):
            field.clean(typed)


@pytest.mark.parametrize(("language", "shown"), [("fr", "11,9"), ("ar", "11,9"), ("en", "11.9")])
def test_what_is_stored_is_shown_as_it_would_be_typed(language: str, shown: str) -> None:
    class Form(forms.Form):
        number = NumberField()

    with translation.override(language):
        assert f'value="{shown}"' in str(Form(initial={"number": 11.9})["number"])
        assert 'value="11,9x"' in str(Form({"number": "11,9x"})["number"])
        assert 'type="text"' in str(Form()["number"])  # a browser judges the sign of type=number by its own language
        assert 'inputmode="decimal"' in str(Form()["number"])


@pytest.mark.django_db
def test_a_characteristic_is_given_its_limits_with_commas() -> None:
    room = a_room()
    given = {
        "name": "Diamètre", "unit": "mm", "lower": "11,9", "upper": "12,1", "target": "", "importance": "ordinary",
        "chart": "xbar_r", "subgroup_size": "5", "rules": "nelson1984",
    }  # fmt: skip
    assert room.client.post(room.url("add"), given).status_code == 302
    with room.acting():
        row = Characteristic.objects.get(name="Diamètre")
        assert (row.lower, row.upper, row.target) == (11.9, 12.1, None)
    assert 'value="11,9"' in page(room.client, room.url("edit", row.pk))
