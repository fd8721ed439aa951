"""A printable document as plain values; every text is data, never markup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from jawda.core.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """``mark`` puts the octagon of a knock-out before it."""

    text: str
    mark: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The conclusion, with its star: full (``ready``) or empty (``not_ready``)."""

    seal: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Rows of (label, value on 0-100 or None, the value as shown)."""

    rows: tuple[tuple[str, float | None, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """``widths`` are Typst's: ``auto``, ``1fr``. The heading repeats on every page."""

    columns: tuple[str, ...]
    widths: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = Heading | Paragraph | Verdict | Bars | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What is printed. ``date`` is written already in the document's language."""

    title: str
    subtitle: str
    organisation_name: str
    fictitious: bool
    reference: str
    date: str
    language: Language
    blocks: tuple[Block, ...]
