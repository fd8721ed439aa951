"""From a file to samples: which columns, which rows make a sample, what is left out and why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Final, Literal, cast

import numpy as np
from numpy.typing import NDArray

from jawda.apps.product_quality.characteristics.facts import SUBGROUPED
from jawda.apps.product_quality.models import Characteristic
from jawda.apps.product_quality.samples.facts import WITH_SIZE, SampleFacts
from jawda.apps.product_quality.samples.rehearsal import rehearse
from jawda.core.findings import Finding, Refused
from jawda.core.spreadsheets import Limits
from jawda.core.spreadsheets.model import check_size, folded
from jawda.core.statistics.reading import Characteristic as ReadCharacteristic
from jawda.core.statistics.reading import Read, Table, read
from jawda.core.statistics.reading.columns import TableColumn
from jawda.core.statistics.reading.parquet import MAGIC
from jawda.core.statistics.result import Floats
from jawda.foundation.ui.formats import ZONE

LIMITS: Final = Limits(
    bytes=10_000_000, uncompressed_bytes=60_000_000, rows=50_000, columns=200, cells=500_000, characters=20_000_000
)
_PAIR: Final = ("dfd", "dfx")
"""The description, then its values."""
_GUESSED_WIDE: Final = 2
_INDEXES: Final = frozenset(
    {"n", "no", "num", "numero", "id", "piece", "part", "sample", "echantillon", "index", "rang"}
)
#: Headings that name the sample of each value, as :func:`folded` leaves them.
_SAMPLES: Final = frozenset(
    map(folded, ("échantillon", "sous-groupe", "sous groupe", "prélèvement", "sample", "subgroup", "عينة", "العينة"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a person chose: a file, or one that describes and the one with its values (AQDEF: .dfd and .dfx)."""

    name: str
    content: bytes
    companion_name: str = ""
    companion: bytes = b""

    @property
    def shown(self) -> str:
        """The name, or both."""
        return f"{self.name} + {self.companion_name}" if self.companion_name else self.name

    @property
    def sha256(self) -> str:
        """Of all that was sent."""
        return hashlib.sha256(self.content + self.companion).hexdigest()


