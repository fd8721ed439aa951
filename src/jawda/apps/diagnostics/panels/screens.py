"""What a panel says, as a page shows it: where it divides most, first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawda.apps.diagnostics.panels.queries import Result
from jawda.core.assessment import Disclosed, Mean, by_disagreement
from jawda.core.charts import Cell, HeatMap, heat_map
from jawda.core.languages import Language
from jawda.core.referentials import Requirement, ScaleLevel
from jawda.foundation.ui.charts import ChartFigure
from jawda.foundation.ui.formats import NOTHING, number
from jawda.foundation.ui.tables import Column, Table

_STRONG = 30.0
"""Points between two members taken at random from which a panel is said to disagree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """One question: in words, and what stands in the table."""

    reference: str
    title: str
    chapter: str
    levels: tuple[tuple[str, str, int, float], ...]
    """Of each level the code, its title, how many gave it, and their share on 0 to 100."""
    answered: int | None
    middle: str
    disagreement: str
    strong: bool
    colleges: tuple[tuple[str, str], ...]
    distance: str
    remarks: tuple[str, ...]
    requirement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultScreen:
    """The page of a closed panel."""

    sentence: str
    questions: tuple[QuestionLine, ...]
    chapters: Table
    figure: ChartFigure | None
    withheld: int
    """Questions of which too few spoke."""


def result_screen(found: Result, language: Language) -> ResultScreen:
    """Sorted by disagreement; ``figure`` is None where no college may be shown."""
    ordered = by_disagreement(found.items)
    return ResultScreen(
        sentence=sentence(found, language),
        questions=tuple(_line(found, item, language) for item in ordered if item.counts is not None),
        chapters=chapters_table(found, language),
        figure=colleges_figure(found, language),
        withheld=sum(item.counts is None for item in found.items),
    )


def name_of(item: Requirement, language: Language) -> str:
    """Its title, with its reference where that says more."""
    title = (item.title or item.question).best(language)
    return title if not item.reference or item.reference in title else f"{item.reference} {title}"


def level_words(level: ScaleLevel | None, language: Language) -> str:
    """A level by its code and title."""
    return f"{level.code} – {level.title.best(language)}" if level else NOTHING


def mean_words(mean: Mean | None, language: Language) -> str:
    """A college's mean, or its bound, or that it is not shown."""
    if mean is None:
        return _("not shown")
    value = {"value": number(mean.value, language)}
    if mean.bound == "at most":
        return _("%(value)s or less") % value
    return _("%(value)s or more") % value if mean.bound else value["value"]


def sentence(found: Result, language: Language) -> str:
    """The verdict in words: where the panel divides most, and where it is weakest."""
    shown = [item for item in found.chapters if item[1].disagreement is not None]
    if not shown:
        return _("Fewer than 5 members answered any question: nothing is shown, so that nobody is recognised.")
    divided = max(shown, key=lambda item: item[1].disagreement or 0.0)
    weakest = min(shown, key=lambda item: item[1].middle.value if item[1].middle else 101.0)
    said = ngettext("%(count)s member answered.", "%(count)s members answered.", found.answered) % {
        "count": number(found.answered, language)
    }
    if (divided[1].disagreement or 0.0) < 1:
        said += " " + _("They agree on everything that is shown.")
    else:
        said += " " + _("They disagree most on: %(chapter)s.") % {"chapter": name_of(divided[0], language)}
    return said + " " + _("The weakest chapter is: %(chapter)s.") % {"chapter": name_of(weakest[0], language)}


