"""Whether the numbers of a certificate can be what they say: lists, uncertainties, coverage factors, units."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, zip_longest
from statistics import NormalDist
from typing import Final, TypeVar

from jawda.core.credentials.calibration.gathering import Gathered
from jawda.core.credentials.calibration.model import CalibrationResult, Quantity, Series, Uncertainty
from jawda.core.credentials.calibration.units import unit
from jawda.core.findings.checks import Status
from jawda.core.findings.model import Argument

#: By how much a factor may differ from the one that belongs to its probability: 2 stands for 1.96 at 95 %.
_ROUNDED: Final = 0.05
_OF_ONE_DEGREE: Final = 1.15
"""With one degree of freedom the factor of Student's law is at most 4 / (π (1 − p)); up to that it can be meant."""
_TRIANGLE: Final = math.sqrt(6)
_FACTORS: Final[dict[str, Callable[[float], float]]] = {
    "uniform": lambda p: p * math.sqrt(3),
    "rectangular": lambda p: p * math.sqrt(3),
    "triangular": lambda p: _TRIANGLE * (1 - math.sqrt(1 - p)),
    "u-shaped": lambda p: math.sqrt(2) * math.sin(p * math.pi / 2),
    "arcsine": lambda p: math.sqrt(2) * math.sin(p * math.pi / 2),
}
_THETA: Final = "Θ"
_Value = TypeVar("_Value")
#: Words that begin a kind of quantity, and the dimension of its unit as :mod:`.units` writes it.
_DIMENSIONS: Final[dict[str, dict[str, int]]] = {
    "temperature": {_THETA: 1}, "humidityrelative": {}, "relativehumidity": {}, "pressure": {"L": -1, "M": 1, "T": -2},
    "airpressure": {"L": -1, "M": 1, "T": -2}, "mass": {"M": 1}, "length": {"L": 1}, "diameter": {"L": 1},
    "force": {"L": 1, "M": 1, "T": -2}, "torque": {"L": 2, "M": 1, "T": -2}, "time": {"T": 1}, "frequency": {"T": -1},
    "voltage": {"L": 2, "M": 1, "T": -3, "I": -1}, "electriccurrent": {"I": 1}, "density": {"L": -3, "M": 1},
    "resistance": {"L": 2, "M": 1, "T": -3, "I": -2}, "volume": {"L": 3}, "angle": {"A": 1},
}  # fmt: skip


def series_of(quantities: Iterable[Quantity]) -> Iterator[Series]:
    """All series, those of relative uncertainties and of what is said of the quantities among them."""
    for each in quantities:
        yield from each.series
        if each.relative_uncertainty is not None:
            yield each.relative_uncertainty
        yield from series_of(each.within())


def check_lengths(results: Iterable[CalibrationResult], gathered: Gathered) -> None:
    """What belongs to each value of a list is one for all or as many as the values; columns of a table are alike."""
    for result in results:
        for series in series_of(result.quantities):
            count = len(series.values)
            gathered.count("lengths_equal", 1)
            if not all(each in (0, 1, count) for each in _lengths(series)) or (
                series.second and len(series.second) != count
            ):
                gathered.add("lengths_differ", Status.FAIL, series.path)
        for table, columns in groupby(result.quantities, key=lambda quantity: quantity.table):
            lengths = {len(series.values) for each in columns for series in each.series if series.is_list}
            if table and len(lengths - {1}) > 1:
                gathered.add("table_uneven", Status.FAIL, table)
        for quantity in result.quantities:
            if quantity.hybrid and len({len(series.values) for series in quantity.series}) > 1:
                gathered.add("forms_differ", Status.FAIL, quantity.path)
    gathered.settle("lengths_equal", "lengths_differ", "table_uneven", "forms_differ")


def _lengths(series: Series) -> Iterator[int]:
    yield from map(len, (series.units, series.labels, series.times, series.phase_units, series.quantity_kinds))
    own = series.uncertainty
    if own is not None:
        yield from map(len, (own.values, own.coverage_factors, own.coverage_probabilities, own.lows, own.highs))
        yield len(own.distributions)


def check_uncertainties(results: Iterable[CalibrationResult], gathered: Gathered) -> None:
    """Each result has an uncertainty, none below 0; one of 0 is a doubt; intervals hold their value; factors fit."""
    for result in results:
        measured = [each for each in series_of(result.quantities) if each.kind != "constant"]
        stated = any(
            each.relative_uncertainty is not None or any("uncertainty" in kind.lower() for kind in each.reference_types)
            for each in result.quantities
        )
        if measured and not stated and not any(each.uncertainty or each.has_region for each in measured):
            gathered.add("uncertainty_missing", Status.WARN, result.path)
        for each in measured:
            if each.uncertainty is not None:
                _check_uncertainty(each, each.uncertainty, gathered)
    gathered.settle(
        "uncertainties_positive",
        "uncertainty_missing",
        "uncertainty_not_positive",
        "uncertainty_zero",
        "interval_wrong",
    )
    gathered.settle("coverage_fits", "factor_missing", "probability_wrong", "factor_too_small", "factor_too_large")


