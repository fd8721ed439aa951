"""The verdict in words. Knock-outs decide first; no mean is looked at, so none can hide them.

A certifiable referential gives a *readiness verdict*. At stage 1 the certification body evaluates whether internal
audits and management reviews are planned and performed, and whether the system is far enough for stage 2
(ISO/IEC 17021-1:2015, 9.3.1.2.2); stage 2 then evaluates what is put into practice (9.3.1.3). Other conformity
referentials give a *coverage verdict*, and maturity referentials tell which level is reached, by the weakest of the
basics and not by a mean (in ISO 9004:2018, annex A, a level counts only where those below it are reached).

A self-assessor finds gaps; grading nonconformities is an auditor's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from jawda.core.assessment.model import Answer
from jawda.core.assessment.threshold import level_from, met_from
from jawda.core.findings import Finding, Level, words
from jawda.core.languages import Language
from jawda.core.referentials.model import Referential, Requirement, Scale, ScaleKind, ScaleLevel

HIGH_CONSEQUENCE = 3


class Code(StrEnum):
    """What is concluded. A conclusion other than the first and ``undetermined`` stands whatever is answered next."""

    NOT_STARTED = "not_started"
    NOT_READY = "not_ready"
    """A knock-out is open."""
    IMPORTANT_GAPS = "important_gaps"
    """Every knock-out is met; gaps of high consequence remain."""
    UNDETERMINED = "undetermined"
    """Nothing that was answered decides, and what is not answered may."""
    READY_WITH_GAPS = "ready_with_gaps"
    """All is answered; only gaps of low or medium consequence remain."""
    READY = "ready"


class Manner(StrEnum):
    """In which words a verdict is said; they are never mixed."""

    READINESS = "readiness"
    """For certifiable referentials: readiness for the stage 1 audit."""
    COVERAGE = "coverage"
    """For other conformity referentials, such as imported catalogues."""
    MATURITY = "maturity"


@dataclass(frozen=True, slots=True)
class KnockOut:
    """A knock-out requirement that is open, or not answered yet."""

    requirement: Requirement
    open: bool

    @property
    def state(self) -> str:
        """``open`` or ``unanswered``."""
        return "open" if self.open else "unanswered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The conclusion: its code, in which words, and the counts that alone decide it.

    ``knock_outs`` has the open ones first, then the unanswered, each in reading order.
    """

    code: Code
    manner: Manner
    knock_outs: tuple[KnockOut, ...]
    answered: int
    unanswered: int
    evaluated: int
    """Answered by a level, that is, not declared not applicable."""
    high_gaps: int
    gaps: int
    """Requirements answered and not met, of any consequence."""
    basics: int
    """Knock-outs that apply, whatever their state."""
    level_reached: ScaleLevel | None
    """Maturity only: what every basic reaches (every question, where there are no basics), once all have an answer."""

    @property
    def open_knock_outs(self) -> int:
        """How many knock-outs are open."""
        return sum(knock_out.open for knock_out in self.knock_outs)

    def title(self, language: Language) -> str:
        """The conclusion as a title, such as “Not ready yet for the stage 1 audit”."""
        return self.title_of(self.code, self.manner, language)

    @staticmethod
    def title_of(code: Code, manner: Manner, language: Language) -> str:
        """The title of a verdict of which only the code and the manner were kept.

        >>> Verdict.title_of(Code.NOT_READY, Manner.READINESS, "en")
        'Not ready yet for the stage 1 audit'
        """
        return words(Finding(id=f"assessment.{manner}_{code}", level=Level.NOTE), language)

    def reason(self, language: Language) -> str:
        """Why, in one or two sentences; on a maturity scale, with the level reached."""
        name, count = self._ground()
        finding = Finding(id=f"assessment.{self.manner}_{name}_reason", level=Level.NOTE, arguments={"count": count})
        reason = words(finding, language)
        if self.level_reached is None:
            return reason
        arguments = {"code": self.level_reached.code, "title": self.level_reached.title.best(language)}
        name = "maturity_level_of_basics" if self.basics else "maturity_level_of_all"
        level = Finding(id=f"assessment.{name}", level=Level.NOTE, arguments=arguments)
        return f"{reason} {words(level, language)}"

    def _ground(self) -> tuple[str, int]:
        """The name of the sentence, and what it counts."""
        if self.code is Code.UNDETERMINED and self.knock_outs:
            return "undetermined_knock_outs", len(self.knock_outs)
        if self.code is Code.UNDETERMINED and not self.unanswered:
            return "nothing_applies", self.answered
        counts = {
            Code.NOT_READY: self.open_knock_outs,
            Code.UNDETERMINED: self.unanswered,
            Code.IMPORTANT_GAPS: self.high_gaps,
            Code.READY_WITH_GAPS: self.gaps,
        }
        return str(self.code), counts.get(self.code, self.answered)


def judge(referential: Referential, applicable: Iterable[Requirement], answers: Mapping[str, Answer]) -> Verdict:
    """The verdict on the answers that count, by requirement; it never looks at a mean."""
    scale = referential.scale
    values = {level.code: level.value for level in scale.levels}
    met = met_from(scale)
    knock_outs: list[KnockOut] = []
    basics: list[float | None] = []
    every: list[float | None] = []
    answered = unanswered = high = gaps = 0
    for requirement in applicable:
        answer = answers.get(requirement.id)
        if answer is None:
            unanswered += 1
        else:
            answered += 1
            if answer.level is None:
                continue
        value = values[answer.level] if answer and answer.level else None
        every.append(value)
        is_gap = value is not None and value < met
        gaps += is_gap
        high += is_gap and requirement.consequence >= HIGH_CONSEQUENCE
        if requirement.knock_out:
            basics.append(value)
            if value is None or is_gap:
                knock_outs.append(KnockOut(requirement, open=is_gap))
    knock_outs.sort(key=lambda knock_out: not knock_out.open)
    evaluated = len(every) - unanswered
    return Verdict(
        code=_code(knock_outs, answered=answered, unanswered=unanswered, evaluated=evaluated, high=high, gaps=gaps),
        manner=_manner(referential),
        knock_outs=tuple(knock_outs),
        answered=answered,
        unanswered=unanswered,
        evaluated=evaluated,
        high_gaps=high,
        gaps=gaps,
        basics=len(basics),
        level_reached=_level_reached(scale, basics or every),
    )


def _code(knock_outs: list[KnockOut], *, answered: int, unanswered: int, evaluated: int, high: int, gaps: int) -> Code:
    """In this order: knock-outs, gaps of high consequence, the rest."""
    if not answered:
        return Code.NOT_STARTED
    if knock_outs:
        return Code.NOT_READY if knock_outs[0].open else Code.UNDETERMINED
    if high:
        return Code.IMPORTANT_GAPS
    if unanswered or not evaluated:
        return Code.UNDETERMINED
    return Code.READY_WITH_GAPS if gaps else Code.READY


def _manner(referential: Referential) -> Manner:
    if referential.scale.kind is ScaleKind.MATURITY:
        return Manner.MATURITY
    return Manner.READINESS if referential.certifiable else Manner.COVERAGE


def _level_reached(scale: Scale, values: list[float | None]) -> ScaleLevel | None:
    known = [value for value in values if value is not None]
    if scale.kind is not ScaleKind.MATURITY or not known or len(known) < len(values):
        return None
    return level_from(scale, min(known))
