"""What the lines of an AQDEF file add up to: parts, characteristics, their values and their groups."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from jawda.core.findings import Finding, Place, Refused
from jawda.core.spreadsheets.model import Limits, refuse
from jawda.core.statistics.reading import aqdef_keys as keys
from jawda.core.statistics.reading.characteristics import Characteristic, CharacteristicSet, Part, added
from jawda.core.statistics.reading.dates import dates
from jawda.core.statistics.reading.report import Notes
from jawda.core.statistics.result import NAMED_ROWS, Exclusion
from jawda.core.statistics.samples import Column

NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,4})?")
_AMERICAN: Final = re.compile(r"\d{1,2}/")
_MOST_CHARACTERISTICS: Final = 100_000
_BEGINS: Final = ("K0001", "K0020")


@dataclass(slots=True)
class Values:
    """The values of one characteristic while lines pass by: texts, the lines they stand at, and what stands with them.

    ``waiting`` is what came before the first value.
    """

    texts: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    others: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    waiting: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Model:
    """Everything that was read; limits are watched as it grows."""

    limits: Limits
    file: str = ""
    line: int = 0
    lines: int = 0
    key_lines: int = 0
    value_lines: int = 0
    separator: str | None = None
    commas: int = 0
    points: int = 0
    proprietary: int = 0
    seen: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    unread: list[int] = field(default_factory=list)
    counts: dict[str, str] = field(default_factory=dict)
    parts: dict[int, dict[str, str]] = field(default_factory=dict)
    characteristics: dict[int, dict[str, str]] = field(default_factory=dict)
    part_of: dict[int, int] = field(default_factory=dict)
    values: dict[int, Values] = field(default_factory=lambda: defaultdict(Values))
    structure: list[tuple[str, int, str]] = field(default_factory=list)
    current_part: int = 1
    cells: int = 0

    def put_part(self, key: str, index: int, text: str) -> None:
        """A key of a part (0: of all)."""
        self._count(1)
        self.parts.setdefault(index, {})[key] = text
        self.current_part = index or self.current_part

    def put_characteristic(self, key: str, index: int, text: str) -> None:
        """A key of a characteristic (0: of all), which belongs to the part named last."""
        self._count(1)
        if index not in self.characteristics and len(self.characteristics) > _MOST_CHARACTERISTICS:
            raise refuse("too_many_rows", Place(file=self.file), rows=index, limit=_MOST_CHARACTERISTICS)
        self.characteristics.setdefault(index, {})[key] = text
        self.part_of.setdefault(index, self.current_part)

    def put_value(self, key: str, index: int, text: str, place: int | None) -> None:
        """A value, or what stands with one (index 0: with the last of each characteristic)."""
        if index == 0:
            if key in _BEGINS:
                self.unread.append(self.line)
                return
            every = [each for each in self.characteristics if each]
            self._count(len(every))
            for each in every:
                self._put(key, each, text, place)
            return
        if index not in self.characteristics:
            where = Place(file=self.file, line=self.line)
            if not self.characteristics:
                raise Refused([Finding(id="data_reading.values_without_description", place=where)])
            arguments = {"index": index}
            raise Refused([Finding(id="data_reading.unknown_characteristic", place=where, arguments=arguments)])
        self._count(1)
        self._put(key, index, text, place)

    def _put(self, key: str, index: int, text: str, place: int | None) -> None:
        values = self.values[index]
        if key in _BEGINS and place is None:
            values.texts.append(text if key == "K0001" else "")
            values.lines.append(self.line)
            for other, waited in values.waiting.items():
                values.others[other][len(values.texts) - 1] = waited
            values.waiting.clear()
            if key == "K0001":
                return
        at = len(values.texts) - 1 if place is None else place - 1
        if place is not None and not 0 <= at < len(values.texts):
            self.unread.append(self.line)
        elif at < 0:
            values.waiting[key] = text
        elif key in ("K0001", "K0021"):
            values.texts[at] = text
        else:
            # a sign says that the batch is a text and not the number of a catalogue's entry
            values.others[key][at] = text.removeprefix("#") if key == "K0006" else text

    def _count(self, cells: int) -> None:
        self.cells += cells
        if self.cells > self.limits.cells:
            raise refuse("too_many_cells", Place(file=self.file), limit=self.limits.cells)

    def is_counted(self, index: int, fields: int) -> bool:
        """Whether the fields of a line of values are those of a counted characteristic."""
        kind = self.key(index, keys.KIND)
        return kind in keys.COUNTED if kind else fields > len(keys.VALUE_LINE)

    def key(self, index: int, key: str) -> str:
        """A key of a characteristic: its own, or that of all."""
        return self.characteristics.get(index, {}).get(key) or self.characteristics.get(0, {}).get(key, "")

    def number(self, text: str) -> float:
        """A number with comma or point; NaN for what is none."""
        if not NUMBER.fullmatch(text):
            return math.nan
        self.commas += "," in text
        self.points += "." in text
        value = float(text.replace(",", "."))
        return value if math.isfinite(value) else math.nan


def characteristic_set(model: Model, *, file: str, notes: Notes) -> CharacteristicSet:
    """The records of what was read, with what is worth saying in ``notes``."""
    parts = {
        index: Part(
            index=str(index),
            number=own.get(keys.PART_NUMBER) or None,
            name=own.get(keys.PART_NAME) or None,
            keys=own,
        )
        for index in sorted(model.parts)
        if index
        for own in [{**model.parts.get(0, {}), **{key: text for key, text in model.parts[index].items() if text}}]
    }
    parents, groups = _structure(model)
    telling = _Telling()
    found = tuple(
        _characteristic(model, index, parts.get(model.part_of[index]), parents, groups, telling)
        for index in sorted(model.characteristics)
        if index
    )
    _tell(model, found, telling, notes)
    return CharacteristicSet(file=file, characteristics=found, parts=tuple(parts.values()))


@dataclass(slots=True)
class _Telling:
    """What is gathered over all characteristics, to be said once."""

    faults: list[int] = field(default_factory=list)
    fault: str = ""
    left_out: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    codes: Counter[str] = field(default_factory=Counter)


def _characteristic(
    model: Model, index: int, part: Part | None, parents: dict[int, int], groups: dict[int, str], telling: _Telling
) -> Characteristic:
    own = {
        **model.characteristics.get(0, {}),
        **{key: text for key, text in model.characteristics[index].items() if text},
    }
    values = model.values.get(index, Values())
    name = own.get(keys.NAME) or own.get(keys.NUMBER) or str(index)
    unit = own.get(keys.UNIT) or None
    numbers = np.array([model.number(text) for text in values.texts], dtype=np.float64)
    lines = np.array(values.lines, dtype=np.int64)
    exclusions = _exclusions(values, numbers, lines, telling)
    nominal, lower, upper = _specification(model, own)
    decimals = own.get(keys.DECIMALS, "")
    attributes = {
        keys.VALUE_KEYS.get(key, key): tuple(others.get(at) for at in range(len(values.texts)))
        for key, others in sorted(values.others.items())
    }
    return Characteristic(
        index=str(index),
        number=own.get(keys.NUMBER) or None,
        name=name,
        kind="attribute" if own.get(keys.KIND) in keys.COUNTED else "variable",
        nominal=nominal,
        lower=lower,
        upper=upper,
        unit=unit,
        decimals=int(decimals) if decimals.isdigit() and len(decimals) < 3 else None,
        part=part,
        parent=str(parents[index]) if index in parents else None,
        group=groups.get(index),
        values=Column(values=numbers, name=name, unit=unit, file=model.file, rows=lines, exclusions=exclusions),
        attributes=attributes,
        times=_times(attributes.get("time")),
        keys=own,
    )


def _exclusions(
    values: Values, numbers: NDArray[np.float64], lines: NDArray[np.int64], telling: _Telling
) -> tuple[Exclusion, ...]:
    """Values whose attribute says that they are not to be evaluated become NaN, under their reason."""
    left_out: dict[str, list[int]] = defaultdict(list)
    invalid: set[int] = set()
    for at, text in values.others.get("K0002", {}).items():
        code = int(text) if text.isdigit() and len(text) < 6 else None
        if code in keys.INVALID:
            left_out[keys.INVALID[code]].append(at)
            invalid.add(at)
        elif code != 0:
            telling.codes[text[:20]] += 1
    for reason, places in left_out.items():
        numbers[places] = math.nan
        telling.left_out[reason] += lines[places].tolist()
    faults = [at for at, text in enumerate(values.texts) if text and math.isnan(numbers[at]) and at not in invalid]
    if faults:
        left_out["not_a_number"] = faults
        telling.faults += lines[faults].tolist()
        telling.fault = telling.fault or values.texts[faults[0]][:60]
    return tuple(
        Exclusion(reason=reason, count=len(places), rows=tuple(lines[places[:NAMED_ROWS]].tolist()))
        for reason, places in left_out.items()
    )


def _specification(model: Model, own: dict[str, str]) -> tuple[float | None, float | None, float | None]:
    """Nominal value and limits; limits given as allowances are added to the nominal value."""
    nominal, lower, upper, below, above = (
        _or_none(model.number(own.get(key, "")))
        for key in (keys.NOMINAL, keys.LOWER, keys.UPPER, keys.LOWER_ALLOWANCE, keys.UPPER_ALLOWANCE)
    )
    if nominal is not None:
        lower = added(nominal, below) if lower is None and below is not None else lower
        upper = added(nominal, above) if upper is None and above is not None else upper
    return nominal, lower, upper


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else value


def _times(texts: tuple[str | None, ...] | None) -> NDArray[np.datetime64] | None:
    """The times of values: with slashes the month comes first, as the format has it."""
    if texts is None:
        return None
    distinct = {text for text in texts if text}
    american = {text for text in distinct if _AMERICAN.match(text)}
    found = {**dates(distinct - american, order="day").found, **dates(american, order="month").found}
    return np.array([found.get(text or "") for text in texts], dtype="datetime64[s]")


def _structure(model: Model) -> tuple[dict[int, int], dict[int, str]]:
    """The parent and the group of each characteristic: nodes (K51xx), or the simple form (K2030, K2031)."""
    named: dict[int, str] = {}
    nodes: dict[int, tuple[str, int]] = {}
    links: list[tuple[int, str, int]] = []
    for key, index, text in model.structure:
        target = int(text) if text.isdigit() and len(text) < 8 else None
        if key in (keys.GROUP_NUMBER, keys.GROUP_NAME) and text:
            named[index] = text if key == keys.GROUP_NAME else named.get(index, text)
        elif target is not None and key in ("K5111", "K5112", "K5113"):
            nodes[index] = (key, target)
        elif target is not None and key in ("K5102", "K5103"):
            links.append((index, key, target))
    parents: dict[int, int] = {}
    groups: dict[int, str] = {}
    for node, key, target in links:
        kind, owner = nodes.get(node, ("", 0))
        child = target if key == "K5102" else nodes.get(target, ("", 0))[1]
        if key == "K5103" and nodes.get(target, ("", 0))[0] != "K5112":
            continue
        if kind == "K5112":
            parents[child] = owner
        elif kind == "K5113":
            groups[child] = named.get(owner, str(owner))
    heads = {
        model.key(index, "K2030"): index
        for index in model.characteristics
        if model.key(index, "K2030") not in ("", "0")
    }
    for index in model.characteristics:
        head = heads.get(model.key(index, "K2031"))
        if head is not None and head != index:
            parents.setdefault(index, head)
    return parents, groups


def _tell(model: Model, found: tuple[Characteristic, ...], telling: _Telling, notes: Notes) -> None:
    declared = model.counts.get("K0100", "")
    if declared.isdigit() and len(declared) < 8 and int(declared) != len(found):
        notes.warn("characteristics_differ", declared=int(declared), count=len(found))
    if model.unread:
        notes.skip("unread_line", model.unread)
        notes.warn("lines_unread", statistic=len(model.unread), count=len(model.unread), line=model.unread[0])
    if model.unknown:
        names = " · ".join(sorted(model.unknown)[:10])
        notes.skip("unknown_key", [], count=len(model.unknown))
        notes.warn("keys_unknown", statistic=len(model.unknown), count=len(model.unknown), names=names)
    if model.proprietary:
        notes.skip("program_settings", [], count=model.proprietary)
    for reason, lines in sorted(telling.left_out.items()):
        notes.skip(reason, sorted(lines))
        notes.warn(f"values_{reason}", statistic=len(lines), count=len(lines), line=min(lines))
    if telling.codes:
        names = " · ".join(sorted(telling.codes)[:10])
        notes.assume("attributes_kept", statistic=telling.codes.total(), count=telling.codes.total(), names=names)
    if telling.faults:
        notes.skip("not_a_number", sorted(telling.faults))
        first = min(telling.faults)
        notes.warn("values_not_numbers", statistic=len(telling.faults), count=len(telling.faults), line=first,
                   value=telling.fault)  # fmt: skip
    for each in found:
        if each.lower is not None and each.upper is not None and each.lower >= each.upper:
            notes.warn("limits_inverted", characteristic=each.name, lower=each.lower, upper=each.upper)
    empty = [each.name for each in found if not len(each.values.values)]
    if empty:
        notes.warn("without_values", statistic=len(empty), count=len(empty), names=" · ".join(empty[:5])[:300])
