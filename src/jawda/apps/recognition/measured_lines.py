"""What is measured, as people write it in a form or a cell: one line for each range, its parts between semicolons."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jawda.core.credentials.scopes import Measured, Range
from jawda.core.typed_numbers import NotANumber, parsed

_RANGE_PARTS: Final = (5, 6)
_MEASURED_PARTS: Final = (5, 6)
_LONGEST: Final = 60
MOST: Final = 50


def range_of(line: str) -> Range:
    """An accredited range: quantity; unit; from; to; best uncertainty; and what it grows by with the value.

    >>> range_of("longueur; mm; 0; 150; 0,002").high
    150.0
    """
    parts, numbers = _parts(line, _RANGE_PARTS, of_numbers=slice(2, None))
    return Range(
        quantity=parts[0], unit=parts[1], low=numbers[0], high=numbers[1], uncertainty=numbers[2],
        per_value=numbers[3] if len(numbers) > 3 else 0.0,
    )  # fmt: skip


def measured_of(line: str) -> Measured:
    """What a certificate gives: quantity; unit; from; to; least expanded uncertainty; and its unit where it is another.

    >>> measured_of("longueur; mm; 0; 150; 12; µm").uncertainty_unit
    'µm'
    """
    parts, numbers = _parts(line, _MEASURED_PARTS, of_numbers=slice(2, 5))
    return Measured(
        quantity=parts[0], unit=parts[1], low=numbers[0], high=numbers[1], uncertainty=numbers[2],
        uncertainty_unit=parts[5] if len(parts) > 5 else parts[1],
    )  # fmt: skip


def range_line(item: Range) -> str:
    """As :func:`range_of` reads it."""
    numbers = map(_plain, (item.low, item.high, item.uncertainty, item.per_value))
    return "; ".join([item.quantity, item.unit, *numbers])


def measured_line(item: Measured) -> str:
    """As :func:`measured_of` reads it.

    >>> measured_line(measured_of("longueur; mm; 0; 150; 0,012"))
    'longueur; mm; 0; 150; 0.012; mm'
    """
    numbers = map(_plain, (item.low, item.high, item.uncertainty))
    return "; ".join([item.quantity, item.unit, *numbers, item.uncertainty_unit])


def _plain(number: float) -> str:
    """All its figures, without a power of ten.

    >>> _plain(0.00005), _plain(150.0), _plain(100.00012)
    ('0.00005', '150', '100.00012')
    """
    text = format(Decimal(repr(float(number))), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def check_measured(items: Sequence[Measured]) -> None:
    """``ValidationError`` for what is no finite number, a range that ends before it begins, an uncertainty that is
    none, or too many."""
    if len(items) > MOST:
        raise ValidationError(_("At most %(most)s lines are expected.") % {"most": MOST})
    for item in items:
        if not all(map(math.isfinite, (item.low, item.high, item.uncertainty))):
            line = {"line": measured_line(item)[:80]}
            raise ValidationError(_("Numbers are expected after the unit: %(line)s") % line)
        if not item.low <= item.high:
            raise ValidationError(_("The end of the range lies above its beginning."))
        if not item.uncertainty > 0:
            raise ValidationError(_("An uncertainty is a number above 0."))
        if not (item.quantity and item.unit and item.uncertainty_unit):
            raise ValidationError(_("A quantity and its unit are expected."))


def _parts(line: str, expected: tuple[int, ...], *, of_numbers: slice) -> tuple[list[str], list[float]]:
    parts = [part.strip() for part in line.split(";")]
    if len(parts) not in expected or any(len(part) > _LONGEST for part in parts):
        raise ValidationError(_("Five parts are expected, with “;” between them: %(line)s") % {"line": line[:80]})
    try:
        numbers = [_number(part) for part in parts[of_numbers]]
    except NotANumber as error:
        raise ValidationError(_("Numbers are expected after the unit: %(line)s") % {"line": line[:80]}) from error
    return parts, numbers


def _number(part: str) -> float:
    number = parsed(part)
    if number is None:
        raise NotANumber
    return number
