"""Documents on paper: frozen blocks in, a tagged PDF/A out, by Typst."""

from jawda.foundation.printing.attachments import Attachment
from jawda.foundation.printing.documents import (
    Bar,
    Bars,
    Block,
    Box,
    Callout,
    Code,
    Codes,
    Contents,
    Document,
    Facts,
    Figure,
    FormQuestion,
    Heading,
    KeyValues,
    MarkedItem,
    MarkedList,
    PageBreak,
    Paragraph,
    Signatures,
    Statement,
    Steps,
    Table,
    Verdict,
    WriteLines,
)  # fmt: skip
from jawda.foundation.printing.render import PrintingFailed, render_pdf

__all__ = [
    "Attachment", "Bar", "Bars", "Block", "Box", "Callout", "Code", "Codes", "Contents", "Document", "Facts", "Figure",
    "FormQuestion", "Heading", "KeyValues", "MarkedItem", "MarkedList", "PageBreak", "Paragraph", "PrintingFailed",
    "Signatures", "Statement", "Steps", "Table", "Verdict", "WriteLines", "render_pdf",
]  # fmt: skip
