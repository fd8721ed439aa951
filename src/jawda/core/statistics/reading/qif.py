"""Reading results in the Quality Information Framework (QIF 3.0, ISO 23952:2020).

A measured characteristic names its item, the item its nominal, the nominal its definition: nominal value, limits and
unit come along that chain. A tolerance defined as limits is absolute; otherwise it is added to the target value. A
tolerance zone (flatness, position…) has an upper limit only.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from jawda.core.findings import Finding, Place, Refused
from jawda.core.plain_xml import Element, Fault, NotPlain, parse
from jawda.core.plain_xml import local_name as _local
from jawda.core.spreadsheets.model import Limits, check_size, refuse
from jawda.core.statistics.reading.characteristics import (
    Characteristic,
    CharacteristicSet,
    Part,
    added,
    shown_as_column,
)
from jawda.core.statistics.reading.dates import dates
from jawda.core.statistics.reading.report import LIMITS, Notes, ReadReport, Understood
from jawda.core.statistics.result import NAMED_ROWS, Exclusion
from jawda.core.statistics.samples import Column

NAMESPACE: Final = "http://qifstandards.org/xsd/qif3"
_DEPTH: Final = 64
_ELEMENTS: Final = 5_000_000
_NEEDED: Final = frozenset(("FileUnits", "Product", "Characteristics", "Results", "MeasurementsResults"))
_NOT_MEASURED: Final = frozenset(("NOT_MEASURED", "NOT_CALCULATED", "SYSTEM_ERROR"))
#: The unit of a characteristic whose name begins so; all others are lengths.
_QUANTITIES: Final = {
    "Angle": "Angular", "ConicalTaper": "", "FlatTaper": "", "UserDefinedAngular": "Angular", "UserDefinedArea": "Area",
    "UserDefinedForce": "Force", "UserDefinedMass": "Mass", "UserDefinedPressure": "Pressure",
    "UserDefinedSpeed": "Speed", "UserDefinedTemperature": "Temperature", "UserDefinedTime": "Time",
    "UserDefinedUnit": "", "UserDefinedAttribute": "",
}  # fmt: skip
_VALUE_UNITS: Final = tuple(
    f"{kind}Unit" for kind in ("linear", "angular", "area", "force", "mass", "pressure", "speed", "temperature", "time")
)


def read_qif(name: str, data: bytes, *, limits: Limits = LIMITS) -> tuple[CharacteristicSet, ReadReport]:
    """The characteristics of a file with their measured values, in the order of its items.

    Values stand by item, over all sets of results; with each stand its ``status``, the ``results`` it is of, and the
    time and device where they are given. ``Refused``: what is no QIF, or no XML of the plain kind (no document type,
    no entities).
    """
    check_size(data, file=name, limits=limits)
    notes = Notes()
    root, elements = _parsed(data, name)
    namespace, _, local = str(root.tag)[1:].partition("}")
    if local != "QIFDocument":
        raise Refused([Finding(id="data_reading.not_qif", place=Place(file=name))])
    version = root.get("versionQIF", "")
    if namespace != NAMESPACE:
        notes.assume("qif_version", version=(version or namespace)[:60])
    document = _Document(root, name, notes)
    found = document.characteristics()
    values = [each.values.values for each in found]
    measured = np.concatenate([each[~np.isnan(each)] for each in values]) if values else np.empty(0)
    document.tell(found)
    understood = Understood(
        format="qif",
        encoding=root.getroottree().docinfo.encoding,
        decimal=".",
        rows=len(measured),
        columns=tuple(shown_as_column(each) for each in found),
        facts={
            "namespace": namespace,
            "version": version,
            "elements": elements,
            "measurements": document.measured,
            "status": dict(sorted(document.statuses.items())),
            "values": len(measured),
            "value_sum": math.fsum(measured.tolist()),
            "nominals": len(document.nominals),
            "items": len(document.items),
        },
    )
    parts = tuple(Part(index=key, number=number) for key, number in document.serials.items())
    result = CharacteristicSet(file=name, characteristics=found, parts=parts)
    return result, notes.report(understood, file=name, data=data, count=len(measured), options={})


def _parsed(data: bytes, file: str) -> tuple[Element, int]:
    """The tree without what is not needed, and how many elements there were."""
    try:
        return parse(
            data, most_depth=_DEPTH, most_elements=_ELEMENTS, needed=lambda element: _local(element) in _NEEDED
        )
    except NotPlain as fault:
        if fault.fault in (Fault.DOCUMENT_TYPE, Fault.NAMESPACES):
            raise Refused([Finding(id="data_reading.xml_not_plain", place=Place(file=file))]) from fault
        if fault.fault is Fault.SYNTAX:
            place = Place(file=file, line=fault.line)
            raise Refused([Finding(id="data_reading.broken_xml", place=place)]) from fault
        raise refuse("too_many_cells", Place(file=file), limit=_ELEMENTS) from fault


def _line(element: Element) -> int:
    line: Any = element.sourceline
    return int(line or 0)


def _child(element: Element | None, *path: str) -> Element | None:
    for name in path:
        element = next((each for each in element if _local(each) == name), None) if element is not None else None
    return element


def _text(element: Element | None, *path: str) -> str:
    found = _child(element, *path)
    return (found.text or "").strip() if found is not None else ""


def _number(text: str) -> float | None:
    """A decimal number of XML Schema; infinities and NaN are none."""
    try:
        value = float(text) if text and "_" not in text else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) else None


class _Document:
    """The chains of a document: definitions, nominals, items and measurements by their ids."""

    def __init__(self, root: Element, file: str, notes: Notes) -> None:
        self._file, self._notes = file, notes
        self.statuses: Counter[str] = Counter()
        self.measured = 0
        self.outside = 0
        self.unlinked: list[int] = []
        aspects = _child(root, "Characteristics")
        self.definitions = _by_id(_child(aspects, "CharacteristicDefinitions"), "CharacteristicDefinition")
        self.nominals = _by_id(_child(aspects, "CharacteristicNominals"), "CharacteristicNominal")
        self.items = _by_id(_child(aspects, "CharacteristicItems"), "CharacteristicItem")
        self._units = _primary_units(_child(root, "FileUnits", "PrimaryUnits"))
        self._measurements: dict[str, list[tuple[str, Element]]] = defaultdict(list)
        self.serials: dict[str, str | None] = {}
        serials = _serials(root)
        for place, results in enumerate(_results(root), 1):
            key = results.get("id") or str(place)
            self.serials[key] = _serial(serials, results)
            for element in results.iter():
                if _local(element).endswith("CharacteristicMeasurement"):
                    self.measured += 1
                    self.statuses[_text(element, "Status", "CharacteristicStatusEnum") or "UNKNOWN"] += 1
                    item = _text(element, "CharacteristicItemId")
                    if item in self.items:
                        self._measurements[item].append((key, element))
                    else:
                        self.unlinked.append(_line(element))

    def characteristics(self) -> tuple[Characteristic, ...]:
        """A record for each item."""
        return tuple(self._characteristic(key, item) for key, item in self.items.items())

    def _characteristic(self, key: str, item: Element) -> Characteristic:
        nominal = self.nominals.get(_text(item, "CharacteristicNominalId"))
        definition = self.definitions.get(_text(nominal, "CharacteristicDefinitionId"))
        kind = _local(item).removesuffix("CharacteristicItem")
        target = _number(_text(nominal, "TargetValue"))
        lower, upper = _limits(definition, target)
        measurements = self._measurements.get(key, [])
        designator = _text(item, "CharacteristicDesignator", "Designator")
        name = _text(item, "Name") or designator or _text(nominal, "Name") or key
        elements = [element for _, element in measurements]
        statuses = [_text(element, "Status", "CharacteristicStatusEnum") or "UNKNOWN" for element in elements]
        unit, units = self._unit(kind, elements)
        if len(units) > 1:
            self._notes.warn("units_mixed", column=name, units=" · ".join(sorted(units))[:200])
        values = self._values(elements, statuses, name, unit)
        times = tuple(_text(element, "TimeStamp") or None for element in elements)
        others = {
            "status": tuple(statuses),
            "results": tuple(results for results, _ in measurements),
            "serial_number": tuple(self.serials.get(results) for results, _ in measurements),
            "time": times,
            "device": tuple(_text(element, "MeasurementDeviceIds", "Id") or None for element in elements),
        }
        if not any(part in kind for part in ("Position", "Perpendicular", "Angularity", "Parallel", "Profile")):
            self._compare(values, statuses, lower, upper)
        return Characteristic(
            index=key,
            number=designator or None,
            name=name,
            nominal=target,
            lower=lower,
            upper=upper,
            unit=unit,
            values=values,
            attributes={what: each for what, each in others.items() if any(each)},
            times=_times(times),
            keys={"type": kind},
        )

    def _unit(self, kind: str, elements: list[Element]) -> tuple[str | None, set[str]]:
        """The unit of the values: their own, or the primary one of their quantity."""
        quantity = next((unit for start, unit in _QUANTITIES.items() if kind.startswith(start)), "Linear")
        # angularity is a tolerance zone, which is a width
        quantity = "Linear" if kind.startswith("Angularity") else quantity
        primary = self._units.get(quantity)
        units = set()
        for element in elements:
            value = _child(element, "Value")
            own = (
                next((value.get(each) for each in _VALUE_UNITS if value.get(each)), None) if value is not None else None
            )
            units.add(own or primary or "")
        return (next(iter(units)) or None if len(units) == 1 else None if units else primary), units

    def _values(self, elements: list[Element], statuses: list[str], name: str, unit: str | None) -> Column:
        numbers = [_number(_text(element, "Value")) for element in elements]
        values = np.array([math.nan if number is None else number for number in numbers], dtype=np.float64)
        lines = np.array([_line(element) for element in elements], dtype=np.int64)
        left_out = np.flatnonzero(np.isin(statuses, list(_NOT_MEASURED))) if statuses else np.empty(0, dtype=np.int64)
        exclusions: tuple[Exclusion, ...] = ()
        if left_out.size:
            values[left_out] = math.nan
            rows = tuple(lines[left_out[:NAMED_ROWS]].tolist())
            exclusions = (Exclusion(reason="not_measured", count=len(left_out), rows=rows),)
            self._notes.skip("not_measured", lines[left_out].tolist(), column=name)
        return Column(values=values, name=name, unit=unit, file=self._file, rows=lines, exclusions=exclusions)

    def _compare(self, values: Column, statuses: list[str], lower: float | None, upper: float | None) -> None:
        """Count statuses that disagree with the limits."""
        for value, status in zip(values.values.tolist(), statuses, strict=True):
            if math.isnan(value) or (lower is None and upper is None):
                continue
            inside = (lower is None or value >= lower) and (upper is None or value <= upper)
            self.outside += status == ("FAIL" if inside else "PASS")

    def tell(self, found: tuple[Characteristic, ...]) -> None:
        """Findings over all of them."""
        if not self.measured:
            self._notes.warn("qif_without_results")
        if self.unlinked:
            self._notes.skip("unknown_item", self.unlinked)
            self._notes.warn("qif_unlinked", count=len(self.unlinked), line=self.unlinked[0])
        if self.outside:
            self._notes.warn("status_disagrees", statistic=self.outside, count=self.outside)
        left_out = sum(exclusion.count for each in found for exclusion in each.values.exclusions)
        if left_out:
            self._notes.warn("values_not_measured", statistic=left_out, count=left_out)
        without = [each.name for each in found if each.lower is None and each.upper is None]
        if without:
            names = " · ".join(without[:5])[:300]
            self._notes.warn("without_limits", statistic=len(without), count=len(without), names=names)


def _by_id(parent: Element | None, suffix: str) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for element in parent if parent is not None else ():
        if _local(element).endswith(suffix) and element.get("id"):
            found.setdefault(element.get("id", ""), element)
    return found


def _results(root: Element) -> Iterator[Element]:
    for part in root:
        if _local(part) in ("Results", "MeasurementsResults"):
            yield from (element for element in part.iter() if _local(element) == "MeasurementResults")


def _serials(root: Element) -> dict[str, str]:
    """The serial numbers of actual components, by id."""
    found = {
        element.get("id", ""): _text(element, "SerialNumber")
        for element in root.iter()
        if _local(element) == "ActualComponent"
    }
    return {key: serial for key, serial in found.items() if serial}


def _serial(serials: dict[str, str], results: Element) -> str | None:
    """The serial number of the component that these results are of."""
    ids = _child(results, "ActualComponentIds")
    wanted = ((each.text or "").strip() for each in (ids if ids is not None else ()))
    return next((serials[each] for each in wanted if each in serials), None)


def _primary_units(parent: Element | None) -> dict[str, str]:
    names = {
        _local(each).removesuffix("Unit"): _text(each, "UnitName") for each in (parent if parent is not None else ())
    }
    return {kind: name for kind, name in names.items() if name}


def _limits(definition: Element | None, target: float | None) -> tuple[float | None, float | None]:
    zone = _number(_text(definition, "ToleranceValue"))
    if zone is not None:
        return None, zone
    tolerance = _child(definition, "Tolerance")
    below, above = _number(_text(tolerance, "MinValue")), _number(_text(tolerance, "MaxValue"))
    if _text(tolerance, "DefinedAsLimit").lower() in ("true", "1"):
        return below, above
    if target is None:
        return None, None
    return (None if below is None else added(target, below)), (None if above is None else added(target, above))


def _times(texts: tuple[str | None, ...]) -> np.ndarray[tuple[int], np.dtype[np.datetime64]] | None:
    found = dates({text for text in texts if text}).found
    return np.array([found.get(text or "") for text in texts], dtype="datetime64[s]") if found else None
