"""What was looked at and what came of it: a finding that also says when all is well."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from jawda.core.findings.model import Argument, Finding, Level, Place
from jawda.core.findings.words import words
from jawda.core.languages import LANGUAGES, Language


class Status(StrEnum):
    """What a check came to."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at: an entry of the catalogue of findings, what came of it and the figure behind it.

    >>> check = Check(id="samples.few_values", status=Status.WARN, statistic=12, arguments={"count": 12, "enough": 100})
    >>> check.sentence("en")
    'Only 12 values; at least 100 give a reliable result.'
    """

    id: str
    status: Status
    statistic: float | None = None
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    path: str | None = None
    """Where in a structured document, as :attr:`Place.path`."""

    @property
    def finding(self) -> Finding:
        """The same as a finding of the house."""
        level = {Status.OK: Level.NOTE, Status.WARN: Level.WARNING, Status.FAIL: Level.ERROR}[self.status]
        return Finding(id=self.id, level=level, place=Place(path=self.path), arguments=self.arguments)

    def sentence(self, language: Language) -> str:
        """The sentence in a language; ``KeyError`` where the catalogue has none."""
        return words(self.finding, language)

    def to_dict(self) -> dict[str, Any]:
        """``id``, ``status``, ``statistic``, ``arguments``, ``sentences`` by language; ``path`` where there is one."""
        found = {
            "id": self.id,
            "status": self.status.value,
            "statistic": _plain(self.statistic),
            "arguments": {name: _plain(value) for name, value in self.arguments.items()},
            "sentences": {language: self.sentence(language) for language in LANGUAGES},
        }
        return found if self.path is None else found | {"path": self.path}


def _plain(value: Any) -> Any:
    """As JSON holds it: what a computation gives becomes a plain number, one that is not finite null."""
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and not math.isfinite(value) else value
