"""Documents on paper: frozen blocks in, a tagged PDF/A out, by Typst."""

from jawda.foundation.printing.documents import (
    Bar,
    Bars,
    Block,
    Callout,
    Contents,
    Document,
    Facts,
    Figure,
    Heading,
    KeyValues,
    MarkedItem,
    MarkedList,
    PageBreak,
    Paragraph,
    Signatures,
    Steps,
    Table,
    Verdict,
)  # fmt: skip
from jawda.foundation.printing.render import PrintingFailed, render_pdf

__all__ = [
    "Bar", "Bars", "Block", "Callout", "Contents", "Document", "Facts", "Figure", "Heading", "KeyValues", "MarkedItem",
    "MarkedList", "PageBreak", "Paragraph", "PrintingFailed", "Signatures", "Steps", "Table", "Verdict", "render_pdf",
]  # fmt: skip
