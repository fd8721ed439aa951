"""A characteristic in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawda.apps.product_quality.characteristics.queries import Listed
from jawda.apps.product_quality.enums import CharacteristicState
from jawda.core.languages import Language
from jawda.foundation.ui.formats import NO_BREAK, NOTHING, number
from jawda.foundation.ui.marks import Mark

MARKS: Final[dict[str, Mark]] = {
    CharacteristicState.ALERT: Mark.DOES_NOT,
    CharacteristicState.OPEN: Mark.TO_REVIEW,
    CharacteristicState.UNSTABLE: Mark.OVERDUE,
    CharacteristicState.NOT_CAPABLE: Mark.PARTLY,
    CharacteristicState.STABLE: Mark.CONFORMS,
    CharacteristicState.NO_CHART: Mark.TO_DO,
}


class Specified(Protocol):
    """A row of the table, or what a person or a file says of one."""

    @property
    def lower(self) -> float | None: ...
    @property
    def upper(self) -> float | None: ...
    @property
    def unit(self) -> str: ...


def specification(row: Specified, language: Language) -> str:
    """Both limits, or the one there is, as they were typed, with their unit.

    >>> from jawda.apps.product_quality.characteristics.facts import Facts
    >>> specification(Facts(name="Effort", lower=80.0, unit="N"), "fr") == "≥\\u00a080\\u00a0N"
    True
    >>> specification(Facts(name="pH", lower=5.25, upper=6.0), "en")
    '5.25\xa0–\xa06'
    """
    lower, upper = row.lower, row.upper
    if lower is None and upper is None:
        return NOTHING
    if lower is None:
        said = f"≤{NO_BREAK}{number(upper, language, None)}"
    elif upper is None:
        said = f"≥{NO_BREAK}{number(lower, language, None)}"
    else:
        said = f"{number(lower, language, None)}{NO_BREAK}–{NO_BREAK}{number(upper, language, None)}"
    return quantity(said, row.unit)


def quantity(said: str, unit: str) -> str:
    """A number, or several, with the unit that never leaves it."""
    return f"{said}{NO_BREAK}{unit}" if unit else said


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A characteristic of the list as it is shown."""

    item: Listed
    mark: Mark
    label: str
    detail: str
    """Which sample signals, or how many do."""
    index: str
    index_mark: Mark | None
    specification: str


def lines(rows: Iterable[Listed], language: Language) -> list[Line]:
    """With the words and the shape of where each stands."""
    return [
        Line(
            item=item, mark=MARKS[item.verdict.state] if item.verdict else Mark.IN_PROGRESS, label=state_words(item),
            detail=_detail(item, language), index=_index(item, language), index_mark=_index_mark(item),
            specification=specification(item.row, language),
        )
        for item in rows
    ]  # fmt: skip


def state_words(item: Listed) -> str:
    """Where it stands; that nobody knows yet where it was not judged."""
    return str(CharacteristicState(item.verdict.state).label) if item.verdict else _("Being judged")


def index_name(item: Listed) -> str:
    """Cpk of a stable process, Ppk of another; nothing where there is none."""
    if item.verdict is None or item.verdict.index is None:
        return ""
    return "Cpk" if item.verdict.is_capability else "Ppk"


def _detail(item: Listed, language: Language) -> str:
    verdict = item.verdict
    if verdict is None:
        return ""
    if item.is_old:
        return _("changed since; being judged again")
    if verdict.state == CharacteristicState.ALERT:
        return _("sample %(point)s signals") % {"point": number(verdict.last_signal, language)}
    if verdict.state == CharacteristicState.OPEN:
        said = ngettext("%(count)s signal, the last at sample %(point)s",
                        "%(count)s signals, the last at sample %(point)s", verdict.signals)  # fmt: skip
        return said % {"count": number(verdict.signals, language), "point": number(verdict.last_signal, language)}
    return ""


def _index(item: Listed, language: Language) -> str:
    name = index_name(item)
    return f"{name}{NO_BREAK}{number(item.verdict.index, language, 2)}" if name and item.verdict else NOTHING


def _index_mark(item: Listed) -> Mark | None:
    if item.verdict is None or item.verdict.is_enough is None:
        return None
    return Mark.CONFORMS if item.verdict.is_enough else Mark.DOES_NOT


@dataclass(frozen=True, slots=True)
class Counted:
    """How many characteristics stand so."""

    state: str
    label: str
    count: int
    mark: Mark


def counted(counts: Mapping[str, int]) -> list[Counted]:
    """What there is any of, what wants a look first."""
    return [
        Counted(state, str(CharacteristicState(state).label), counts[state], MARKS[state])
        for state in CharacteristicState.values
        if counts[state]
    ]


def conclusion(counts: Mapping[str, int], language: Language) -> str:
    """The list in one sentence; nothing where nothing is measured."""
    alert, others = counts[CharacteristicState.ALERT], counts[CharacteristicState.OPEN]
    if alert:
        said = ngettext("%(count)s characteristic is in alert: its last sample signals.",
                        "%(count)s characteristics are in alert: their last samples signal.", alert)  # fmt: skip
        return said % {"count": number(alert, language)}
    if others:
        said = ngettext("No last sample signals; %(count)s characteristic has a signal without explanation.",
                        "No last sample signals; %(count)s characteristics have signals without explanation.",
                        others)  # fmt: skip
        return said % {"count": number(others, language)}
    return _("No sample signals without an explanation.") if any(counts.values()) else ""
