"""Values taken out of a form's mappings, and what is wrong with them."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, TypeVar

from jawda.core.findings import Finding, Place
from jawda.core.findings.model import Argument
from jawda.core.languages import LANGUAGES, Language, Text

T = TypeVar("T", str, float, bool)

_EXPECTED: Final[Mapping[type, str]] = {
    str: "“…”", bool: "true, false", float: "1.5", list: "[…, …]", dict: "{…: …}", date: "2026-11-24",
}  # fmt: skip
_PLAIN: Final = (str, int, bool)


class FormReader:
    """Takes values out of mappings; ``place`` turns a path into a place, ``written`` gives a scalar's own text."""

    def __init__(
        self, languages: tuple[Language, ...], place: Callable[[str], Place], written: Mapping[str, str]
    ) -> None:
        self.languages = languages
        self.place = place
        self.written = written
        self.findings: list[Finding] = []
        self._told: set[str] = set()

    def told(self, path: str) -> bool:
        """Whether something is wrong here already, or with what this lies in."""
        above = path
        while above and above not in self._told:
            above = above.rpartition("[")[0] if above.endswith("]") else above.rpartition(".")[0]
        return bool(above)

    def fault(self, name: str, path: str, **arguments: Argument) -> None:
        """Note an error, the first one for each place: what follows from it would only hide it."""
        if self.told(path):
            return
        self._told.add(path)
        self.findings.append(Finding(id=f"referentials.{name}", place=self.place(path), arguments=arguments))

    def wrong(self, path: str, expected: str) -> None:
        """Note a value that is not of the expected kind."""
        self.fault("wrong_type", path, expected=expected)

    def known_keys(self, value: Mapping[str, Any], allowed: Sequence[str], path: str) -> None:
        """Note every key that the form does not have, with the nearest that it has."""
        for key in value:
            if key not in allowed:
                near = difflib.get_close_matches(str(key), allowed, n=1)
                self.fault("unknown_key", join(path, key), expected=near[0] if near else ", ".join(allowed))

    def get(self, value: Mapping[str, Any], key: str, kind: type[T], path: str, default: T) -> T:
        """A text, number or truth value; ``default`` where there is none or it is wrong."""
        here = join(path, key)
        found = self._as(value.get(key), kind, here)
        if found is None:
            return default
        if not isinstance(found, kind):
            self.wrong(here, _EXPECTED[kind])
            return default
        return found

    def _as(self, found: Any, kind: type, path: str) -> Any:
        """The value, with the losses of YAML's guessing undone where a text or a number is wanted."""
        if kind is str and found is not None and not isinstance(found, str):
            return self.written.get(path, found)
        if kind is float and isinstance(found, int) and not isinstance(found, bool):
            found = float(found) if abs(found) < 1e15 else math.inf
        if isinstance(found, float) and not math.isfinite(found):
            return ()
        return found

    def required(self, value: Mapping[str, Any], key: str, path: str) -> str:
        """A text that must be there."""
        found = self.get(value, key, str, path, "")
        if not found:
            self.fault("missing", join(path, key), key=key)
        return found

    def one_of(self, value: Mapping[str, Any], key: str, path: str, allowed: Mapping[str, Any], default: str) -> Any:
        """What stands in ``allowed`` for the text found."""
        found = self.get(value, key, str, path, default)
        if found not in allowed:
            self.wrong(join(path, key), ", ".join(allowed))
            return allowed[default]
        return allowed[found]

    def day(self, value: Mapping[str, Any], key: str) -> date | None:
        """A date."""
        found = value.get(key)
        if found is None or (isinstance(found, date) and not isinstance(found, datetime)):
            return found
        self.wrong(key, _EXPECTED[date])
        return None

    def text(self, value: Mapping[str, Any], key: str, path: str, *, needed: bool = False) -> Text:
        """A text in every declared language and no other."""
        here = join(path, key)
        found = value.get(key)
        if found is None:
            if needed:
                self.fault("missing", here, key=key)
            return Text()
        if not isinstance(found, dict):
            self.wrong(here, _languages(self.languages))
            return Text()
        return self._texts(found, self.languages, here)

    def words(self, value: Mapping[str, Any], key: str, path: str) -> Text:
        """A text in whichever of the languages it names; plain words are in the first of them."""
        here = join(path, key)
        found = self._as(value.get(key), str, here)
        if found is None:
            return Text()
        if isinstance(found, str):
            return Text.of({self.languages[0]: found}) if found.strip() else Text()
        if not isinstance(found, dict) or not found:
            self.wrong(here, f"{_EXPECTED[str]}, {_languages(self.languages)}")
            return Text()
        return self._texts(found, tuple(language for language in self.languages if language in found), here)

    def _texts(self, found: Mapping[Any, Any], languages: Sequence[Language], here: str) -> Text:
        """The text in all of these languages, and in no other."""
        texts: dict[str, str] = {}
        for language in found:
            if language not in LANGUAGES:
                self.known_keys({language: None}, self.languages, here)
            elif language not in languages:
                self.fault("undeclared_language", join(here, language), language=language)
            else:
                texts[language] = self.get(found, language, str, here, "")
        for language in languages:
            if not texts.get(language, "").strip():
                self.fault("missing_language", join(here, language), language=language)
        return Text.of(texts)

    def mapping(self, value: Mapping[str, Any], key: str, path: str) -> dict[str, Any]:
        """A mapping, empty where there is none."""
        found = value.get(key)
        if found is None or isinstance(found, dict):
            return found or {}
        self.wrong(join(path, key), _EXPECTED[dict])
        return {}

    def items(self, value: Mapping[str, Any], key: str, path: str) -> list[tuple[str, dict[str, Any]]]:
        """The mappings of a list, each with its path; an empty one stands for what is none, so that numbers hold."""
        result = []
        for here, item in self._list(value, key, path):
            if not isinstance(item, dict):
                self.wrong(here, _EXPECTED[dict])
            result.append((here, item if isinstance(item, dict) else {}))
        return result

    def strings(self, value: Mapping[str, Any], key: str, path: str) -> tuple[str, ...]:
        """The texts of a list."""
        result = []
        for here, item in self._list(value, key, path):
            found = self._as(item, str, here)
            if isinstance(found, str) and found:
                result.append(found)
            else:
                self.wrong(here, _EXPECTED[str])
        return tuple(result)

    def _list(self, value: Mapping[str, Any], key: str, path: str) -> list[tuple[str, Any]]:
        here = join(path, key)
        found = value.get(key)
        if found is None or isinstance(found, list):
            return [(f"{here}[{number}]", item) for number, item in enumerate(found or (), 1)]
        self.wrong(here, _EXPECTED[list])
        return []

    def foreign(self, value: Mapping[str, Any], path: str) -> dict[str, Any]:
        """Members kept as they are, in the values that JSON has: a date is the text that was written."""
        found = self.mapping(value, "foreign", path)
        return {key: self._plain(item, join(join(path, "foreign"), key)) for key, item in found.items()}

    def _plain(self, value: Any, path: str) -> Any:
        if isinstance(value, dict):
            return {key: self._plain(item, join(path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [self._plain(item, f"{path}[{number}]") for number, item in enumerate(value, 1)]
        if value is None or isinstance(value, _PLAIN):
            return value
        if isinstance(value, float):
            if not math.isfinite(value):
                self.fault("bad_value", path)
            return value
        return self.written.get(path, str(value))


def join(path: str, key: str) -> str:
    """A key below a path."""
    return f"{path}.{key}" if path else key


def _languages(languages: Sequence[Language]) -> str:
    return "{" + ", ".join(f"{language}: …" for language in languages) + "}"
