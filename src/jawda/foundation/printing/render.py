"""From a document to PDF bytes: in a child process, with a time limit, whole or not at all."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from datetime import datetime
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from jawda.core.languages import Language
from jawda.foundation.printing.documents import Document

SECONDS: Final = 30
_WORDS: Final[dict[str, dict[Language, str]]] = {
    "page": {"fr": "Page", "ar": "الصفحة", "en": "Page"},
    "fictitious": {"fr": "Exemple fictif", "ar": "مثال افتراضي", "en": "Fictitious example"},
    "reference": {"fr": "Référence", "ar": "المرجع", "en": "Reference"},
}
_CHILD: Final = """
import json, sys, typst
order = json.loads(sys.stdin.buffer.read())
pdf = typst.compile(order["template"], sys_inputs={"document": order["document"]}, font_paths=[order["fonts"]],
                    ignore_system_fonts=True, pdf_standards=["a-2b"], timestamp=order["timestamp"])
sys.stdout.buffer.write(pdf)
"""


class PrintingFailed(RuntimeError):
    """The document could not be printed; the message is for the log."""


def render_pdf(document: Document, *, timestamp: datetime) -> bytes:
    """A PDF/A-2b. Equal document and ``timestamp`` (aware) give equal bytes. ``PrintingFailed`` after 30 s."""
    fonts = find_spec("fontpkg_ibm_plex_sans_arabic")
    if fonts is None or fonts.origin is None:
        raise PrintingFailed("the package fontpkg-ibm-plex-sans-arabic is not installed")
    order = {
        "template": str(files("jawda.foundation.printing") / "templates" / "document.typ"),
        "document": json.dumps(_plain(document), ensure_ascii=False),
        "fonts": str(Path(fonts.origin).parent / "files"),
        "timestamp": int(timestamp.timestamp()),
    }
    try:
        answer = subprocess.run(  # noqa: S603 - our own interpreter and program, data on standard input
            [sys.executable, "-I", "-c", _CHILD],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise PrintingFailed(f"no PDF after {SECONDS} s") from fault
    if answer.returncode or not answer.stdout.startswith(b"%PDF"):
        raise PrintingFailed(answer.stderr.decode(errors="replace")[-2000:])
    return answer.stdout


def _plain(document: Document) -> dict[str, Any]:
    words = {name: texts[document.language] for name, texts in _WORDS.items()}
    blocks = [{"kind": type(block).__name__.lower(), **asdict(block)} for block in document.blocks]
    return {**asdict(document), "blocks": blocks, "words": words}