def chapters_table(found: Result, language: Language) -> Table:
    """Chapters, the most disputed first, and the whole."""
    rows = sorted(found.chapters, key=lambda item: -(item[1].disagreement or -1.0))
    columns = (
        Column(label=_("Chapter"), heading=True, fold="wide"),
        Column(label=_("Median"), fold="repeat"),
        Column(label=_("Disagreement (points)"), numeric=True, fold="repeat"),
        Column(label=_("Distance between colleges (points)"), numeric=True, fold="repeat"),
        Column(label=_("Questions shown"), numeric=True, fold="repeat"),
    )
    cells = [
        (
            name_of(head, language), level_words(part.middle, language), number(part.disagreement, language),
            number(part.distance, language), number(part.questions, language),
        )
        for head, part in rows
    ]  # fmt: skip
    whole = found.whole
    cells.append(
        (
            _("As a whole"), level_words(whole.middle, language), number(whole.disagreement, language),
            number(whole.distance, language), number(whole.questions, language),
        )
    )  # fmt: skip
    return Table(caption=_("Chapters, the most disputed first"), columns=columns, rows=tuple(cells))


def colleges_figure(found: Result, language: Language) -> ChartFigure | None:
    """Chapters by colleges; hatched where a college is too small to be shown."""
    shown = {
        code: name for code, name in found.colleges.items() if any(code in part.colleges for _, part in found.chapters)
    }
    if not shown:
        return None
    chapters = [(head, part) for head, part in found.chapters if part.questions]
    chart = HeatMap(
        title=_("Mean of each college by chapter"),
        rows=tuple(name_of(head, language) for head, _part in chapters),
        columns=tuple(shown.values()),
        cells=tuple(tuple(_cell(part.colleges, code, language) for code in shown) for _head, part in chapters),
        language=language,
    )
    table = Table(
        caption=_("Mean of each college by chapter"),
        columns=(
            Column(label=_("Chapter"), heading=True, fold="wide"),
            *(Column(label=name, numeric=True, fold="repeat") for name in shown.values()),
        ),
        rows=tuple(
            (name_of(head, language), *(number(part.colleges.get(code), language) for code in shown))
            for head, part in chapters
        ),
    )
    return ChartFigure.of(
        partial(_drawn, chart), sentence=_furthest(found, language), table=table,
        note=_("On 0 to 100. A college is shown from 3 members who answered a question; hatched: not shown."),
    )  # fmt: skip


def _drawn(chart: HeatMap, width: float) -> str:
    return heat_map(chart, width=width)


def _cell(colleges: Mapping[str, int], code: str, language: Language) -> Cell:
    value = colleges.get(code)
    return Cell(value=value, shown=number(value, language))


def _furthest(found: Result, language: Language) -> str:
    """Where two colleges lie furthest apart, in words."""
    known = [(part.distance, head, part) for head, part in found.chapters if part.distance]
    if not known:
        return _("The colleges shown do not lie apart.")
    _distance, head, part = max(known, key=lambda item: item[0] or 0)
    low, high = (pick(part.colleges, key=lambda code: part.colleges[code]) for pick in (min, max))
    said = _("The colleges lie furthest apart on “%(chapter)s”: %(low)s of 100 for %(weak)s, %(high)s for %(strong)s.")
    return said % {
        "chapter": name_of(head, language),
        "low": number(part.colleges[low], language),
        "weak": found.colleges.get(low, low),
        "high": number(part.colleges[high], language),
        "strong": found.colleges.get(high, high),
    }  # fmt: skip


def _line(found: Result, item: Disclosed, language: Language) -> QuestionLine:
    counts, total = item.counts or {}, item.answered or 0
    return QuestionLine(
        reference=item.requirement.reference,
        title=(item.requirement.question or item.requirement.title).best(language),
        chapter=name_of(found.chapter_of(item), language),
        levels=tuple(
            (level.code, level.title.best(language), counts[level.code], 100 * counts[level.code] / total)
            for level in found.referential.scale.levels
        ),
        answered=item.answered,
        middle=level_words(item.middle, language),
        disagreement=number(item.disagreement, language),
        strong=(item.disagreement or 0) >= _STRONG,
        colleges=tuple((name, mean_words(item.colleges.get(code), language)) for code, name in found.colleges.items()),
        distance=number(item.distance, language),
        remarks=found.remarks.get(item.requirement.id, ()),
        requirement=item.requirement.id,
    )
