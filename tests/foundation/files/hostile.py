"""Hostile files, each with the finding that must refuse it (``uploads.…``); and those that are made harmless."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from tests.foundation.files.samples import (
    TYPES,
    archive,
    docx,
    object_stream,
    odf,
    pdf,
    picture,
    relations,
    stream,
    xlsx,
)

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


def _png_of(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


def _symlink() -> bytes:
    buffer = io.BytesIO(docx())
    with zipfile.ZipFile(buffer, "a") as made:
        link = zipfile.ZipInfo("word/media/link.png")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def _bomb() -> bytes:
    return docx(**{"word/media/image1.png": bytes(60_000_000)})


def _many() -> bytes:
    return docx(**{f"word/media/{number}.png": b"x" for number in range(1001)})


def _lying_size() -> bytes:
    """The directory says that a member unpacks to less than it does."""
    made = docx(**{"word/media/image1.png": b"A" * 50_000})
    return made.replace(struct.pack("<I", 50_000), struct.pack("<I", 500))


def _overlapping() -> bytes:
    """Two entries of the directory lead to one member, as in the flattest bombs."""
    made = docx(**{"word/media/a.png": b"A" * 3000, "word/media/b.png": b"A" * 3000})
    with zipfile.ZipFile(io.BytesIO(made)) as opened:
        first, second = (opened.getinfo(f"word/media/{name}.png").header_offset for name in "ab")
    head, tail = made[: second + 1], made[second + 1 :]
    return head + tail.replace(struct.pack("<I", second), struct.pack("<I", first))


def _encrypted() -> bytes:
    made = bytearray(docx())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(mark) + place] |= 1
    return bytes(made)


def _doubled() -> bytes:
    return docx(**{"word/Document.xml": "<a/>"})


FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText> DD</w:instrText></w:r>'
    '<w:r><w:instrText>EAUTO c:\\w</w:instrText><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
LAUGHS = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
MACRO_TYPES = TYPES.replace("document.main+xml", "x").replace(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.x",
    "application/vnd.ms-word.document.macroEnabled.main+xml",
)
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData><row><c><f>{}</f></c></row></sheetData></worksheet>"
)
RELS = "word/_rels/document.xml.rels"

HOSTILE: dict[str, tuple[str, bytes, str]] = {
    # what is said not to be
    "an empty file": ("a.pdf", b"", "empty"),
    "a program called PDF": ("a.pdf", b"MZ\x90\0" + bytes(200), "unknown_kind"),
    "a Linux program": ("a.png", b"\x7fELF" + bytes(200), "unknown_kind"),
    "a page called text": ("a.txt", b"  <!DOCTYPE html><script>alert(1)</script>", "unknown_kind"),
    "a page called picture": ("a.png", b"<html><body onload=x>", "unknown_kind"),
    "a drawing with a script": ("a.svg", b"<svg onload='alert(1)'/>", "unknown_kind"),
    "a drawing called text": ("a.txt", b"<?xml version='1.0'?><svg/>", "unknown_kind"),
    "a shell script called CSV": ("a.csv", b"#!/bin/sh\nrm -rf /\n", "unknown_kind"),
    "PostScript called text": ("a.txt", b"%!PS\n(x) run", "unknown_kind"),
    "rich text called text": ("a.txt", b"{\\rtf1 \\object}", "unknown_kind"),
    "a text with NUL": ("a.txt", b"a\0b", "unknown_kind"),
    "a text with escape sequences": ("a.txt", b"\x1b]0;title\x07", "unknown_kind"),
    "half of UTF-16": ("a.txt", b"\xff\xfea", "unknown_kind"),
    "a test virus with a program's name": ("a.com", EICAR, "extension"),
    "a PDF called picture": ("a.png", pdf(), "extension"),
    "a picture called PDF": ("a.pdf", picture(), "extension"),
    "a program's ending behind a PDF's": ("plan.pdf.exe", pdf(), "extension"),
    "an ending turned round in writing": ("plan\u202efdp.exe", pdf(), "extension"),
    "a workbook called text": ("a.docx", xlsx(), "extension"),
    "GIF": ("a.gif", b"GIF89a" + bytes(30), "unknown_kind"),
    "an icon": ("a.png", b"\0\0\1\0" + bytes(60), "unknown_kind"),
    "HEIC": ("a.heic", b"\0\0\0\x18ftypheic" + bytes(40), "heic"),
    "HEIC called JPEG": ("a.jpg", b"\0\0\0\x18ftypmif1" + bytes(40), "heic"),
    "an old document": ("a.doc", OLE, "old_office"),
    "an old document called new": ("a.docx", OLE, "old_office"),
    "more bytes than allowed": ("a.txt", b"a" * 20_000_001, "too_large"),
    # pictures
    "half a picture": ("a.png", picture(size=(300, 300))[:150], "damaged"),
    "a picture of too many pixels": ("a.png", _png_of(60_000, 60_000), "too_many_pixels"),
    "a picture that lacks its pixels": ("a.png", _png_of(4000, 4000), "damaged"),
    "only the head of a JPEG": ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(100), "damaged"),
    "only the head of a WebP": ("a.webp", b"RIFF\x24\0\0\0WEBPVP8 " + bytes(40), "damaged"),
    # PDF
    "a PDF that ends too early": ("a.pdf", pdf()[:200], "damaged"),
    "JavaScript at opening": ("a.pdf", pdf(catalog=b"/OpenAction " + SCRIPT), "pdf_script"),
    "JavaScript by an escaped name": (
        "a.pdf", pdf(catalog=b"/OpenAction << /S /J#61v#61Script /J#53 (x) >>"), "pdf_script"),
    "JavaScript in an object stream": ("a.pdf", pdf(object_stream(SCRIPT)), "pdf_script"),
    "JavaScript in one that says no type": ("a.pdf", pdf(object_stream(SCRIPT, typed=False)), "pdf_script"),
    "JavaScript escaped in an object stream": (
        "a.pdf", pdf(object_stream(b"<</S/#4aavaScript/JS(x)>>")), "pdf_script"),
    "JavaScript far behind white space": ("a.pdf", pdf(stream(b" " * 9000 + b"9 0 " + SCRIPT)), "pdf_script"),
    "JavaScript across two pieces": (
        "a.pdf", pdf(object_stream(b" " * (4096 + (1 << 18) - 5 - 20) + SCRIPT)), "pdf_script"),
    "objects behind another filter": (
        "a.pdf", pdf(object_stream(SCRIPT, b"/Filter [/ASCIIHexDecode /FlateDecode]")), "pdf_unexaminable"),
    "objects behind a filter kept elsewhere": (
        "a.pdf", pdf(stream(b"<</S/X>>", b"/Type /ObjStm /N 1 /First 4 /Filter 9 0 R", pack=False)),
        "pdf_unexaminable"),
    "objects that do not unpack": (
        "a.pdf", pdf(stream(b"nothing", b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", pack=False)),
        "pdf_unexaminable"),
    "objects that unpack without end": ("a.pdf", pdf(object_stream(b" " * 210_000_000)), "pdf_unexaminable"),
    "a form with scripts": ("a.pdf", pdf(catalog=b"/AcroForm << /XFA [ (a) 4 0 R ] >>"), "pdf_script"),
    "a PDF that starts a program": (
        "a.pdf", pdf(catalog=b"/OpenAction << /S /Launch /F (cmd.exe) >>"), "pdf_launch"),
    "a PDF that sends a form": ("a.pdf", pdf(b"<< /S /SubmitForm /F (https://example.org) >>"), "pdf_launch"),
    "a PDF with media that run": ("a.pdf", pdf(b"<< /Subtype /RichMedia >>"), "pdf_launch"),
    "a PDF with files inside": ("a.pdf", pdf(catalog=b"/Names << /EmbeddedFiles 4 0 R >>"), "pdf_attachment"),
    "a PDF with a file on a page": ("a.pdf", pdf(b"<< /Type /Filespec /EF << /F 5 0 R >> >>"), "pdf_attachment"),
    "a PDF with a password": (
        "a.pdf", pdf().replace(b"/Root", b"/Encrypt 9 0 R /Root"), "protected"),
    "a PDF that is an archive": ("a.pdf", pdf() + archive({"a.exe": b"MZ"}), "two_in_one"),
    # archives
    "a plain archive": ("a.zip", archive({"a.txt": "a"}), "unknown_kind"),
    "an archive called document": ("a.docx", archive({"a.txt": "a"}), "unknown_kind"),
    "an archive with something before it": ("a.docx", b"PKxx" + docx(), "suspicious_archive"),
    "an archive with something behind it": ("a.docx", docx() + b"<script>", "suspicious_archive"),
    "a bomb": ("a.docx", _bomb(), "suspicious_archive"),
    "a thousand parts and one": ("a.docx", _many(), "suspicious_archive"),
    "a part larger than it says": ("a.docx", _lying_size(), "damaged"),
    "parts that share their bytes": ("a.docx", _overlapping(), "suspicious_archive"),
    "two parts of one name": ("a.docx", _doubled(), "suspicious_archive"),
    "a path that leads out": ("a.docx", docx(**{"../../evil.xml": "<a/>"}), "suspicious_archive"),
    "a path from the root": ("a.docx", docx(**{"/etc/cron.d/x": "x"}), "suspicious_archive"),
    "a path of another system": ("a.docx", docx(**{"C:\\x.xml": "<a/>"}), "suspicious_archive"),
    "a symbolic link": ("a.docx", _symlink(), "suspicious_archive"),
    "an unusual packing": ("a.docx", archive(
        {"[Content_Types].xml": TYPES, "word/document.xml": "<a/>"}, method=zipfile.ZIP_LZMA), "suspicious_archive"),
    "an archive with a password": ("a.docx", _encrypted(), "protected"),
    "a broken directory": ("a.docx", docx()[:-22] + b"PK\x05\x06" + b"\xff" * 16 + b"\0\0", "damaged"),
    "definitions that grow": ("a.docx", docx(**{"word/styles.xml": LAUGHS}), "suspicious_archive"),
    "a word without end": ("a.docx", docx(**{"word/styles.xml": '<a b="' + "é" * 6_000_000 + '"/>'}),
                           "suspicious_archive"),
    "XML that is none": ("a.docx", docx(**{"word/styles.xml": "<a"}), "damaged"),
    "macros": ("a.docx", docx(**{"word/vbaProject.bin": OLE}), "macros"),
    "macros by another name": ("a.docx", docx(**{"[Content_Types].xml": MACRO_TYPES}), "macros"),
    "macros of an open document": ("a.odt", odf(**{"Basic/Standard/Module1.xml": "<a/>"}), "macros"),
    "a script of an open document": (
        "a.ods", odf("spreadsheet", "<office:scripts><office:script/></office:scripts>"), "macros"),
    "what happens when it is opened": (
        "a.odt", odf(body='<script:event-listener xlink:href="vnd.sun.star.script:x"/>'), "macros"),
    "a password of an open document": ("a.odt", odf(**{
        "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:m"><m:encryption-data/></m:manifest>'}), "protected"),
    "an object": ("a.docx", docx(**{"word/embeddings/oleObject1.bin": OLE}), "embedded"),
    "a program in a document": ("a.xlsx", xlsx(**{"xl/media/a.png": b"MZ" + bytes(99)}), "embedded"),
    "an ActiveX control": ("a.docx", docx(**{"word/activeX/activeX1.xml": "<a/>"}), "embedded"),
    "a page in a document": ("a.docx", docx(**{"word/afchunk.html": "<script/>"}), "embedded"),
    "an archive in an archive": ("a.docx", docx(**{"word/media/a.png": archive({"a": "a"})}), "embedded"),
    "archives three deep": ("a.docx", docx(**{"word/embeddings/a.docx": docx(
        **{"word/embeddings/b.docx": docx()})}), "embedded"),
    "macros in the inner document": ("a.docx", docx(**{"word/embeddings/a.docx": docx(
        **{"word/vbaProject.bin": OLE})}), "macros"),
    "a template from elsewhere": (
        "a.docx", docx(**{RELS: relations("attachedTemplate", "http://example.org/x.dotm")}), "external_link"),
    "a picture from elsewhere": ("a.docx", docx(**{RELS: relations("image", "http://example.org/x")}), "external_link"),
    "a link into the network": ("a.docx", docx(**{RELS: relations("hyperlink", "file://server/x")}), "external_link"),
    "a link that runs": ("a.docx", docx(**{RELS: relations("hyperlink", "javascript:x")}), "external_link"),
    "a relation that hides its being outside": (
        "a.docx", docx(**{RELS: relations("image", "http://example.org/x", "Internal")}), "external_link"),
    "another workbook": ("a.xlsx", xlsx(**{"xl/externalLinks/_rels/externalLink1.xml.rels": relations(
        "externalLinkPath", "other.xlsx")}), "external_link"),
    "a query of a database": ("a.xlsx", xlsx(**{"xl/connections.xml": '<a><dbPr connection="x"/></a>'}),
                              "external_link"),
    "a field that calls a program": ("a.docx", docx(FIELD), "external_link"),
    "a simple field that fetches": (
        "a.docx", docx('<w:fldSimple w:instr=" INCLUDEPICTURE \'http://example.org\' "/>'), "external_link"),
    "a formula that calls a program": (
        "a.xlsx", xlsx(**{"xl/worksheets/sheet2.xml": SHEET.format("cmd|' /C calc'!A0")}), "external_link"),
    "a formula that fetches": (
        "a.xlsx", xlsx(**{"xl/worksheets/sheet2.xml": SHEET.format("WEBSERVICE(A1)")}), "external_link"),
    "an open document's picture from elsewhere": (
        "a.odt", odf(body='<draw:image xlink:href="https://example.org/x.png"/>'), "external_link"),
    "an open document's file from above": (
        "a.odt", odf(body='<draw:object xlink:href="../../../etc/passwd"/>'), "external_link"),
    "an open document's formula that fetches": (
        "a.ods", odf("spreadsheet", '<table:table-cell table:formula="of:=WEBSERVICE(A1)"/>'), "external_link"),
    "an open document's window elsewhere": ("a.odt", odf(body="<draw:floating-frame/>"), "external_link"),
}  # fmt: skip


def _polyglot_picture() -> bytes:
    return picture("PNG") + archive({"CANARY.exe": b"CANARY"})


def _talking_png() -> bytes:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", "<script>CANARY</script>")
    info.add_text("XML:com.adobe.xmp", "CANARY" * 100, zip=True)
    return picture("PNG", pnginfo=info)


MADE_HARMLESS: dict[str, tuple[str, bytes]] = {
    "a picture that is an archive": ("a.png", _polyglot_picture()),
    "a picture with a page behind it": ("a.jpg", picture("JPEG") + b"<script>CANARY</script>"),
    "a picture that talks": ("a.png", _talking_png()),
    "a JPEG with a comment": ("a.jpg", picture("JPEG", comment=b"<?php CANARY ?>")),
    "a picture with a profile": ("a.webp", picture("WEBP", icc_profile=b"CANARY" * 50)),
}
