"""A workbook's values without its formulas: what people saw when they saved it.

Measurements are often kept beside formulas, and the value a formula showed is the one that was reported. The parts of
the sheets are written anew without formulas and merges, as a stream; error values become texts, so that they are told
like any cell that is no number. The result is then examined and read as any workbook is.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from jawda.core.findings import Place
from jawda.core.spreadsheets.model import Limits, refuse
from jawda.core.statistics.reading.archive import opened

_SHEETS: Final = "xl/worksheets/"
_LEFT_AWAY: Final = frozenset(("f", "mergeCells"))
_DEPTH: Final = 64


@dataclass(slots=True)
class Taken:
    """What was taken away: how many formulas, error values and merges."""

    formulas: int = 0
    errors: int = 0
    merged: int = 0


def values_only(content: bytes, *, file: str, limits: Limits) -> tuple[bytes, Taken]:
    """The workbook without formulas and merges; ``Refused`` as for any archive that is abnormal."""
    taken = Taken()
    buffer = io.BytesIO()
    with (
        opened(content, file=file, limits=limits) as archive,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as fresh,
    ):
        for member in archive.members:
            name = member.filename
            if not name.casefold().endswith((".xml", ".rels")):
                continue
            pieces = archive.pieces(name)
            with fresh.open(zipfile.ZipInfo(name), "w", force_zip64=True) as target:
                if name.casefold().startswith(_SHEETS) and name.casefold().endswith(".xml"):
                    writer = _Writer(target.write, taken, file)
                    for piece in pieces:
                        writer.feed(piece)
                    writer.close()
                else:
                    for piece in pieces:
                        target.write(piece)
    return buffer.getvalue(), taken


class _Writer:
    """Writes the XML that it is fed, without what is left away."""

    def __init__(self, write: Callable[[bytes], object], taken: Taken, file: str) -> None:
        self._write, self._taken, self._file = write, taken, file
        self._parts: list[str] = []
        self._depth = self._hidden = 0
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.ordered_attributes = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self._parser = parser

    def feed(self, piece: bytes) -> None:
        self._parser.Parse(piece, False)
        self._flush()

    def close(self) -> None:
        self._parser.Parse(b"", True)
        self._flush()

    def _flush(self) -> None:
        self._write("".join(self._parts).encode())
        self._parts.clear()

    def _doctype(self, *_: object) -> None:
        raise refuse("suspicious_archive", Place(file=self._file))

    def _start(self, name: str, attributes: list[str]) -> None:
        self._depth += 1
        if self._depth > _DEPTH:
            raise refuse("suspicious_archive", Place(file=self._file))
        local = name.rpartition(":")[2]
        if self._hidden:
            self._taken.merged += local == "mergeCell"
            return
        if local in _LEFT_AWAY:
            self._hidden = self._depth
            self._taken.formulas += local == "f"
            return
        pairs = dict(zip(attributes[::2], attributes[1::2], strict=True))
        if local == "c" and pairs.get("t") == "e":
            pairs["t"] = "str"
            self._taken.errors += 1
        self._parts.append(f"<{name}{''.join(f' {key}={quoteattr(value)}' for key, value in pairs.items())}>")

    def _end(self, name: str) -> None:
        if not self._hidden:
            self._parts.append(f"</{name}>")
        elif self._hidden == self._depth:
            self._hidden = 0
        self._depth -= 1

    def _text(self, data: str) -> None:
        if not self._hidden:
            self._parts.append(escape(data))
