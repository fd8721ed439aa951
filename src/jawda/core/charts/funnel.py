"""Funnels in counts: how many reached each stage, of those who were invited."""

from __future__ import annotations

from dataclasses import dataclass

from jawda.core.charts.svg import DATA, GHOST, drawing, element, lines, words
from jawda.core.charts.ticks import Scale, label
from jawda.core.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage and how many reached it; None where the figure is withheld."""

    label: str
    count: int | None
    shown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """Stages in the order in which they are passed."""

    title: str
    stages: tuple[Stage, ...]
    description: str = ""
    language: Language = "fr"


def funnel(chart: Funnel, *, width: float = 560) -> str:
    """A bar per stage against the largest count, the count beside it; a withheld stage has no bar and its own word.

    In Arabic bars grow leftwards. ``ValueError`` where there is no stage or a count is negative.

    >>> stages = (Stage(label="invitées", count=60), Stage(label="ont terminé", count=31))
    >>> funnel(Funnel(title="Avancement", stages=stages)).count("<rect")
    4
    """
    known = [stage.count for stage in chart.stages if stage.count is not None]
    if not chart.stages or min(known, default=0) < 0:
        raise ValueError("a funnel needs stages whose counts are not negative")
    mirrored = chart.language == "ar"
    names, figures = width * 0.32, 64.0
    scale = Scale(0, max(known, default=0) or 1, 0, width - names - figures)
    body = []
    y = 4.0
    for stage in chart.stages:
        written = lines(stage.label, names - 12)
        height = 28.0 if len(written) == 1 else 38.0
        middle = y + height / 2
        for index, text in enumerate(written):
            shift = 4 + (index - (len(written) - 1) / 2) * 15
            start = width if mirrored else 0.0
            body.append(
                words(
                    start, middle + shift, text, anchor="end" if mirrored else "start", ink=True, right_to_left=mirrored
                )
            )
        shown = stage.shown
        if stage.count is not None:
            for css, fill, length in (("c-ghost", GHOST, scale.end), ("c-bar", DATA[0], scale(stage.count))):
                left = width - names - length if mirrored else names
                body.append(element("rect", class_=css, fill=fill, x=left, y=middle - 6, width=length, height=12))
            shown = shown or label(stage.count, 0, chart.language)
        end = 0.0 if mirrored else width
        body.append(words(end, middle + 4, shown, anchor="start" if mirrored else "end", strong=True))
        y += height
    return drawing(width, y + 4, *body, title=chart.title, description=chart.description)
