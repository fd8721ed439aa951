"""What a set of typed tables is called, and what it holds, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from django.utils.translation import gettext_lazy

from jawda.apps.product_quality.sampling_plans.asked import SEVERITY_LABELS
from jawda.core.statistics.acceptance_sampling import EDITIONS, VARIABLES_EDITIONS
from jawda.core.statistics.acceptance_sampling.supplied_tables import HeldTable

#: The kind of plans, and the inspections for which they are held.
Group: TypeAlias = tuple[str, list[str]]

_LABELS: Final = {
    "single": gettext_lazy("Single plans"),
    "double": gettext_lazy("Double plans"),
    "multiple": gettext_lazy("Multiple plans"),
    "unknown": gettext_lazy("Plans by variables, s"),
    "known": gettext_lazy("Plans by variables, σ"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A table of a preview; ``before``: one stood in its place, ``gone``: it stands, and the file has none."""

    label: str
    severity: str
    plans: int
    before: bool = False
    gone: bool = False


def edition_title(name: str) -> str:
    """A standard as one cites it; the name itself where it is not known any more.

    >>> edition_title("iso-3951-1-2022"), edition_title("mil-std-105e")
    ('ISO 3951-1:2022', 'MIL-STD-105 E, 1989')
    """
    for known in (EDITIONS, VARIABLES_EDITIONS):
        for key, one in known.items():
            if key == name:
                return str(one.title)
    return name


def groups(held: Iterable[HeldTable]) -> list[Group]:
    """The inspections under each kind of plan, in their usual order."""
    found: dict[str, list[str]] = {}
    for one in held:
        found.setdefault(label_of(one), []).append(str(SEVERITY_LABELS[one.severity]))
    return list(found.items())


def asked_for(edition: str) -> list[str]:
    """The kinds of plans that the form of an edition asks for because they are not carried.

    >>> len(asked_for("iso-2859-1-1999")), len(asked_for("iso-2859-1-2026")), len(asked_for("iso-3951-1-2013"))
    (2, 3, 2)
    """
    known = next((one for name, one in EDITIONS.items() if name == edition), None)
    kinds: tuple[str, ...] = ("unknown", "known")
    if known is not None:
        absent = {kind for kind, _severity in known.absent}
        kinds = tuple(kind for kind in ("single", "double", "multiple") if known.tables is None or kind in absent)
    return [str(_LABELS[kind]) for kind in kinds]


def table_rows(held: Sequence[HeldTable], stood: Sequence[HeldTable]) -> list[TableRow]:
    """What a file would keep, then what would go."""
    known, coming = {_key(one) for one in stood}, {_key(one) for one in held}
    rows = [_row(one, before=_key(one) in known) for one in held]
    return [*rows, *(_row(one, gone=True) for one in stood if _key(one) not in coming)]


def label_of(one: HeldTable) -> str:
    """The kind of its plans."""
    return str(_LABELS[one.kind or one.sigma or "single"])


def _row(one: HeldTable, *, before: bool = False, gone: bool = False) -> TableRow:
    severity = str(SEVERITY_LABELS[one.severity])
    return TableRow(label=label_of(one), severity=severity, plans=one.plans, before=before, gone=gone)


def _key(one: HeldTable) -> tuple[str, ...]:
    return (one.kind or "", one.sigma or "", one.severity)