def paired(files: Sequence[tuple[str, bytes]]) -> Sent | None:
    """One file, or a pair of one name in either order; None for any other number or pair.

    >>> paired([("a.DFX", b"1"), ("a.dfd", b"2")]).shown
    'a.dfd + a.DFX'
    """
    if len(files) == 1:
        return Sent(name=files[0][0], content=files[0][1])
    if len(files) != len(_PAIR):
        return None
    (name, content), (other, values) = sorted(files, key=lambda item: item[0].casefold())
    (stem, _dot, ending), (stem_too, _dot, ending_too) = (each.casefold().rpartition(".") for each in (name, other))
    if (ending, ending_too) != _PAIR or stem != stem_too:
        return None
    return Sent(name=name, content=content, companion_name=other, companion=values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a person says of a file; what is empty is guessed, and shown."""

    values: tuple[str, ...] = ()
    """Columns of values, or the characteristic's index in a file of characteristics."""
    subgroup: str = ""
    inspected: str = ""
    label: str = ""
    moment: str = ""
    decimal: str = ""
    dates: str = ""
    header: int | None = None
    sheet: str = ""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Choices:
        """From JSON."""
        return cls(**{**stored, "values": tuple(stored.get("values", ()))})


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What would be stored, and of what it was made."""

    read: Read
    choices: Choices
    """With what was guessed."""
    columns: tuple[tuple[str, str], ...]
    """(value, words) of every column or characteristic that can be chosen."""
    facts: tuple[SampleFacts, ...] = ()
    missing: int = 0
    """Values that are missing in samples that are kept."""
    dropped: int = 0
    """Samples with too few values left."""
    refused: tuple[Finding, ...] = ()
    other_unit: str = ""
    """The unit of the file, where it is not the characteristic's."""

    @property
    def values(self) -> int:
        """How many values would be stored."""
        return sum(len(item.values) for item in self.facts)


def read_file(sent: Sent, choices: Choices) -> Read:
    """The file, read within bounds. ``Refused`` with the place for what cannot be."""
    check_size(sent.content, file=sent.name, limits=LIMITS)
    if sent.content.startswith(MAGIC):
        rehearse(sent.name, sent.content, LIMITS)
    return read(
        sent.name,
        sent.content,
        companions={sent.companion_name: sent.companion} if sent.companion_name else None,
        decimal=cast("Literal[',', '.'] | None", choices.decimal or None),
        dates=cast("Literal['day', 'month'] | None", choices.dates or None),
        header=choices.header,
        sheet=choices.sheet or None,
        limits=LIMITS,
    )


def plan(row: Characteristic, sent: Sent, choices: Choices) -> Planned:
    """What the file would give. ``Refused`` where it cannot be read at all; a column that does not fit is told."""
    found = read_file(sent, choices)
    if found.table is not None:
        return _of_table(row, found, found.table, choices)
    assert found.characteristics is not None
    return _of_characteristics(row, found, found.characteristics.characteristics, choices)


@dataclass(frozen=True, kw_only=True)
class _Columns:
    """Values by row (rows, values of a sample that stand side by side), and what goes with each row."""

    values: Floats
    groups: NDArray[np.int64] | None = None
    names: Sequence[str] = ()
    labels: Sequence[str] | None = None
    inspected: Floats | None = None
    moments: NDArray[np.datetime64] | None = None


def _of_table(row: Characteristic, found: Read, table: Table, choices: Choices) -> Planned:
    names = choices.values or _guessed(row, table)
    shown = tuple((column.name, _heading(column)) for column in table.columns)
    dated = [column.name for column in table.columns if column.kind == "date"]
    moment_of = choices.moment or (dated[0] if len(dated) == 1 and not choices.values else "")
    grouped_by = choices.subgroup or ("" if choices.values else _guessed_subgroup(row, table, names))
    choices = Choices(**{**_asdict(choices), "moment": moment_of, "subgroup": grouped_by})
    chosen = Choices(**{**_asdict(choices), "values": names})
    if not names:
        return Planned(read=found, choices=chosen, columns=shown)
    try:
        columns = [table.numbers(name) for name in names]
        group = table.labels(choices.subgroup) if choices.subgroup else None
        moment = table.column(choices.moment).moments if choices.moment else None
        data = _Columns(
            values=np.column_stack([column.values for column in columns]),
            groups=None if group is None else group.codes,
            names=() if group is None else group.names,
            labels=table.column(choices.label).cells.texts() if choices.label else None,
            inspected=table.numbers(choices.inspected).values if choices.inspected else None,
            moments=moment,
        )
    except Refused as refused:
        return Planned(read=found, choices=chosen, columns=shown, refused=refused.findings)
    units = {column.unit for column in columns if column.unit}
    return _planned(row, Planned(read=found, choices=chosen, columns=shown), data, units)


def _of_characteristics(
    row: Characteristic, found: Read, known: Sequence[ReadCharacteristic], choices: Choices
) -> Planned:
    shown = tuple((each.index, " ".join(filter(None, (each.name, each.unit)))) for each in known)
    wanted = choices.values[:1] or tuple(each.index for each in known if folded(each.name) == folded(row.name))[:1]
    if not wanted and len(known) == 1:
        wanted = (known[0].index,)
    chosen = Choices(**{**_asdict(choices), "values": wanted})
    each = next((each for each in known if each.index in wanted), None)
    if each is None:
        return Planned(read=found, choices=chosen, columns=shown)
    data = _Columns(values=each.values.values[:, None], moments=each.times)
    units = {each.unit} if each.unit else set()
    return _planned(row, Planned(read=found, choices=chosen, columns=shown), data, units)


def _planned(row: Characteristic, base: Planned, data: _Columns, units: set[str]) -> Planned:
    facts, missing, dropped = [], 0, 0
    least = 2 if row.chart in SUBGROUPED else 1
    for places in _samples(row, data):
        block = data.values[places]
        present = block[~np.isnan(block)]
        if not block.size or len(present) < least or (len(present) < block.size and least == 1):
            dropped += 1
            continue
        missing += block.size - len(present)
        facts.append(_facts(row, data, places, present))
    other = next((unit for unit in sorted(units) if row.unit and folded(unit) != folded(row.unit)), "")
    return Planned(
        read=base.read, choices=base.choices, columns=base.columns, facts=tuple(facts), missing=missing,
        dropped=dropped, other_unit=other,
    )  # fmt: skip


def _samples(row: Characteristic, data: _Columns) -> Iterator[NDArray[np.int64]]:
    """The rows of each sample: those of one label, else each row that has its values side by side, else so many."""
    count = len(data.values)
    if data.groups is not None:
        order = np.argsort(data.groups, kind="stable")
        ends = [0, *(np.flatnonzero(np.diff(data.groups[order])) + 1).tolist(), count]
        for start, end in pairwise(ends):
            yield order[start:end]
        return
    size = row.subgroup_size if row.chart in SUBGROUPED and data.values.shape[1] == 1 else 1
    for start in range(0, count, size):
        yield np.arange(start, min(start + size, count))


def _facts(row: Characteristic, data: _Columns, places: NDArray[np.int64], present: Floats) -> SampleFacts:
    first = int(places[0])
    label = ""
    if data.groups is not None:
        label = data.names[int(data.groups[first])]
    if data.labels is not None:
        label = data.labels[first]
    inspected = None
    if row.chart in WITH_SIZE and data.inspected is not None and not np.isnan(data.inspected[first]):
        inspected = int(min(data.inspected[first], 2_000_000_000))
    return SampleFacts(
        values=tuple(present.tolist()), inspected=inspected, label=label[:80], taken_at=_moment(data.moments, places)
    )


def _moment(moments: NDArray[np.datetime64] | None, places: NDArray[np.int64]) -> datetime | None:
    known = [] if moments is None else [moments[place] for place in places.tolist() if not np.isnat(moments[place])]
    return known[0].astype("datetime64[s]").item().replace(tzinfo=ZONE) if known else None


def _guessed(row: Characteristic, table: Table) -> tuple[str, ...]:
    """The one column that can be meant, or columns that stand side by side; nothing where it must be asked."""
    numeric = [column for column in table.columns if column.kind == "number"]
    if len(numeric) == 1:
        return (numeric[0].name,)
    for fits in (_same_name(row), lambda column: bool(row.unit) and folded(column.unit or "") == folded(row.unit)):
        found = [column.name for column in numeric if fits(column)]
        if len(found) == 1:
            return (found[0],)
    measured = [column for column in numeric if folded(column.name) not in _INDEXES]
    if len(measured) == 1:
        return (measured[0].name,)
    if row.chart in SUBGROUPED and len(measured) == row.subgroup_size >= _GUESSED_WIDE:
        return tuple(column.name for column in measured)
    return ()


def _guessed_subgroup(row: Characteristic, table: Table, values: Sequence[str]) -> str:
    """The one column that says by its heading of which sample each value is, and says so of several together."""
    if row.chart not in SUBGROUPED or len(values) != 1:
        return ""
    named = [each.name for each in table.columns if each.name not in values and folded(each.name) in _SAMPLES]
    if len(named) != 1:
        return ""
    try:
        codes = table.labels(named[0]).codes
    except Refused:  # a cell without a name: nothing can be guessed from it
        return ""
    return named[0] if len(np.unique(codes)) < len(codes) else ""


def _same_name(row: Characteristic) -> Any:
    wanted = folded(row.name)
    return lambda column: folded(column.name.partition("(")[0]) == wanted


def _heading(column: TableColumn) -> str:
    unit = f" ({column.unit})" if column.unit and column.unit not in column.name else ""
    return f"{column.name}{unit}"


def _asdict(choices: Choices) -> dict[str, Any]:
    return {name: getattr(choices, name) for name in Choices.__slots__}
