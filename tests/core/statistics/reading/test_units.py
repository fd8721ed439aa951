"""Units are recognised by how they are written."""

from __future__ import annotations

import pytest

from jawda.core.statistics.reading.units import bare_unit, is_unit, unit_of_heading, without_unit


@pytest.mark.parametrize(
    "text",
    ["mm", "µm", "um", "kN", "N/mm²", "mg/L", "g/100 g", "°C", "%", "UFC/g", "N·m", "m/s^2", "kg·m-3", "HRC", "ملم"],
)
def test_units(text: str) -> None:
    assert is_unit(text)


@pytest.mark.parametrize("text", ["", "brut", "essai 2", "12", "x" * 40, "suite", "n°"])
def test_no_units(text: str) -> None:
    assert not is_unit(text)


@pytest.mark.parametrize(
    ("heading", "name", "unit"),
    [
        ("Cote (mm)", "Cote", "mm"),
        ("Cote [mm]", "Cote", "mm"),
        ("Teneur / µg/L", "Teneur", "µg/L"),
        ("Poids (brut)", "Poids (brut)", None),
        ("Cote", "Cote", None),
    ],
)
def test_headings(heading: str, name: str, unit: str | None) -> None:
    assert (without_unit(heading), unit_of_heading(heading)) == (name, unit)


def test_cells_of_units() -> None:
    assert [bare_unit(text) for text in ("mm", "[mm]", "(°C)", "Cote", "")] == ["mm", "mm", "°C", None, None]
