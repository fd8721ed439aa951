"""The members of a document, each asked for once: what is missing, unknown or wrong is refused by its path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeVar

from jawda.core.credentials.json_text import Json
from jawda.core.credentials.moments import day, moment
from jawda.core.credentials.refusing import refuse
from jawda.core.languages import LANGUAGES, Text

_MOST_CHARACTERS: Final = 500
_MOST_ITEMS: Final = 20_000

Choice = TypeVar("Choice", bound=StrEnum)
Item = TypeVar("Item")


@dataclass
class Fields:
    """A JSON object being read; :meth:`end` refuses what nobody asked for.

    >>> fields = Fields({"name": "x", "since": "2026-01-01"})
    >>> fields.text("name"), fields.day("since"), fields.end()
    ('x', datetime.date(2026, 1, 1), None)
    """

    value: Json
    path: str = ""
    _asked: set[str] = field(default_factory=set)

    def _members(self) -> dict[str, Json]:
        if not isinstance(self.value, dict):
            raise refuse("field_object", path=self.path or None)
        return self.value

    def place(self, name: str) -> str:
        """Where a member stands."""
        return f"{self.path}.{name}" if self.path else name

    def get(self, name: str) -> Json:
        """The member as it is, None where it is not there."""
        self._asked.add(name)
        return self._members().get(name)

    def text(self, name: str) -> str:
        """A text that is not empty."""
        found = self.get(name)
        if not isinstance(found, str) or not found.strip() or len(found) > _MOST_CHARACTERS:
            raise refuse("field_text", path=self.place(name), most=_MOST_CHARACTERS)
        return found

    def optional_text(self, name: str) -> str | None:
        """As :meth:`text`; None where the member is not there."""
        return None if self.get(name) is None else self.text(name)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; none where the member is not there."""
        return tuple(self.items(name, lambda fields: fields.whole_text(), required=False))

    def whole_text(self) -> str:
        """What is being read, where it is a text itself."""
        if not isinstance(self.value, str) or not self.value.strip() or len(self.value) > _MOST_CHARACTERS:
            raise refuse("field_text", path=self.path, most=_MOST_CHARACTERS)
        return self.value

    def names(self, name: str) -> Text:
        """A name in French, Arabic and English, or some of them."""
        inner = Fields(self.get(name), self.place(name))
        found = Text(**{language: inner.optional_text(language) for language in LANGUAGES})
        inner.end()
        if not found:
            raise refuse("field_text", path=self.place(name), most=_MOST_CHARACTERS)
        return found

    def choice(self, name: str, kinds: type[Choice]) -> Choice:
        """One of the values of an enumeration."""
        found = self.get(name)
        if not isinstance(found, str) or found not in tuple(kinds):
            raise refuse("field_choice", path=self.place(name), choices=", ".join(kinds))
        return kinds(found)

    def day(self, name: str) -> date:
        """A date, as ``2026-01-31``."""
        found = day(self.get(name))
        if found is None:
            raise refuse("field_day", path=self.place(name))
        return found

    def optional_day(self, name: str) -> date | None:
        """As :meth:`day`; None where the member is not there."""
        return None if self.get(name) is None else self.day(name)

    def window(self, since: str = "since", until: str = "until") -> tuple[date, date | None]:
        """From a day on, to the end of another or without end."""
        begin, end = self.day(since), self.optional_day(until)
        if end is not None and end < begin:
            raise refuse("field_window", path=self.place(until))
        return begin, end

    def moment(self, name: str) -> datetime:
        """A moment with its offset."""
        return moment(self.get(name), path=self.place(name))

    def optional_moment(self, name: str) -> datetime | None:
        """As :meth:`moment`; None where the member is not there."""
        return None if self.get(name) is None else self.moment(name)

    def whole(self, name: str, least: int = 0) -> int:
        """A whole number."""
        found = self.get(name)
        if not isinstance(found, int) or isinstance(found, bool) or found < least:
            raise refuse("field_number", path=self.place(name))
        return found

    def number(self, name: str) -> float:
        """A number."""
        found = self.get(name)
        if not isinstance(found, int | float) or isinstance(found, bool):
            raise refuse("field_number", path=self.place(name))
        return float(found)

    def items(self, name: str, read: Callable[[Fields], Item], *, required: bool = True) -> Iterator[Item]:
        """Each element of a list, read by ``read`` and then asked whether it holds more."""
        found = self.get(name)
        if found is None and not required:
            return
        if not isinstance(found, list) or len(found) > _MOST_ITEMS:
            raise refuse("field_list", path=self.place(name), most=_MOST_ITEMS)
        for number, item in enumerate(found):
            inner = Fields(item, f"{self.place(name)}[{number}]")
            yield read(inner)
            inner.end()

    def end(self) -> None:
        """Refuse a member that nobody asked for: it would be signed, and mean nothing to anyone."""
        if isinstance(self.value, dict):
            for name in sorted(self.value.keys() - self._asked):
                raise refuse("field_unknown", path=self.place(name[:60]), name=name[:60])


def without_none(members: dict[str, Json]) -> dict[str, Json]:
    """What is said only: a member that is None or an empty list is left out.

    >>> without_none({"a": 1, "b": None, "c": []})
    {'a': 1}
    """
    return {name: value for name, value in members.items() if value is not None and value != []}


def holds_on(day: date, since: date, until: date | None) -> bool:
    """Whether a day lies in a window whose last day counts.

    >>> holds_on(date(2025, 12, 31), date(2024, 1, 1), date(2025, 12, 31))
    True
    """
    return since <= day and (until is None or day <= until)
