"""Findings as frozen records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Argument: TypeAlias = str | int | float


class Level(StrEnum):
    """How much a finding weighs: an error refuses the input, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where: every part is optional, and rows and lines count from 1 as people count them."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    line: int | None = None
    path: str | None = None
    """A place inside a structured document, such as ``requirements[3].title.ar``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong or worth saying.

    ``id`` is ``<subject>.<name>`` and names an entry of ``catalogue/<subject>.yaml``.
    """

    id: str
    level: Level = Level.ERROR
    place: Place = Place()
    arguments: Mapping[str, Argument] = field(default_factory=dict)


class Refused(Exception):
    """Input that cannot be accepted; carries every finding, so that a person mends them in one go."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__("; ".join(finding.id for finding in self.findings))
