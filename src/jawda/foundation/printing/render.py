"""From a document to PDF bytes: in a child process, with a time limit, whole or not at all."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from datetime import datetime
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont

from jawda.foundation.printing.attachments import Attachment, embedded
from jawda.foundation.printing.documents import Document
from jawda.foundation.printing.fixed_words import words_in
from jawda.foundation.printing.shapes import MARKS, SEALS, mark_svg, seal_svg
from jawda.foundation.printing.text_runs import cleaned, plain

#: Seconds until a print is given up.
TIME_LIMIT: Final = 30.0
#: Bytes of text and drawings that one document may hold.
LARGEST: Final = 32_000_000
#: Archiving with full tagging (ISO 19005-2, level A) and accessibility (ISO 14289-1) at once.
STANDARDS: Final = ("a-2a", "ua-1")
#: Part 3 differs from part 2 in one point: any file may be attached (ISO 19005-3, 6.8).
STANDARDS_WITH_FILES: Final = ("a-3a", "ua-1")
_NO_GLYPH: Final = "could not be displayed with"
_STAND_IN: Final = "\N{LOZENGE}"
_PACKAGE: Final = "fontpkg_ibm_plex_sans_arabic"


class PrintingFailed(RuntimeError):
    """The document could not be printed; the message is for the log, and no file was begun."""


def render_pdf(
    document: Document,
    *,
    timestamp: datetime,
    time_limit: float = TIME_LIMIT,
    attachments: tuple[Attachment, ...] = (),
) -> bytes:
    """A tagged PDF/A-2a, also PDF/UA-1. Equal document, attachments and ``timestamp`` (aware) give equal bytes.

    With ``attachments``, which come out of it to the byte, it is PDF/A-3a. Works from any thread and process: the
    compiler runs in a child of its own that is killed after ``time_limit`` seconds. Characters that no font has are
    printed as a lozenge. ``PrintingFailed`` where there is no PDF.
    """
    if timestamp.tzinfo is None:
        raise ValueError("the timestamp of a document carries its offset")
    data = json.dumps({**_inputs(document), "attachments": embedded(attachments)}, ensure_ascii=False)
    standards = STANDARDS_WITH_FILES if attachments else STANDARDS
    if len(data) > LARGEST:
        raise PrintingFailed(f"the document holds {len(data)} characters; at most {LARGEST} can be printed")
    try:
        return _compiled(data, standards, timestamp, time_limit)
    except PrintingFailed as fault:
        if _NO_GLYPH not in str(fault):
            raise
    return _compiled(_displayable(data), standards, timestamp, time_limit)


def _inputs(document: Document) -> dict[str, object]:
    return {
        **plain(document, document.language),
        "metadata": {
            "title": cleaned(f"{document.title} – {document.organisation_name}"),
            "description": cleaned(document.subtitle),
            "reference": cleaned(document.reference),
        },
        "words": words_in(document.language),
        "marks": {mark: mark_svg(mark) for mark in MARKS},
        "seals": {seal: seal_svg(seal) for seal in SEALS},
    }


def _compiled(data: str, standards: tuple[str, ...], timestamp: datetime, time_limit: float) -> bytes:
    templates = Path(str(files(__package__) / "templates"))
    order = {
        "template": str(templates / "document.typ"),
        "root": str(templates),
        "inputs": {"document": data},
        "fonts": str(_fonts()),
        "standards": standards,
        "timestamp": int(timestamp.timestamp()),
    }
    child = str(files(__package__) / "compiling.py")
    try:
        answer = subprocess.run(  # noqa: S603 - our own interpreter and file, data on standard input
            [sys.executable, "-I", child],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=time_limit,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise PrintingFailed(f"no PDF after {time_limit:g} s") from fault
    except OSError as fault:
        raise PrintingFailed(f"the compiler could not be started: {fault}") from fault
    complete = answer.stdout.startswith(b"%PDF") and answer.stdout.rstrip().endswith(b"%%EOF")
    if answer.returncode or not complete:
        said = answer.stderr.decode(errors="replace").strip()[-2000:]
        raise PrintingFailed(f"the compiler ended with status {answer.returncode}: {said}")
    return answer.stdout


def _fonts() -> Path:
    package = find_spec(_PACKAGE)
    if package is None or package.origin is None:
        raise PrintingFailed("the package fontpkg-ibm-plex-sans-arabic is not installed")
    return Path(package.origin).parent / "files"


@cache
def _known_characters() -> frozenset[int]:
    """What the font itself can show."""
    with TTFont(next(_fonts().glob("*Regular.ttf"))) as font:
        return frozenset(font.getBestCmap())


def _displayable(data: str) -> str:
    """Letters that the font lacks replaced; spaces and direction marks need no glyph of their own and stay."""
    known = _known_characters()
    return "".join(
        letter if letter < "\x80" or ord(letter) in known or _needs_no_glyph(letter) else _STAND_IN for letter in data
    )


def _needs_no_glyph(letter: str) -> bool:
    """A space of any width, the no-break hyphen, or a mark that only directs its neighbours (Unicode categories)."""
    return unicodedata.category(letter) == "Zs" or letter in "\u2011\u2066\u2067\u2068\u2069"
