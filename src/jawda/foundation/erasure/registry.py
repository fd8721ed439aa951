"""What rooms register: how what they hold about a person goes, and what must be settled before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Subject:
    """Who goes: by the bare id, and by the addresses and the name that are to be found."""

    person_id: UUID
    emails: tuple[str, ...]
    name: str
    language: str


Eraser: TypeAlias = Callable[[Subject], Mapping[str, int]]
"""Deletes the person's rows, or takes the name out of those that stay; how many, by table."""
Hold: TypeAlias = Callable[[UUID], list[str]]
"""Names of organisations in which something must be settled before the person goes."""

_in_organisations: Final[list[Eraser]] = []
_of_persons: Final[list[Eraser]] = []
_holds: Final[list[Hold]] = []


def register_eraser(eraser: Eraser) -> None:
    """Called for each organisation, which then acts, and for no person."""
    if eraser not in _in_organisations:
        _in_organisations.append(eraser)


def register_personal_eraser(eraser: Eraser) -> None:
    """Called once, while the person acts: for what belongs to no organisation."""
    if eraser not in _of_persons:
        _of_persons.append(eraser)


def register_hold(hold: Hold) -> None:
    """Called while the person acts."""
    if hold not in _holds:
        _holds.append(hold)


def erasers() -> tuple[Eraser, ...]:
    """Those for organisations."""
    return tuple(_in_organisations)


def personal_erasers() -> tuple[Eraser, ...]:
    """Those for the person."""
    return tuple(_of_persons)


def holds(person_id: UUID) -> list[str]:
    """What must be settled before this person goes, while they act."""
    return [name for hold in _holds for name in hold(person_id)]
