"""One answer, the company's profile, and what it aims for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Profile: TypeAlias = Mapping[str, str]
"""The value chosen for each profile question, by the question's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a company says of one requirement. ``level`` is the code of a level of the referential's scale.

    >>> Answer(requirement="pp-1", level="3").answered, Answer(requirement="pp-1", note="to see").answered
    (True, False)
    >>> Answer(requirement="pp-1", not_applicable=True).answered  # without a reason, nothing is said
    False
    """

    requirement: str
    level: str | None = None
    not_applicable: bool = False
    reason: str = ""
    """Why it does not apply."""
    note: str = ""
    evidence: str = ""

    @property
    def answered(self) -> bool:
        """There is a level, or it does not apply for a stated reason."""
        return self.level is not None or (self.not_applicable and bool(self.reason.strip()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What the company aims for, on 0-100: for the whole, and for chapters by their id.

    ``ValueError`` for a figure outside 0-100.

    >>> aim = Target(whole=80, chapters={"iso-8": 85})
    >>> aim.for_chapter("iso-8"), aim.for_chapter("iso-9"), Target().for_chapter("iso-9")
    (85, 80, None)
    """

    whole: float | None = None
    chapters: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for value in (self.whole, *self.chapters.values()):
            if value is not None and not 0 <= value <= 100:
                raise ValueError(f"a target is between 0 and 100, not {value}")

    def for_chapter(self, chapter: str) -> float | None:
        """The chapter's own figure, else the whole's, else ``None``."""
        return self.chapters.get(chapter, self.whole)
