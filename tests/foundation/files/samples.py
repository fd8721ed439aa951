"""Honest files of every kind, made here, and the means to spoil them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime

from PIL import Image

from jawda.core.spreadsheets import Column, SheetPlan, write_workbook

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, 90).save(buffer, kind, **options)
    return buffer.getvalue()


def photograph() -> bytes:
    """A JPEG 40 wide and 30 high that the camera held upright, and that tells where it was taken."""
    image = Image.new("RGB", (40, 30), "white")
    exif = image.getexif()
    exif[0x0112] = 6
    exif[0x010F] = "CANARY-CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (33.0, 35.0, 0.0)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif, comment=b"CANARY-COMMENT")
    return buffer.getvalue()


def archive(parts: Mapping[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        for name, content in parts.items():
            made.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, method)
    return buffer.getvalue()


def relations(kind: str, target: str, mode: str = "External") -> str:
    return (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{KINDS}/{kind}" Target="{target}" '
        f'TargetMode="{mode}"/></Relationships>'
    )


def docx(body: str = "<w:p/>", **parts: str | bytes) -> bytes:
    """``parts``: further members by path."""
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return archive({"[Content_Types].xml": TYPES, "word/document.xml": document, **parts})


def xlsx(**parts: str | bytes) -> bytes:
    plan = SheetPlan(name="Mesures", columns=(Column(name="valeur"),), rows=((3,), ("=1+1",)))
    made = write_workbook([plan], title="Mesures", created=datetime(2026, 1, 1, tzinfo=UTC))
    with zipfile.ZipFile(io.BytesIO(made)) as old:
        return archive({name: old.read(name) for name in old.namelist()} | parts)


def odf(kind: str = "text", body: str = "", **parts: str | bytes) -> bytes:
    content = f"<office:document-content {OFFICE}><office:body>{body}</office:body></office:document-content>"
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return archive({"mimetype": mimetype, "content.xml": content, **parts})


def pdf(*objects: bytes, catalog: bytes = b"") -> bytes:
    """A PDF of one page; ``objects`` from number 4 on, ``catalog`` stands in the catalogue."""
    body = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        *objects,
    ]
    made, places = b"%PDF-1.7\n", []
    for number, item in enumerate(body, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(body) + 1, table)
    return made + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(body) + 1, start)


def stream(content: bytes, dictionary: bytes = b"", *, pack: bool = True) -> bytes:
    if pack:
        content, dictionary = zlib.compress(content), dictionary + b" /Filter /FlateDecode"
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), dictionary, content)


def object_stream(content: bytes, extra: bytes = b"", *, typed: bool = True) -> bytes:
    dictionary = b"/N 1 /First 5 " + (b"/Type /ObjStm " if typed else b"") + extra
    return stream(b"9 0  " + content, dictionary)


HONEST: dict[str, bytes] = {
    "plan.pdf": pdf(stream(b"BT (J'aime /JavaScript) Tj ET", b"")),
    "objets.pdf": pdf(object_stream(b"<< /Type /Outlines /First 4 0 R >>")),
    "capture.png": picture("PNG"),
    "photo.JPG": photograph(),
    "photo.webp": picture("WEBP"),
    "mesures.xlsx": xlsx(),
    "procédure.docx": docx(
        '<w:p><w:r><w:instrText> HYPERLINK "https://example.org" </w:instrText></w:r></w:p>',
        **{"word/_rels/document.xml.rels": relations("hyperlink", "https://example.org/")},
    ),
    "graphique.docx": docx(**{"word/embeddings/Microsoft_Excel_Sheet1.xlsx": xlsx()}),
    "registre.ods": odf("spreadsheet", '<table:table table:name="A"/>'),
    "note.odt": odf("text", '<text:p><text:a xlink:href="https://example.org">voir</text:a></text:p>'),
    "liste.csv": "nom;été\r\nBenali;=1+1\r\n".encode("cp1252"),
    "note.txt": "ملاحظة\n".encode(),
    "note-16.txt": "ملاحظة\n".encode("utf-16"),
}
