"""A printable document as plain values; every text is data, never markup.

Texts may hold line breaks. Codes, signed numbers and Latin names inside Arabic text are isolated when printed: the
caller writes them plainly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from jawda.core.languages import Language
from jawda.foundation.printing.shapes import Mark, Seal

Alignment: TypeAlias = Literal["start", "centre", "end"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """``level`` 2 is a part of the document, 3 a part of that part."""

    text: str
    level: Literal[2, 3] = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """``mark`` puts the octagon of a knock-out before it; ``quiet`` sets it as a caption."""

    text: str
    mark: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The conclusion with its seal: in words first, then why, then as of when and on what (``meta``)."""

    seal: Seal
    title: str
    text: str = ""
    meta: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedItem:
    """A line with its mark: a code, a title, and why."""

    mark: Mark
    title: str
    code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedList:
    """Knock-outs, conditions, a report card: a hairline between items."""

    items: tuple[MarkedItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """What to do next, in order: (title, why), each beside a numbered star."""

    steps: tuple[tuple[str, str], ...]


class Bar(NamedTuple):
    """One bar on 0 to 100; None where unknown. ``shown`` is the value as read."""

    label: str
    value: float | None
    shown: str
    previous: float | None = None
    target: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Bars in the order given. A plain ``(label, value, shown)`` is a row as well.

    ``now``, ``before`` and ``aim`` are the legend's words; the legend is left out where all are empty. With ``whole``
    the last row is the result of the whole and stands under a stronger line.
    """

    rows: tuple[Bar | tuple[str, float | None, str], ...]
    now: str = ""
    before: str = ""
    aim: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """``widths`` are "auto" or fractions such as "1fr". The heading repeats on every page; a row is never split.

    ``alignments`` has one per column, or none where all are "start".
    """

    columns: tuple[str, ...]
    widths: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    alignments: tuple[Alignment, ...] = ()
    caption: str = ""

    def __post_init__(self) -> None:
        count = len(self.columns)
        lengths = {len(self.widths), *(len(row) for row in self.rows), len(self.alignments or self.columns)}
        if lengths != {count}:
            raise ValueError(f"a table of {count} columns needs as many widths, alignments and cells in every row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """An SVG of ``jawda.core.charts``. ``alt`` says what one concludes from it; ``width`` is a share of the line."""

    svg: str
    alt: str
    caption: str = ""
    width: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Names and values, one to a line."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyValues:
    """Two to four figures side by side, each over its name: (value, name)."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Callout:
    """A notice in place, on a soft ground."""

    text: str
    kind: Literal["neutral", "note", "good", "fair", "poor"] = "neutral"
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The list of headings with their pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBreak:
    """What follows begins a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """Room for name, date, signature and stamp, per person: (role, name or "")."""

    people: tuple[tuple[str, str], ...]


class Box(NamedTuple):
    """A box to tick, with what it stands for; ``ticked`` where it was."""

    label: str
    ticked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormQuestion:
    """A question with its boxes. ``said`` are texts given with it: (name, text); ``rooms`` are lines to write on:
    (name, how many). It is not torn between two pages, unless what was said is long."""

    title: str
    boxes: tuple[Box, ...]
    code: str = ""
    text: str = ""
    note: str = ""
    said: tuple[tuple[str, str], ...] = ()
    rooms: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteLines:
    """Names with a line each to write on, two beside one another: company, person, date."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a certificate states, large, under its name: the holder (``first``), the standard (``second``), the scope.

    ``note`` stands under it, small: the holder's town.
    """

    name: str
    text: str
    note: str = ""
    size: Literal["first", "second", "text"] = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A QR code with what it is for. ``address`` is printed and can be followed; ``width`` is in millimetres."""

    svg: str
    alt: str
    title: str
    text: str
    address: str = ""
    width: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """One or two codes, at the foot of the page on which they are called: what follows runs on above, and further."""

    codes: tuple[Code, ...]


Block: TypeAlias = (
    Heading
    | Paragraph
    | Verdict
    | MarkedList
    | Steps
    | Bars
    | Table
    | Figure
    | Facts
    | KeyValues
    | Callout
    | Contents
    | PageBreak
    | Signatures
    | FormQuestion
    | WriteLines
    | Statement
    | Codes
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What is printed. ``date`` is written already in the document's language.

    ``other_title`` repeats the title in a second language (``other_language``). With ``cover`` the title has a page of
    its own; ``conclusion`` and ``key_figures`` then stand on it, so that one page says it all, and open the document
    where there is no cover. A ``certificate`` opens with its issuer (the organisation), over a band of stars, and shows
    its reference beside the title.
    """

    title: str
    organisation_name: str
    reference: str
    date: str
    language: Language
    fictitious: bool
    blocks: tuple[Block, ...]
    subtitle: str = ""
    other_title: str = ""
    other_language: Language = "ar"
    cover: bool = False
    certificate: bool = False
    conclusion: Verdict | None = None
    key_figures: KeyValues | None = None
