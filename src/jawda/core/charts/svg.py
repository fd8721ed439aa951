"""SVG as text: elements, escaped words, compact numbers, and the frame that every chart shares.

The container of a chart carries ``dir="ltr"`` on every page: time runs left to right and anchors keep their side. Words
that begin with an Arabic letter bring their own direction with them, as an isolate.
"""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Final, Literal, TypeAlias
from xml.sax.saxutils import quoteattr

Anchor: TypeAlias = Literal["start", "middle", "end"]

#: Twelve-pixel text, and a cautious mean width of its letters.
TEXT: Final = 12
LETTER: Final = 6.6
FONT: Final = "IBM Plex Sans Arabic, sans-serif"

# Light values of the tokens: a page's style sheet overrides them by class, a PDF takes them as they are.
SURFACE: Final = "#ffffff"
INK: Final = "#12211e"
INK_2: Final = "#42524d"
INK_3: Final = "#5b6a65"
LINE: Final = "#d7ddd7"
EDGE: Final = "#76837d"
DATA: Final = ("#1f6f63", "#3f4fa6", "#c98a06", "#a8442f")
GHOST: Final = "#c3d3cd"
POOR: Final = "#a52a1d"
POOR_SOFT: Final = "#fbeae7"
ZONE_A: Final = "#e7eeea"
ZONE_B: Final = "#f3f6f4"

_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def number(value: float) -> str:
    """At most one decimal, no more characters than needed.

    >>> number(12.04), number(-0.01), number(3.25)
    ('12', '0', '3.2')
    """
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def escape(text: str) -> str:
    """Words safe inside an element: markup escaped, what XML 1.0 forbids left out (section 2.2, ``Char``).

    >>> escape("a<b & c\\x00")
    'a&lt;b &amp; c'
    """
    return _FORBIDDEN.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def element(name: str, /, *children: str, **attributes: str | float | None) -> str:
    """One element; ``_`` in an attribute's name stands for ``-``, a last ``_`` is dropped, None leaves it out.

    >>> element("rect", class_="c-bar", x=0, stroke_width=1.25)
    '<rect class="c-bar" x="0" stroke-width="1.25"/>'
    """
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={_quoted(value)}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>"


def _quoted(value: str | float) -> str:
    if isinstance(value, str):
        return quoteattr(_FORBIDDEN.sub("", value))
    return f'"{value:.2f}"'.replace('.00"', '"') if abs(value) < 10 else f'"{number(value)}"'


def isolate(text: str) -> str:
    """Wrapped in a right-to-left isolate where the first letter is Arabic (Unicode annex 9, rules P2 and X5a)."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("R", "AL"):
            return f"\N{RIGHT-TO-LEFT ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"
        if direction == "L":
            return text
    return text


def words(
    x: float,
    y: float,
    text: str,
    *,
    anchor: Anchor = "start",
    ink: bool = False,
    strong: bool = False,
    right_to_left: bool = False,
) -> str:
    """Text at its baseline; ``anchor`` says which of its ends stands at ``x``, counted from the left.

    ``right_to_left`` gives the whole of it that direction, even where it begins with a code.
    """
    shown = f"\N{RIGHT-TO-LEFT ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}" if right_to_left and text else isolate(text)
    return element(
        "text",
        escape(shown),
        class_="t-strong" if strong else "t-ink" if ink else None,
        x=x,
        y=y,
        text_anchor=None if anchor == "start" else anchor,
        fill=INK if ink or strong else INK_3,
        font_weight="600" if strong else None,
    )


def width_of(text: str) -> float:
    """About how wide words are, in pixels: never less than they turn out to be in the common letters."""
    return len(text) * LETTER


def shortened(text: str, width: float) -> str:
    """The words, or their beginning and an ellipsis where they are too wide for ``width`` pixels.

    >>> shortened("Évaluation des performances", 80)
    'Évaluation…'
    """
    room = max(1, int(width / LETTER))
    return text if len(text) <= room else text[: room - 1].rstrip() + "…"


def lines(text: str, width: float, most: int = 2) -> list[str]:
    """Words set in at most ``most`` lines of ``width`` pixels; the last is shortened.

    >>> lines("Réalisation des activités opérationnelles", 130)
    ['Réalisation des', 'activités opératio…']
    """
    kept: list[str] = []
    rest = text.split()
    while rest and len(kept) < most - 1:
        line = rest.pop(0)
        while rest and width_of(f"{line} {rest[0]}") <= width:
            line = f"{line} {rest.pop(0)}"
        kept.append(shortened(line, width))
    if rest:
        kept.append(shortened(" ".join(rest), width))
    return kept or [""]


def drawing(
    width: float,
    height: float,
    *body: str,
    title: str,
    description: str = "",
    css: str = "chart",
    stretch: bool = False,
) -> str:
    """The root element: an image with its title and description, or hidden from readers where there is no title.

    Its natural size stands on it, so that twelve-pixel words are shown at twelve pixels. ``stretch`` lets the page give
    it any proportions instead (bars in a table's cell).
    """
    said = bool(title)
    return element(
        "svg",
        *([element("title", escape(title) or " ")] if said else []),
        *([element("desc", escape(description) or " ")] if said and description else []),
        *body,
        xmlns="http://www.w3.org/2000/svg",
        class_=css or None,
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=None if stretch else number(width),
        height=None if stretch else number(height),
        preserveAspectRatio="none" if stretch else None,
        role="img" if said else None,
        aria_hidden=None if said else "true",
        font_family=None if stretch else FONT,
        font_size=None if stretch else TEXT,
    )


def spread(places: list[float], *, gap: float, low: float, high: float) -> list[float]:
    """Places of labels moved apart until ``gap`` lies between neighbours, kept from ``low`` to ``high`` if they fit.

    >>> spread([10, 12, 40], gap=14, low=0, high=100)
    [10, 24, 40]
    """
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = list(places)
    floor = -math.inf
    for index in order:
        moved[index] = floor = max(places[index], floor, low)
        floor += gap
    ceiling = high
    for index in reversed(order):
        moved[index] = min(moved[index], ceiling)
        ceiling = moved[index] - gap
    return moved
