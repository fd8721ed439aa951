"""QR codes (ISO/IEC 18004) as SVG: the same drawing on a page of the site and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final, Literal
from xml.sax.saxutils import escape

import segno
from segno.encoder import DataOverflowError

#: Side in modules: 17 + 4 × 25 = 117. On paper at 50 mm a module of a larger code is under 0.4 mm: phones lose it.
MOST_VERSION: Final = 25
#: White modules on each side (ISO/IEC 18004, 5.3.8).
QUIET_ZONE: Final = 4


class CodeTooLong(ValueError):
    """The text does not fit a code that phones read from paper."""


def qr_svg(text: str, *, title: str, error: Literal["l", "m", "q", "h"] = "m") -> str:
    """A code that holds ``text`` (UTF-8), black on white with its quiet zone; ``title`` says where it leads.

    ``error`` is the share that may be dirty or torn: 7, 15, 25 or 30 %. ``CodeTooLong`` beyond version 25, at level M
    997 bytes. The side of the drawing is the number of modules, so that any size given to it is sharp.

    >>> qr_svg("https://jawda.example/c/JW-1", title="JW-1")[:75]
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 37 37" role="img" shap'
    """
    try:
        code = segno.make(text, error=error, micro=False, boost_error=False, encoding="utf-8")
    except DataOverflowError as fault:
        raise CodeTooLong(f"{len(text.encode())} bytes do not fit a code") from fault
    version = int(code.version)
    if version > MOST_VERSION:
        raise CodeTooLong(f"{len(text.encode())} bytes need version {version}; the largest to print is {MOST_VERSION}")
    side = len(code.matrix) + 2 * QUIET_ZONE
    runs = "".join(
        f"M{column + QUIET_ZONE} {row + QUIET_ZONE}h{length}v1h-{length}z"
        for row, modules in enumerate(code.matrix)
        for column, length in _dark_runs(modules)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" shape-rendering="crispEdges">'
        f"<title>{escape(title)}</title>"
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path fill="#000" d="{runs}"/></svg>'
    )


def _dark_runs(modules: bytes | bytearray) -> Iterator[tuple[int, int]]:
    """Where dark modules stand side by side in a row: column, how many."""
    column = 0
    for dark, run in groupby(modules):
        length = len(tuple(run))
        if dark:
            yield column, length
        column += length
