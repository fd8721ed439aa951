"""What rooms declare of their tables: a rule by which rows go, or a written reason why none does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from django.db.models import Model, Q, QuerySet

Due: TypeAlias = Callable[[datetime], QuerySet[Any]]
"""Rows of the acting organisation that have stood long enough."""
Remove: TypeAlias = Callable[[list[Any]], Mapping[str, int]]
"""Deletes these rows of the acting organisation and what goes with them; how many, by table."""
Warn: TypeAlias = Callable[[datetime], int]
"""Tells the acting organisation of a bounded number of rows that are going to go; of how many, 0 when all are told."""


def _delete(rows: list[Model]) -> Mapping[str, int]:
    model = type(rows[0])
    _, by_table = model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
    return by_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Rows of an organisation that go after a time. ``tables``: the one that ``due`` reads, then what goes with it.

    ``activity`` is the number in docs/register-of-processing.md; ``keeps`` says the time in a few English words.
    """

    name: str
    activity: int
    tables: tuple[str, ...]
    keeps: str
    due: Due
    remove: Remove = _delete
    warn: Warn | None = None


_rules: Final[dict[str, Rule]] = {}
_reasons: Final[dict[str, str]] = {}


def register_rule(rule: Rule) -> None:
    """Called once, when a room is ready. ``name`` begins with the room's."""
    _rules[rule.name] = rule


def register_reasons(reasons: Mapping[str, str]) -> None:
    """Tables by label that no rule of the job reaches, each with what ends its rows instead, or why they stay."""
    _reasons.update(reasons)


def rules() -> tuple[Rule, ...]:
    """In the order of their names."""
    return tuple(_rules[name] for name in sorted(_rules))


def reasons() -> Mapping[str, str]:
    """By table."""
    return dict(sorted(_reasons.items()))


def years_before(moment: datetime, years: int) -> datetime:
    """The same day and time so many years earlier; from 29 February, the 28th where the year has none."""
    try:
        return moment.replace(year=moment.year - years)
    except ValueError:
        return moment.replace(year=moment.year - years, day=28)


def ended_before(moment: datetime) -> Q:
    """Rows that were revoked before that moment, or whose last day lies before its day."""
    return Q(revoked_at__lt=moment) | Q(ends_on__lt=moment.date())


def added(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Counts by table, summed, without the tables of which nothing went."""
    total: dict[str, int] = {}
    for one in counts:
        for label, number in one.items():
            total[label] = total.get(label, 0) + number
    return {label: number for label, number in sorted(total.items()) if number}
