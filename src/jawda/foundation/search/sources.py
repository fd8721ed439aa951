"""What rooms register: the kinds of things that are found, and the places one can go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from jawda.core.languages import Text
from jawda.foundation.tenancy.routes import Access, Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something to be found. ``title`` and ``detail`` are a text, or the same words in every language.

    ``more`` is what else one might type; it is not shown. ``arguments`` are the route's, without the handle;
    ``suffix`` is a query or a fragment behind them, escaped.
    """

    subject: str
    title: str | Text
    route: str
    detail: str | Text = ""
    more: tuple[str, ...] = ()
    arguments: Mapping[str, str] = field(default_factory=dict)
    suffix: str = ""
    fictitious: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A kind of thing: its heading in a list of results, and whose it is.

    ``may_see`` decides for things of the acting organisation; None for what everyone sees. ``all`` gives every one of
    the acting organisation (for None: what it published), to make the index anew.
    """

    name: str
    label: Any
    """Translated when it is shown."""
    may_see: Permission | None
    all: Callable[[], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Go:
    """A page or an act one can go to by its name."""

    label: str
    url: str
    more: str = ""


Places = Callable[[Access | None, bool], Iterable[Go]]
"""Where someone can go who has this access, and is signed in or not."""

_sources: Final[dict[str, Source]] = {}
_places: Final[list[Places]] = []


def register_source(source: Source) -> None:
    """A room says that its things are found; results stand in the order of registration."""
    _sources[source.name] = source


def register_places(places: Places) -> None:
    """Who knows the menus says where one can go."""
    if places not in _places:
        _places.append(places)


def sources() -> tuple[Source, ...]:
    """In the order of registration."""
    return tuple(_sources.values())


def places(access: Access | None, signed_in: bool) -> tuple[Go, ...]:
    """Everywhere this person can go."""
    return tuple(place for give in _places for place in give(access, signed_in))
