"""Documents on paper: frozen blocks in, a tagged PDF/A out, by Typst."""

from jawda.foundation.printing.documents import Bars, Document, Heading, Paragraph, Table, Verdict
from jawda.foundation.printing.render import PrintingFailed, render_pdf

__all__ = ["Bars", "Document", "Heading", "Paragraph", "PrintingFailed", "Table", "Verdict", "render_pdf"]
