"""The result: verdict, what stands open, bars by chapter, gaps with what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.queries import Loaded
from jawda.core.assessment import Code, Gap, KnockOut, NodeResult, Result
from jawda.core.languages import Language
from jawda.core.referentials import Referential, Requirement, ScaleKind, ScaleLevel
from jawda.foundation.ui.charts import ClauseBar, ClauseBars
from jawda.foundation.ui.formats import date_long, date_short, in_zone, number
from jawda.foundation.ui.marks import Seal

_SEALS: Final = {
    Code.READY: Seal.READY,
    Code.READY_WITH_GAPS: Seal.READY,
    Code.IMPORTANT_GAPS: Seal.NOT_READY,
    Code.NOT_READY: Seal.NOT_READY,
}


def seal_of(code: Code) -> Seal:
    """The shape of a verdict."""
    return _SEALS.get(code, Seal.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A chapter's bar: result, target, and its distance from it (negative: below)."""

    requirement: Requirement
    node: NodeResult
    target: float | None
    distance: float | None


@dataclass(frozen=True, slots=True)
class ShownGap:
    """A gap with why it stands at its rank, and the page where its question is."""

    gap: Gap
    why: str
    chapter: str


@dataclass(frozen=True, slots=True)
class GapFilter:
    """Which gaps are shown: only knock-outs, only one chapter."""

    knock_outs: bool = False
    chapter: str = ""

    def __bool__(self) -> bool:
        return self.knock_outs or bool(self.chapter)

    def lets(self, referential: Referential, gap: Gap) -> bool:
        """Whether this gap is one of them."""
        if self.knock_outs and not gap.knock_out:
            return False
        return not self.chapter or referential.chapter_of[gap.requirement.id] == self.chapter


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultScreen:
    """The result page."""

    assessment: Assessment
    referential: Referential
    title: str
    reason: str
    seal: Seal
    knock_outs: tuple[KnockOut, ...]
    unanswered_knock_outs: int
    first: tuple[ShownGap, ...]
    first_days: float | None
    rows: tuple[Row, ...]
    bars: ClauseBars
    sentence: str
    has_target: bool
    gaps: tuple[ShownGap, ...]
    all_gaps: int
    filter: GapFilter
    chapters: tuple[Requirement, ...]
    whole: NodeResult
    parts: tuple[int, ...] | None
    """Conforming, partly, not, not applicable; None on a maturity scale."""
    levels: tuple[tuple[ScaleLevel, int], ...]
    doubts: tuple[str, ...]


def result_screen(
    loaded: Loaded,
    language: Language,
    shown: GapFilter | None = None,
    *,
    handle: str = "",
    earlier: Loaded | None = None,
) -> ResultScreen:
    """Bars sorted by distance to the target, the widest first, chapters without a result last.

    ``handle`` is the company's, for the links of the bars; ``earlier`` the assessment before, whose results stand
    beneath them.
    """
    result, referential = loaded.result, loaded.referential
    wanted = shown or GapFilter()
    rows = _rows(result)
    gaps = tuple(_shown(loaded, gap, language) for gap in result.gaps if wanted.lets(referential, gap))
    first = tuple(_shown(loaded, gap, language) for gap in result.first)
    efforts = [item.gap.effort_days for item in first if item.gap.effort_days is not None]
    levels = tuple((level, result.whole.levels[level.code]) for level in reversed(referential.scale.levels))
    return ResultScreen(
        assessment=loaded.row,
        referential=referential,
        title=result.verdict.title(language),
        reason=result.verdict.reason(language),
        seal=seal_of(result.verdict.code),
        knock_outs=tuple(item for item in result.verdict.knock_outs if item.open),
        unanswered_knock_outs=sum(not item.open for item in result.verdict.knock_outs),
        first=first,
        first_days=sum(efforts) if efforts else None,
        rows=rows,
        bars=_bars(loaded, rows, language, handle, earlier),
        sentence=sentence(rows, language) + _since(rows, language, earlier),
        has_target=any(row.target is not None for row in rows),
        gaps=gaps,
        all_gaps=len(result.gaps),
        filter=wanted,
        chapters=tuple(row.requirement for row in sorted(rows, key=lambda row: referential.requirements.index(
            row.requirement))),
        whole=result.whole,
        parts=(*(count for _level, count in levels), result.whole.not_applicable)
        if referential.scale.kind is ScaleKind.CONFORMITY and len(levels) == 3
        else None,
        levels=levels,
        doubts=tuple(finding.place.path or "" for finding in result.findings),
    )  # fmt: skip


