"""The answers in one strip: full height, half height, hollow, thin line; readable without colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jawda.core.charts.svg import DATA, LINE, POOR, POOR_SOFT, drawing, element

_SPACE: Final = 0.6
_LEAST: Final = 0.8
_SHAPES: Final = (
    ("c-bar", DATA[0], None, 3.0, 14.0),
    ("c-p", DATA[2], None, 10.0, 7.0),
    ("c-x", POOR_SOFT, POOR, 4.0, 12.0),
    ("c-n", LINE, None, 9.0, 2.0),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How many answers of each kind; none is negative."""

    conform: int = 0
    partial: int = 0
    not_conform: int = 0
    not_applicable: int = 0


def stacked_strip(answers: Answers, *, title: str = "", description: str = "", width: float = 100) -> str:
    """One strip, each part as wide as its share of all answers, at least a sliver where there is one.

    Stretches to its place on a page; for paper give ``width`` so that strokes keep their weight (height is 22). Without
    a title it is hidden from screen readers: the legend says the counts. ``ValueError`` for a negative count.

    >>> stacked_strip(Answers(conform=60, partial=39, not_conform=21, not_applicable=4)).count("<rect")
    4
    """
    counts = (answers.conform, answers.partial, answers.not_conform, answers.not_applicable)
    if min(counts) < 0:
        raise ValueError(f"counts of answers are not negative: {counts}")
    parts = [(count, shape) for count, shape in zip(counts, _SHAPES, strict=True) if count]
    space, least = width / 100 * _SPACE, width / 100 * _LEAST
    free = width - space * (len(parts) + 1) - least * len(parts)
    body = []
    x = space
    for count, (css, fill, stroke, y, height) in parts:
        part = least + free * count / sum(counts)
        inset = min(1.0, part / 4) if stroke else 0.0
        body.append(
            element(
                "rect",
                class_=css,
                fill=fill,
                stroke=stroke,
                stroke_width=2 if stroke else None,
                x=x + inset,
                y=y,
                width=part - 2 * inset,
                height=height,
                vector_effect="non-scaling-stroke" if stroke else None,
            )
        )
        x += part + space
    return drawing(width, 22, *body, title=title, description=description, css="", stretch=True)
