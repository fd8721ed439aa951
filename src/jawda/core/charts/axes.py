"""What charts with a value axis share: the plot's rectangle, grid lines with figures, reference levels with words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from jawda.core.charts.svg import DATA, EDGE, INK_2, LINE, POOR, element, number, spread, width_of, words
from jawda.core.charts.ticks import Scale, Ticks, label
from jawda.core.languages import Language

Kind = Literal["limit", "centre", "tolerance", "target"]

# css class, colour, width, dashes: told apart in grey by the dashes
_LINES: Final[dict[str, tuple[str, str, float, str | None]]] = {
    "limit": ("c-limit", POOR, 1.25, "6 4"),
    "centre": ("c-mid", INK_2, 1.25, None),
    "tolerance": ("c-tolerance", DATA[1], 1.25, "2 3"),
    "target": ("c-mid", INK_2, 1.25, "10 3"),
}
_LINE_HEIGHT: Final = 14.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A line across the plot: a control limit, a centre line, a tolerance or a target, with its short name.

    ``shown`` is its value as written beside the axis; where empty, the value in at most five significant digits.
    """

    value: float
    kind: Kind
    name: str = ""
    shown: str = ""

    def written(self, language: Language) -> str:
        """What stands beside the axis.

        >>> Level(value=1.2659, kind="limit").written("fr"), Level(value=80, kind="target").written("fr")
        ('1,2659', '80')
        """
        if self.shown:
            return self.shown
        rounded = Decimal(f"{self.value:.5g}").normalize()
        return label(self.value, max(0, -int(rounded.as_tuple().exponent)), language)


@dataclass(frozen=True, slots=True)
class Plot:
    """The rectangle in which data stand, in pixels from the top left."""

    left: float
    top: float
    right: float
    bottom: float


def rows_of_ticks(ticks: Ticks, scale: Scale, plot: Plot, language: Language) -> list[str]:
    """A grid line and a figure for every tick of a vertical axis."""
    drawn = []
    for value in ticks.values:
        y = scale(value)
        drawn.append(
            element("path", class_="c-grid", stroke=LINE, d=f"M{number(plot.left)} {number(y)}H{number(plot.right)}")
        )
        drawn.append(words(plot.left - 6, y + 4, label(value, ticks.decimals, language), anchor="end"))
    return drawn


def columns_of_ticks(places: Sequence[tuple[float, str]], plot: Plot, caption: str = "") -> list[str]:
    """The lower axis with its words; those that would touch the one before are left out."""
    drawn = [axis(f"M{number(plot.left)} {number(plot.bottom)}H{number(plot.right)}")]
    free = float("-inf")
    for x, text in places:
        half = width_of(text) / 2
        if x - half >= free:
            drawn.append(words(x, plot.bottom + 16, text, anchor="middle"))
            free = x + half + 6
    if caption:
        drawn.append(words(plot.left, plot.bottom + 31, caption))
    return drawn


def axis(path: str) -> str:
    return element("path", class_="axis", stroke=EDGE, fill="none", d=path)


def stroke(kind: Kind, path: str) -> str:
    """A line of that kind along ``path``."""
    css, colour, width, dashes = _LINES[kind]
    return element("path", class_=css, stroke=colour, stroke_width=width, stroke_dasharray=dashes, fill="none", d=path)


def levels(drawn: Sequence[Level], scale: Scale, plot: Plot, language: Language) -> list[str]:
    """Reference lines across the plot: value on the left, name on the right, moved apart where they would touch."""
    places = [scale(level.value) for level in drawn]
    heights = spread(places, gap=_LINE_HEIGHT, low=plot.top, high=plot.bottom)
    body = []
    for level, place, height in zip(drawn, places, heights, strict=True):
        body.append(stroke(level.kind, f"M{number(plot.left)} {number(place)}H{number(plot.right)}"))
        shown = level.written(language)
        body.append(words(plot.left - 6, height + 4, shown, anchor="end", ink=True))
        body.append(words(plot.right + 6, height + 4, level.name))
    return body
