"""How a text was written: its encoding, its separator together with its decimal sign."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from jawda.core.findings import Finding, Place, Refused
from jawda.core.spreadsheets.model import FORBIDDEN, refuse
from jawda.core.statistics.reading.cells import Mark, understood
from jawda.core.statistics.reading.dates import dates
from jawda.core.statistics.reading.report import Notes

SEPARATORS: Final = (";", "\t", ",", "|")
_LINES: Final = 200
_LETTERS: Final = 200_000
_CELLS: Final = 5_000
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_KNOWN: Final = frozenset(("utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1256", "iso-8859-1", "iso-8859-15"))
_WORD: Final = re.compile(r"[^\W\d_]+")
_HIGH_RUN: Final = re.compile(r"[\u00c0-\u00ff]{3}")
_ONE_DECIMAL: Final = re.compile(r"[+-]?\d+,\d+")


def decoded(data: bytes, *, file: str, encoding: str | None, notes: Notes, allowed: str = "") -> tuple[str, str]:
    """The text, with line feeds only, and its encoding: that of its mark, UTF-8, or else Windows-1252 (or -1256).

    ``Refused`` for what is no text: a control character that is not among the ``allowed`` ones.
    """
    if encoding is not None and encoding.lower() not in _KNOWN:
        raise ValueError(f"encoding: {encoding!r}; known: {sorted(_KNOWN)}")
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    candidates = (encoding.lower(),) if encoding else (marked,) if marked else ("utf-8", "cp1252")
    for candidate in candidates:
        try:
            text = data.decode(candidate)
        except UnicodeDecodeError:
            continue
        if candidate == "cp1252" and encoding is None:
            candidate, text = _windows(data, text, notes)  # noqa: PLW2901 - the last candidate
        return _checked(text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a"), file, allowed), candidate
    raise refuse("unknown_encoding", Place(file=file))


def _windows(data: bytes, text: str, notes: Notes) -> tuple[str, str]:
    """Windows-1252, or -1256 where the words would be made of accented letters only: they are Arabic then."""
    words = [word for word in _WORD.findall(text[:_LETTERS]) if not word.isascii()]
    runs = sum(1 for word in words if _HIGH_RUN.search(word))
    if words and runs * 2 > len(words):
        notes.assume("encoding_assumed", encoding="cp1256")
        return "cp1256", data.decode("cp1256")  # which has a letter for every byte
    notes.note("encoding_windows")
    return "cp1252", text


def _checked(text: str, file: str, allowed: str) -> str:
    found = FORBIDDEN.search(text.translate(dict.fromkeys(map(ord, allowed), " ")) if allowed else text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        place = Place(file=file, line=line)
        raise Refused([Finding(id="data_reading.not_text", place=place, arguments={"code": f"U+{ord(found[0]):04X}"})])
    return text


@dataclass(frozen=True, slots=True)
class _Score:
    """How well a separator explains the first lines."""

    separator: str
    width: int
    consistency: float
    understood: float

    @property
    def value(self) -> float:
        return self.consistency * (0.2 + self.understood) if self.width > 1 else 0.0


def separator(text: str, notes: Notes) -> str:
    """The separator under which the first lines have one width and their cells are numbers, dates or nothing.

    >>> separator("a;b\\n1,5;2,5\\n", Notes())
    ';'
    """
    head = text[:_LETTERS]
    if head.startswith("sep=") and len(head) > 4 and head[4] in SEPARATORS:
        return head[4]
    lines = head.split("\n")[:_LINES]
    if len(text) > len(head) and len(lines) < _LINES:
        lines.pop()
    filled = [line for line in lines if line.strip()]
    if _one_column_of_decimals(filled, notes):
        return ";"
    scores = _without_decimals([_score(filled, candidate) for candidate in SEPARATORS])
    best = max(scores, key=lambda score: score.value)
    close = [score for score in scores if score is not best and score.value >= best.value > 0]
    if close:
        shown = " ".join(_shown(score.separator) for score in (best, *close))
        notes.assume("separator_assumed", separator=_shown(best.separator), candidates=shown)
    return best.separator if best.value > 0 else ";"


def _without_decimals(scores: list[_Score]) -> list[_Score]:
    """Commas that stand in some lines only are decimal ones where another sign divides every line alike.

    « lot;étape;cote » above « L1;avant;12,5 »: most cells are words, which says nothing for the semicolon.
    """
    divides = any(score.separator != "," and score.width > 1 and score.consistency == 1 for score in scores)
    return [score for score in scores if score.separator != "," or score.consistency == 1 or not divides]


def _shown(sign: str) -> str:
    return {"\t": "TAB"}.get(sign, sign)


def _one_column_of_decimals(lines: list[str], notes: Notes) -> bool:
    """A heading without comma above « 12,5 », « 13,1 »: one column, not two of whole numbers."""
    if not lines or any(sign in line for line in lines for sign in ";\t|"):
        return False
    body = lines[1:] if len(lines) > 1 and not any(letter.isdigit() for letter in lines[0]) else lines
    decimals = sum(1 for line in body if _ONE_DECIMAL.fullmatch(line.strip()))
    if not decimals or decimals * 10 < len(body) * 9:
        # a whole number or an empty cell among decimals has no comma; two columns would have one everywhere
        plain = sum(1 for line in body if "," not in line)
        if not decimals or decimals + plain < len(body) or (plain and body is lines):
            return False
    if body is not lines:
        return "," not in lines[0]
    notes.assume("separator_assumed", separator="—", candidates=", —")
    return True


def _score(lines: list[str], sign: str) -> _Score:
    try:
        rows = [_cells(row) for row in csv.reader(lines, delimiter=sign)]
    except csv.Error:
        return _Score(sign, 0, 0, 0)
    widths = Counter(len(row) for row in rows if row)
    if not widths:
        return _Score(sign, 0, 0, 0)
    width = max(widths, key=lambda each: (widths[each] * each, each))
    body = [row for row in rows if len(row) == width]
    cells = [cell for row in body for cell in row][:_CELLS]
    good = sum(1 for cell in cells if _is_understood(cell))
    return _Score(sign, width, len(body) / sum(widths.values()), good / len(cells))


def _cells(row: list[str]) -> list[str]:
    cells = [cell.strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _is_understood(cell: str) -> bool:
    return any(understood(cell, decimal).mark is not Mark.TEXT for decimal in (",", ".")) or bool(dates([cell]).found)
