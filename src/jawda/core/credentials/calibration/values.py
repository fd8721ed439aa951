"""Values with unit and uncertainty as D-SI writes them: one, a list in one element, a list of elements, or hybrid.

An element that holds a list ends in ``XMLList``; without that ending its names are those of a single value, so one
reading serves both. The older form of an expanded uncertainty (``expandedUnc``) and the newer one
(``measurementUncertaintyUnivariate/expandedMU``) come to the same.
"""

from __future__ import annotations

from typing import Final

from jawda.core.credentials.calibration.model import Series, Uncertainty
from jawda.core.credentials.calibration.nodes import VALUES, Node

#: What a quantity may hold of D-SI, ``hybrid`` and ``list`` among them.
ELEMENTS: Final = (
    "real", "complex", "constant", "realListXMLList", "complexListXMLList", "list", "hybrid",
)  # fmt: skip
_LIST: Final = "XMLList"
_UNCERTAINTIES: Final = {"expandedUnc": "expanded", "coverageInterval": "interval", "uncertainty": "standard"}
_NEWER: Final = {"expandedMU": "expanded", "coverageIntervalMU": "interval", "standardMU": "standard"}
_UNIVARIATE: Final = "measurementUncertaintyUnivariate"
_REGIONS: Final = ("ellipsoidalRegion", "rectangularRegion", "measurementUncertaintyBivariate")
#: Different units in one list.
_MOST_UNITS: Final = 100
_AMOUNTS: Final = ("uncertainty", "valueExpandedMU", "standardUnc", "valueStandardMU")


def read_series(node: Node, *, unit: str = "") -> tuple[Series, ...]:
    """The series of a D-SI element: one; of ``hybrid`` one for each form, of ``list`` one for each member.

    ``unit`` is that of the list around it, for members without their own.
    """
    if node.name == "hybrid":
        return tuple(series for each in node.all(*ELEMENTS, namespace=VALUES) for series in read_series(each))
    if node.name == "list":
        common = node.text_of("listUnit", namespace=VALUES) or unit
        members = node.all("real", "complex", "list", namespace=VALUES)
        return tuple(series for each in members for series in read_series(each, unit=common))
    return (_one(node, unit),)


def _fields(node: Node) -> dict[str, Node]:
    """The parts by their name for a single value; a part given twice is a fault."""
    found: dict[str, Node] = {}
    for each in node.every(namespace=VALUES):
        name = each.name.removesuffix(_LIST)
        if name in found:
            node.faults.note("twice", each.path, name=each.name)
        found.setdefault(name, each)
    return found


def _one(node: Node, unit: str) -> Series:
    fields = _fields(node)
    is_list = node.name.lower().endswith("list")
    polar = "valueMagnitude" in fields
    first, second = ("valueMagnitude", "valuePhase") if polar else ("valueReal", "valueImag")
    is_complex = node.name.startswith("complex")
    values, written = _values(node, fields, first if is_complex else "value", is_list)
    return Series(
        kind="complex" if is_complex else "constant" if node.name == "constant" else "real",
        values=values,
        written=written,
        units=_units(node, fields, unit),
        second=_values(node, fields, second, is_list)[0] if is_complex else (),
        phase_units=fields["unitPhase"].words() if "unitPhase" in fields else (),
        polar=polar,
        is_list=is_list,
        labels=_labels(fields, is_list),
        quantity_kinds=next(
            (fields[name].words() for name in ("quantityType", "quantityTypeQUDT") if name in fields), ()
        ),
        times=fields["dateTime"].times() if "dateTime" in fields else (),
        uncertainty=_uncertainty(node, fields),
        has_region=any(name in fields for name in _REGIONS),
        path=node.path,
    )


def _values(
    node: Node, fields: dict[str, Node], name: str, is_list: bool
) -> tuple[tuple[float | None, ...], tuple[str, ...]]:
    found = fields.get(name)
    values, written = ((), ()) if found is None else found.numbers()
    if not values:
        node.faults.note("missing", node.path, name=name)
    if not is_list and len(values) > 1:
        node.faults.note("several_values", fields[name].path, count=len(values))
    return values, written


def _units(node: Node, fields: dict[str, Node], unit: str) -> tuple[str, ...]:
    units = fields["unit"].words() if "unit" in fields else (unit,) if unit else ()
    if not units:
        node.faults.note("missing", node.path, name="unit")
    if len(set(units)) > _MOST_UNITS:
        node.faults.note("many_units", node.path, most=_MOST_UNITS)
    return units


def _labels(fields: dict[str, Node], is_list: bool) -> tuple[str, ...]:
    if "label" not in fields:
        return ()
    return fields["label"].words() if is_list else (fields["label"].text(),)


def _uncertainty(node: Node, fields: dict[str, Node]) -> Uncertainty | None:
    found = [(kind, fields[name]) for name, kind in _UNCERTAINTIES.items() if name in fields]
    if _UNIVARIATE in fields:
        newer = _fields(fields[_UNIVARIATE])
        found += [(kind, newer[name]) for name, kind in _NEWER.items() if name in newer]
    if len(found) > 1:
        node.faults.note("twice", found[1][1].path, name=found[1][1].name)
    if not found:
        return None
    kind, part = found[0]
    if part.name == "uncertainty":  # of a constant: the number itself
        values, written = part.numbers()
        distribution = fields["distribution"].words() if "distribution" in fields else ()
        return Uncertainty(kind=kind, values=values, written=written, distributions=distribution, path=part.path)
    parts = _fields(part)
    amount = next((name for name in _AMOUNTS if name in parts), None)
    values, written = parts[amount].numbers() if amount else ((), ())

    def numbers(name: str) -> tuple[float | None, ...]:
        return parts[name].numbers()[0] if name in parts else ()

    return Uncertainty(
        kind=kind,
        values=values,
        written=written,
        coverage_factors=numbers("coverageFactor"),
        coverage_probabilities=numbers("coverageProbability"),
        lows=numbers("intervalMin"),
        highs=numbers("intervalMax"),
        distributions=parts["distribution"].words() if "distribution" in parts else (),
        path=part.path,
    )
