"""What a list says of an assessment: kept with the row when it closes, so that lists do not read closed answers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from jawda.core.assessment import Code, Manner, Result, Verdict
from jawda.core.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Progress, verdict and score."""

    answered: int
    assessable: int
    to_review: int
    """Answers that somebody is to look at again."""
    score: float | None
    code: Code
    manner: Manner

    @classmethod
    def of(cls, result: Result, *, to_review: int) -> Summary:
        """That of a result."""
        return cls(
            answered=result.whole.answered,
            assessable=result.whole.assessable,
            to_review=to_review,
            score=result.whole.score,
            code=result.verdict.code,
            manner=result.verdict.manner,
        )

    @classmethod
    def kept(cls, stored: dict[str, Any] | None) -> Summary | None:
        """As it was kept; None where there is none, or one of another shape by an older version."""
        if not stored or set(stored) != {"answered", "assessable", "to_review", "score", "code", "manner"}:
            return None
        return cls(**{**stored, "code": Code(stored["code"]), "manner": Manner(stored["manner"])})

    def stored(self) -> dict[str, Any]:
        """As it is kept: of codes and numbers, in no language."""
        return {**asdict(self), "code": str(self.code), "manner": str(self.manner)}

    def title(self, language: Language) -> str:
        """The verdict as a title."""
        return Verdict.title_of(self.code, self.manner, language)
