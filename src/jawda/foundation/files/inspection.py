"""What a file is and whether it may come in, told from its bytes alone. No Django, no disk, no network.

The content decides, never the name or what the browser says; the name's ending must then agree with it. Pictures are
decoded and written anew in a process of its own (:mod:`.inspection_images`), documents are opened and searched for
whatever runs by itself or leads elsewhere (:mod:`.inspection_archives`, :mod:`.inspection_pdf`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Final

from jawda.core.findings import Refused
from jawda.foundation.files.inspection_archives import office_kind
from jawda.foundation.files.inspection_images import reencode
from jawda.foundation.files.inspection_kinds import FACTS, IMAGES, Kind, Limits, refuse
from jawda.foundation.files.inspection_pdf import check_pdf

_HEIC: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CALIBRATION: Final = re.compile(rb"(?s)(\xef\xbb\xbf)?\s*<.{0,4000}?:digitalCalibrationCertificate\b")
"""How a calibration certificate in XML begins; that it is one is for its reader to say."""
_STYLE_SHEET: Final = re.compile(rb"<\?xml-stylesheet", re.IGNORECASE)
"""With one a browser would draw the document as a page of its author's."""
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_NO_TEXT: Final = (
    *("<!", "<?", "<html", "<head", "<body", "<svg", "<script", "<iframe"),
    *("#!", "%!", "{\\rtf", "mime-version:"),
)
"""How pages, programs and other formats begin that are made of letters and are not plain text."""
_NOT_IN_A_NAME: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f]')
_LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A file that may be kept: what it is, a name that fits, and the bytes to keep.

    ``content`` is what came in, except for a picture, which was written anew; only a picture has a ``thumbnail``
    (WebP).
    """

    kind: Kind
    name: str
    content: bytes
    thumbnail: bytes = b""


def examine(content: bytes, *, name: str, limits: Limits | None = None) -> Accepted:
    """The file as it may be kept; ``Refused`` with a sentence for everything that is not certainly harmless."""
    limits = limits or Limits()
    shown = clean_name(name)
    if not content:
        raise refuse("empty", shown)
    if len(content) > limits.bytes:
        sizes = {"megabytes": round(len(content) / 1e6, 1), "limit": round(limits.bytes / 1e6, 1)}
        raise refuse("too_large", shown, **sizes)
    kind = _kind(content, shown, limits)
    extensions = FACTS[kind].extensions
    if _extension(shown) not in extensions:
        raise refuse("extension", shown, kind=FACTS[kind].title, expected=", ".join(f".{item}" for item in extensions))
    if kind in IMAGES:
        picture = reencode(content, kind, name=shown, limits=limits)
        return Accepted(kind=kind, name=shown, content=picture.content, thumbnail=picture.thumbnail)
    return Accepted(kind=kind, name=shown, content=content)


def clean_name(name: str) -> str:
    r"""The last part of a name, without what deceives the eye or a file system; its ending is kept.

    >>> clean_name("C:\\Users\\amina\\photo\u202egpj.exe"), clean_name("  "), clean_name("../../etc/passwd")
    ('photogpj.exe', 'file', 'passwd')
    """
    last = unicodedata.normalize("NFC", name.replace("\\", "/")).rpartition("/")[2]
    visible = "".join(letter for letter in last if unicodedata.category(letter) not in ("Cf", "Cs", "Co", "Cn"))
    plain = " ".join(_NOT_IN_A_NAME.sub(" ", visible).split()).strip(". ") or "file"
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > _LONGEST_NAME and dot and len(ending) < 10:
        return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"
    return plain[:_LONGEST_NAME]


def _extension(name: str) -> str:
    return name.rpartition(".")[2].casefold() if "." in name else ""


def _kind(content: bytes, name: str, limits: Limits) -> Kind:
    """What the content is, examined as far as its kind needs."""
    if content.startswith(b"%PDF-"):
        check_pdf(content, name=name, limits=limits)
        return Kind.PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return Kind.WEBP
    if content.startswith(b"PK"):
        return office_kind(content, name=name, limits=limits)
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise refuse("heic", name)
    if content.startswith(_OLE):
        raise refuse("old_office", name)
    if _CALIBRATION.match(content):
        return _calibration(content, name)
    return _text_kind(content, name)


def _calibration(content: bytes, name: str) -> Kind:
    """XML is kept where it is a calibration certificate, plain and whole; nothing in it is fetched or run."""
    from jawda.core.credentials.calibration.reading import parse_root  # noqa: PLC0415 - a third of a second to import

    if _STYLE_SHEET.search(content):
        raise refuse("unknown_kind", name)
    try:
        parse_root(content)
    except Refused as fault:
        raise Refused(replace(one, place=replace(one.place, file=name)) for one in fault.findings) from fault
    return Kind.CALIBRATION


def _text_kind(content: bytes, name: str) -> Kind:
    """CSV and plain text cannot be told apart by their content: here alone the name's ending decides."""
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text) or text.lstrip().casefold().startswith(_NO_TEXT):
            break
        return Kind.CSV if _extension(name) == "csv" else Kind.TXT
    raise refuse("unknown_kind", name)