def _check_uncertainty(series: Series, own: Uncertainty, gathered: Gathered) -> None:
    stated = _stated(series, own)
    gathered.count("uncertainties_positive", len(stated) or len(own.lows))
    if any(value is None or value < 0 for value in stated) or not (own.values or own.lows):
        gathered.add("uncertainty_not_positive", Status.FAIL, own.path)
    if 0 in stated:
        gathered.add("uncertainty_zero", Status.WARN, own.path)
    if own.kind == "interval" and not _holds(series, own):
        gathered.add("interval_wrong", Status.FAIL, own.path)
    if own.kind == "expanded" and (not own.coverage_factors or None in own.coverage_factors):
        gathered.add("factor_missing", Status.FAIL, own.path)
    factors, probabilities, laws = own.coverage_factors, own.coverage_probabilities, own.distributions
    most = max(len(factors), len(probabilities))
    pairs = zip_longest(_for_each(factors, most), _for_each(probabilities, most), _for_each(laws, most))
    for factor, probability, law in dict.fromkeys(pairs):
        _check_coverage(factor, probability, (law or "normal").lower(), own.path, gathered)


def _stated(series: Series, own: Uncertainty) -> tuple[float | None, ...]:
    """Without those that are not a number because their value is none: of what was not measured nothing is known."""
    if len(own.values) == 1:  # one for all
        unmeasured = all(value is None for value in series.values)
        return () if unmeasured and own.values[0] is None else own.values
    pairs = zip_longest(own.values, series.values[: len(own.values)], fillvalue=math.nan)
    return tuple(number for number, value in pairs if number is not None or value is not None)


def _for_each(values: tuple[_Value, ...], count: int) -> tuple[_Value, ...]:
    """One for all is one for each."""
    return values * count if len(values) == 1 else values


def _holds(series: Series, own: Uncertainty) -> bool:
    """Whether each interval is one, and holds its value."""
    if len(own.lows) != len(own.highs) or not own.lows:
        return False
    for value, low, high in zip_longest(series.values[: len(own.lows)], own.lows, own.highs):
        if value is None and low is None and high is None:
            continue  # of what was not measured nothing is known
        if low is None or high is None or not low < high or not (value is None or low <= value <= high):
            return False
    return True


def _check_coverage(factor: float | None, probability: float | None, law: str, path: str, gathered: Gathered) -> None:
    if probability is not None and not 0 < probability < 1:
        gathered.add("probability_wrong", Status.FAIL, path, probability=probability)
        return
    if factor is None or (probability is None and factor > 0):
        return
    shown: dict[str, Argument] = {"factor": factor, "probability": "–" if probability is None else probability}
    if probability is None:
        gathered.add("factor_too_small", Status.FAIL, path, **shown)
        return
    gathered.count("coverage_fits", 1)
    expected = _FACTORS.get(law, _normal)(probability)
    if factor < expected * (1 - _ROUNDED):
        gathered.add("factor_too_small", Status.FAIL, path, **shown)
    elif factor > expected * (1 + _ROUNDED):
        most = 4 / (math.pi * (1 - probability)) * _OF_ONE_DEGREE
        gathered.add("factor_too_large", Status.FAIL if factor > most else Status.WARN, path, **shown)


def _normal(probability: float) -> float:
    return NormalDist().inv_cdf((1 + probability) / 2)


def check_units(quantities: Iterable[Quantity], gathered: Gathered) -> None:
    """Units are known, those of several forms and of the kind of quantity are of its dimension."""
    for quantity in quantities:
        for series in quantity.series:
            gathered.count("units_fit", len(set(series.units)))
            for text in sorted(set(series.units)):
                if unit(text).shown == text:
                    gathered.add("unit_unknown", Status.WARN, series.path, unit=text[:60])
        if quantity.hybrid and len(_dimensions(quantity.series)) > 1:
            gathered.add("units_contradict", Status.FAIL, quantity.path)
        for kind, expected in _expected(quantity):
            dimension = tuple(sorted(expected.items()))
            if _dimensions(quantity.series) - {dimension}:
                gathered.add("unit_of_another_kind", Status.FAIL, quantity.path, kind=kind[:60])
        check_units(quantity.within(), gathered)


def _dimensions(series: Iterable[Series]) -> set[tuple[tuple[str, int], ...]]:
    """Of the units that are understood and whose powers are whole."""
    found = set()
    for each in series:
        for text in set(each.units):
            dimension = unit(text).dimension
            if dimension is not None:
                found.add(tuple((letter, int(power)) for letter, power in dimension))
    return found


def _expected(quantity: Quantity) -> Iterator[tuple[str, dict[str, int]]]:
    """The kinds that the quantity is said to be of, and their dimensions."""
    kinds = {kind for series in quantity.series for kind in series.quantity_kinds} | set(quantity.reference_types)
    for kind in sorted(kinds):
        name = kind.rpartition("_")[2].lower().removesuffix("min").removesuffix("max")
        if name in _DIMENSIONS:
            yield kind, _DIMENSIONS[name]
