"""The second views of a result: the radar of one assessment, the heat map of a company's sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from jawda.apps.diagnostics.queries import Loaded
from jawda.core.charts import Axis, Cell, HeatMap, Radar, heat_map, radar
from jawda.core.languages import Language
from jawda.core.referentials import Requirement
from jawda.foundation.ui.charts import ChartFigure
from jawda.foundation.ui.formats import date_short, in_zone, number
from jawda.foundation.ui.tables import Column, Table

AXES = 8
"""More of them are not told apart on a radar: then there is none."""


@dataclass(frozen=True, slots=True)
class AtSite:
    """A site's name, and the last assessment there."""

    name: str
    loaded: Loaded


def radar_figure(loaded: Loaded, language: Language, earlier: Loaded | None = None) -> ChartFigure | None:
    """Chapters as axes, in reading order, with the target and the assessment before; None below 3 and above 8."""
    result = loaded.result
    before = earlier.result.nodes if earlier else {}
    chapters = [item for item in loaded.referential.children[None] if result.nodes[item.id].assessable]
    if not 3 <= len(chapters) <= AXES:
        return None
    axes = tuple(
        Axis(
            label=_name(item, language),
            value=result.nodes[item.id].score,
            previous=before[item.id].score if item.id in before else None,
            target=result.targets.get(item.id),
        )
        for item in chapters
    )
    columns = [Column(label=_("Chapter"), heading=True, fold="wide"), Column(label=_("Result"), numeric=True)]
    has_target, has_before = any(axis.target is not None for axis in axes), earlier is not None
    columns += [Column(label=_("the company’s target"), numeric=True, fold="repeat")] if has_target else []
    day = date_short(in_zone(earlier.row.started_at), language) if earlier else ""
    columns += [Column(label=day, numeric=True, fold="repeat")] if has_before else []
    rows = tuple(
        (
            axis.label,
            number(axis.value, language),
            *((number(axis.target, language),) if has_target else ()),
            *((number(axis.previous, language),) if has_before else ()),
        )
        for axis in axes
    )
    sentence = _("Each chapter is an axis, from 0 at the centre to 100: filled, the result.")
    sentence += " " + _("Thin line: the target.") if has_target else ""
    sentence += " " + _("Dashed: %(day)s.") % {"day": day} if has_before else ""
    chart = Radar(title=_("Result by chapter"), description=sentence, axes=axes)

    def draw(width: float) -> str:
        return radar(chart, width=width, height=360)

    table = Table(caption=_("Result by chapter"), columns=tuple(columns), rows=rows)
    return ChartFigure.of(draw, sentence=sentence, table=table)


def sites_figure(sites: Sequence[AtSite], language: Language) -> ChartFigure:
    """Chapters by sites, the weakest site of the widest spread named. ``ValueError`` for no site."""
    referential = sites[0].loaded.referential
    results = [site.loaded.result for site in sites]
    chapters = [
        item for item in referential.children[None] if any(found.nodes[item.id].assessable for found in results)
    ]
    scores = [[found.nodes[item.id].score for found in results] for item in chapters]
    chart = HeatMap(
        title=_("Result by chapter and site"),
        rows=tuple(_name(item, language) for item in chapters),
        columns=tuple(site.name for site in sites),
        cells=tuple(tuple(Cell(value=score, shown=number(score, language)) for score in row) for row in scores),
        language=language,
    )
    table = Table(
        caption=_("Result by chapter and site"),
        columns=(
            Column(label=_("Chapter"), heading=True, fold="wide"),
            *(Column(label=site.name, numeric=True, fold="repeat") for site in sites),
        ),
        rows=tuple(
            (_name(item, language), *(number(score, language) for score in row))
            for item, row in zip(chapters, scores, strict=True)
        ),
    )
    return ChartFigure.of(
        partial(_drawn, chart), sentence=_widest(chapters, scores, sites, language), table=table
    )  # fmt: skip


def _drawn(chart: HeatMap, width: float) -> str:
    return heat_map(chart, width=width)


def _widest(
    chapters: Sequence[Requirement],
    scores: Sequence[Sequence[float | None]],
    sites: Sequence[AtSite],
    language: Language,
) -> str:
    """Where the sites differ most, in words."""
    found = []
    for item, row in zip(chapters, scores, strict=True):
        known = [(score, site.name) for score, site in zip(row, sites, strict=True) if score is not None]
        if len(known) > 1:
            low, high = min(known), max(known)
            found.append((high[0] - low[0], item, low, high))
    if not found or max(found, key=lambda entry: entry[0])[0] < 1:
        return _("The sites do not differ.") if found else _("Two sites have no result for a common chapter yet.")
    _spread, item, low, high = max(found, key=lambda entry: entry[0])
    return _("The sites differ most on %(chapter)s: %(low)s of 100 at %(weak)s, %(high)s at %(strong)s.") % {
        "chapter": _name(item, language),
        "low": number(low[0], language),
        "weak": low[1],
        "high": number(high[0], language),
        "strong": high[1],
    }


def _name(item: Requirement, language: Language) -> str:
    name = (item.title or item.question).best(language)
    return name if not item.reference or item.reference in name else f"{item.reference} {name}"
