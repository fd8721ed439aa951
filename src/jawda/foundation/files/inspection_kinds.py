"""The kinds of file that may come in, and the bounds on them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from jawda.core.findings import Finding, Place, Refused


class Kind(StrEnum):
    """What a file is."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    XLSX = "xlsx"
    DOCX = "docx"
    ODS = "ods"
    ODT = "odt"
    CSV = "csv"
    TXT = "txt"
    CALIBRATION = "xml"
    """A calibration certificate in XML; no other XML comes in."""


IMAGES: Final = frozenset({Kind.PNG, Kind.JPEG, Kind.WEBP})


@dataclass(frozen=True, slots=True)
class Facts:
    """How a kind is called, which endings its names have, and as what it is served."""

    title: str
    extensions: tuple[str, ...]
    content_type: str


_OOXML: Final = "application/vnd.openxmlformats-officedocument"
_ODF: Final = "application/vnd.oasis.opendocument"
FACTS: Final[dict[Kind, Facts]] = {
    Kind.PDF: Facts("PDF", ("pdf",), "application/pdf"),
    Kind.PNG: Facts("PNG", ("png",), "image/png"),
    Kind.JPEG: Facts("JPEG", ("jpg", "jpeg", "jfif"), "image/jpeg"),
    Kind.WEBP: Facts("WebP", ("webp",), "image/webp"),
    Kind.XLSX: Facts("XLSX", ("xlsx",), f"{_OOXML}.spreadsheetml.sheet"),
    Kind.DOCX: Facts("DOCX", ("docx",), f"{_OOXML}.wordprocessingml.document"),
    Kind.ODS: Facts("ODS", ("ods",), f"{_ODF}.spreadsheet"),
    Kind.ODT: Facts("ODT", ("odt",), f"{_ODF}.text"),
    Kind.CSV: Facts("CSV", ("csv",), "text/csv; charset=utf-8"),
    Kind.TXT: Facts("TXT", ("txt",), "text/plain; charset=utf-8"),
    Kind.CALIBRATION: Facts("XML", ("xml",), "application/xml"),
}
ACCEPT: Final = ",".join(f".{item}" for facts in FACTS.values() for item in facts.extensions)
"""For the ``accept`` of a field of files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on a file: ``bytes`` as it comes, the rest on what it unfolds to.

    ``ratio`` is that of unpacked to packed bytes in an archive; ``pixels`` are those of a picture.
    """

    bytes: int = 20_000_000
    pixels: int = 50_000_000
    members: int = 1000
    ratio: int = 100
    uncompressed_bytes: int = 200_000_000


def refuse(name: str, file: str, /, **arguments: str | int | float) -> Refused:
    """One finding about a file as an exception to raise."""
    return Refused([Finding(id=f"uploads.{name}", place=Place(file=file), arguments=arguments)])
