"""The radar: a second view of results by chapter, never the first; at most eight axes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from jawda.core.charts.svg import DATA, INK, LINE, Anchor, drawing, element, lines, number, words
from jawda.core.charts.ticks import present

AXES: Final = 8
_RINGS: Final = (25, 50, 75, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One axis on 0 to 100; None where there is no result, which stands at the centre."""

    label: str
    value: float | None
    previous: float | None = None
    target: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Radar:
    """Three to eight axes, clockwise from the top."""

    title: str
    axes: tuple[Axis, ...]
    description: str = ""


def radar(chart: Radar, *, width: float = 480, height: float = 360) -> str:
    """Now as a filled outline with dots, last time dashed, the target a thin ink line.

    ``ValueError`` for fewer than three axes or more than eight: bars say that better.

    >>> radar(Radar(title="Chapitres", axes=tuple(Axis(label=name, value=60) for name in "4567"))).count("<circle")
    4
    """
    if not 3 <= len(chart.axes) <= AXES:
        raise ValueError(f"a radar has three to {AXES} axes, not {len(chart.axes)}: draw sorted bars")
    centre = (width / 2, height / 2)
    reach = min(height / 2 - 36, width / 2 - 100)
    turns = [2 * math.pi * index / len(chart.axes) for index in range(len(chart.axes))]

    def outline(values: list[float | None]) -> list[tuple[float, float]]:
        lengths = [min(100.0, max(0.0, *present((value,)), 0.0)) * reach / 100 for value in values]
        return [
            (centre[0] + length * math.sin(turn), centre[1] - length * math.cos(turn))
            for length, turn in zip(lengths, turns, strict=True)
        ]

    body = [
        element("path", class_="c-grid", fill="none", stroke=LINE, d=_closed(outline([ring] * len(turns))))
        for ring in _RINGS
    ]
    spokes = "".join(
        f"M{number(centre[0])} {number(centre[1])}L{number(x)} {number(y)}" for x, y in outline([100.0] * len(turns))
    )
    body.append(element("path", class_="c-grid", fill="none", stroke=LINE, d=spokes))
    shapes: tuple[tuple[list[float | None], str, str, float, str | None], ...] = (
        ([axis.previous for axis in chart.axes], "c-mid", "#76837d", 1.25, "5 3"),
        ([axis.target for axis in chart.axes], "c-mid", INK, 1.0, None),
    )
    now = outline([axis.value for axis in chart.axes])
    body.append(element("path", class_="c-bar", fill=DATA[0], fill_opacity=0.15, d=_closed(now)))
    for values, css, colour, thickness, dashes in shapes:
        if any(value is not None for value in values):
            body.append(
                element(
                    "path",
                    class_=css,
                    fill="none",
                    stroke=colour,
                    stroke_width=thickness,
                    stroke_dasharray=dashes,
                    d=_closed(outline(values)),
                )
            )
    body.append(element("path", class_="c-line", fill="none", stroke=DATA[0], stroke_width=1.5, d=_closed(now)))
    body += [
        element("circle", class_="c-dot", fill=DATA[0], stroke="#ffffff", stroke_width=1.5, cx=x, cy=y, r=4)
        for x, y in now
    ]
    for axis, turn in zip(chart.axes, turns, strict=True):
        body += _name(axis.label, turn, centre, reach + 14, width)
    return drawing(width, height, *body, title=chart.title, description=chart.description)


def _closed(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "z"


def _name(text: str, turn: float, centre: tuple[float, float], reach: float, width: float) -> list[str]:
    x, y = centre[0] + reach * math.sin(turn), centre[1] - reach * math.cos(turn)
    side = math.sin(turn)
    anchor: Anchor = "middle" if abs(side) < 0.1 else "start" if side > 0 else "end"
    room = width / 2 if anchor == "middle" else width - x if side > 0 else x
    written = lines(text, room)
    top = y + 4 - 7.5 * (len(written) - 1) - (7 if math.cos(turn) > 0.9 else -5 if math.cos(turn) < -0.9 else 0)
    return [words(x, top + 15 * index, line, anchor=anchor, ink=True) for index, line in enumerate(written)]