def _shown(loaded: Loaded, gap: Gap, language: Language) -> ShownGap:
    return ShownGap(gap, gap.why(language), loaded.section_of[gap.requirement.id])


def _rows(result: Result) -> tuple[Row, ...]:
    rows = []
    for item in result.referential.children[None]:
        node = result.nodes[item.id]
        if node.assessable:
            target = result.targets.get(item.id)
            distance = None if node.score is None else node.score - (100.0 if target is None else target)
            rows.append(Row(requirement=item, node=node, target=target, distance=distance))
    rows.sort(key=lambda row: (row.distance is None, row.distance or 0.0))
    return tuple(rows)


def _bars(loaded: Loaded, rows: tuple[Row, ...], language: Language, handle: str, earlier: Loaded | None) -> ClauseBars:
    """The chapters as the shared bars, in the order of ``rows``, the whole under them."""
    result, before = loaded.result, earlier.result.nodes if earlier else {}

    def url(item: Requirement) -> str:
        return reverse("diagnostics:chapter", args=[handle, loaded.row.pk, item.id]) if handle else ""

    bars = tuple(
        ClauseBar(
            code=row.requirement.reference,
            name=(row.requirement.title or row.requirement.question).best(language),
            value=row.node.score,
            previous=before[row.requirement.id].score if row.requirement.id in before else None,
            target=row.target,
            url=url(row.requirement),
            answered=f"{row.node.answered}/{row.node.assessable}",
        )
        for row in rows
    )
    whole = ClauseBar(
        code="",
        name=_("As a whole"),
        value=result.whole.score,
        previous=earlier.result.whole.score if earlier else None,
        target=result.target,
        answered=f"{result.whole.answered}/{result.whole.assessable}",
    )
    return ClauseBars(
        caption=_("Result by chapter"),
        heading=_("Chapter"),
        rows=bars,
        now=_("result"),
        before=date_short(in_zone(earlier.row.started_at), language) if earlier else "",
        aim=_("the company’s target"),
        whole=whole,
        order="given",
    )


def _since(rows: tuple[Row, ...], language: Language, earlier: Loaded | None) -> str:
    """How many chapters are better than last time, where there was one."""
    if earlier is None:
        return ""
    pairs = [(row.node.score, earlier.result.nodes[row.requirement.id].score) for row in rows
             if row.requirement.id in earlier.result.nodes]  # fmt: skip
    better = sum(1 for now, then in pairs if now is not None and then is not None and now > then)
    said = ngettext(
        "%(count)s chapter is better than on %(day)s.", "%(count)s chapters are better than on %(day)s.", better
    )
    return " " + said % {"count": better, "day": date_long(in_zone(earlier.row.started_at), language)}


def sentence(rows: tuple[Row, ...], language: Language) -> str:
    """What one concludes from the bars, in words."""
    known = [row for row in rows if row.distance is not None]
    if not known:
        return _("No chapter has a result yet.")
    said = []
    with_target = [row for row in known if row.target is not None]
    farthest = with_target[0] if with_target else None
    if farthest is not None and farthest.distance is not None and farthest.distance < 0:
        name = farthest.requirement.title.best(language)
        points = round(-farthest.distance)
        said.append(
            ngettext(
                "Farthest from its target, by %(points)s point: %(chapter)s.",
                "Farthest from its target, by %(points)s points: %(chapter)s.",
                points,
            )
            % {"points": number(points, language), "chapter": name}
        )
        reached = sum(1 for row in with_target if row.distance is not None and row.distance >= 0)
        if reached:
            said.append(
                ngettext("%(count)s chapter reaches its target.", "%(count)s chapters reach their target.", reached)
                % {"count": reached}
            )
    elif with_target:
        said.append(_("Every chapter that was answered reaches its target."))
    else:
        lowest = min(known, key=lambda row: row.node.score or 0.0)
        said.append(
            _("Lowest result: %(chapter)s, %(score)s of 100.")
            % {"chapter": lowest.requirement.title.best(language), "score": number(lowest.node.score, language)}
        )
    missing = len(rows) - len(known)
    if missing:
        said.append(
            ngettext("%(count)s chapter has no result yet.", "%(count)s chapters have no result yet.", missing)
            % {"count": missing}
        )
    return " ".join(said)
