"""Events that programs may be told of: a room says which there are, and of what facts each consists.

What is sent holds ids, states, numbers and moments, and no words that a person wrote: whoever receives it asks the
programming interface for the rest, with a token that says what it may read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

Value: TypeAlias = UUID | str | int | float | date | datetime | None
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9_.:-]{0,199}")

ID: Final = {"type": "string", "format": "uuid"}
DAY: Final = {"type": "string", "format": "date"}
CODE: Final = {"type": "string"}
TEST: Final = "webhook.test"


class UnknownEvent(LookupError):
    """No room registered this event."""


class NotAFact(ValueError):
    """What was to be sent is not what the event declares, or could hold a person's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """``label`` names it on the page; ``words`` and ``data``, JSON Schemas by name, say in the description of the
    interface what is sent. ``route``: the operation that gives more, or nothing where there is none."""

    name: str
    label: Any
    words: str
    data: Mapping[str, Mapping[str, Any]]
    route: str = ""


_events: Final[dict[str, Event]] = {}


def register_event(event: Event) -> None:
    """Called once, when a room is ready."""
    _events[event.name] = event


def event_named(name: str) -> Event:
    """``UnknownEvent`` where there is none."""
    try:
        return _events[name]
    except KeyError:
        raise UnknownEvent(name) from None


def events() -> tuple[Event, ...]:
    """In the order of registration."""
    return tuple(_events.values())


def facts(event: Event, data: Mapping[str, Value]) -> dict[str, Any]:
    """As JSON carries them. ``NotAFact`` for a name too many or too few, or a text that is no code."""
    if set(data) != set(event.data):
        raise NotAFact(f"{event.name}: {sorted(set(data) ^ set(event.data))}")
    return {name: _plain(name, value) for name, value in data.items()}


def _plain(name: str, value: Value) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):  # a moment is a date, too
        return value.isoformat()
    if isinstance(value, str) and not _CODE.fullmatch(value):
        raise NotAFact(name)
    return value
