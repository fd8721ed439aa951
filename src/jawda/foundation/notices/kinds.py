"""Kinds of notice: a room says which there are, in which words, and how one is told unless one chose otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from jawda.foundation.notices.models import Channel

Words: TypeAlias = Callable[[Mapping[str, Any]], str]
"""One sentence, in the language that is active, from the notice's facts."""


class UnknownKind(LookupError):
    """No room registered this kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """``label`` names it among the preferences, translated when it is shown; ``words`` say one notice."""

    name: str
    label: Any
    words: Words
    channel: Channel = Channel.DIGEST


_kinds: Final[dict[str, Kind]] = {}


def register_kind(kind: Kind) -> None:
    """Called once, when a room is ready. ``name`` begins with the room's."""
    _kinds[kind.name] = kind


def kind_named(name: str) -> Kind:
    """``UnknownKind`` where there is none."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(name) from None


def kinds() -> tuple[Kind, ...]:
    """In the order of registration."""
    return tuple(_kinds.values())


def words_of(name: str, facts: Mapping[str, Any]) -> str | None:
    """The sentence; None for a kind, or facts, of another version of the platform."""
    kind = _kinds.get(name)
    if kind is None:
        return None
    try:
        return kind.words(facts)
    except (KeyError, TypeError, ValueError):
        return None
