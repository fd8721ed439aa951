"""Texts in several languages, files, contacts and identifications: what stands everywhere in a certificate."""

from __future__ import annotations

import binascii
import hashlib
from typing import Final

from jawda.core.credentials.calibration.model import AttachedFile, Contact, Identification, RichText, Wording
from jawda.core.credentials.calibration.nodes import Node

#: Of one file, decoded.
MOST_FILE_BYTES: Final = 5_000_000
MOST_FILES: Final = 50
_NO_WORDS: Final = Wording()
_NO_TEXT: Final = RichText()
_SPACE: Final = str.maketrans("", "", " \t\r\n")


def wording(node: Node | None) -> Wording:
    """The contents by language; several paragraphs of one language stand on lines of their own."""
    if node is None:
        return _NO_WORDS
    found: dict[str, list[str]] = {}
    for each in node.all("content"):
        if text := each.text():
            found.setdefault(each.attribute("lang").lower(), []).append(text)
    return Wording({language: "\n".join(texts) for language, texts in found.items()})


def rich_text(node: Node | None) -> RichText:
    """Paragraphs; formulas are counted (their MathML or LaTeX is not read), files named."""
    if node is None:
        return _NO_TEXT
    return RichText(
        wording=wording(node),
        name=wording(node.one("name")),
        formulas=len(node.all("formula")),
        files=tuple(file(each) for each in node.all("file")),
    )


def file(node: Node) -> AttachedFile:
    """A file as it is described, with size and digest of what it holds."""
    node.faults.files += 1
    data = b""
    found = node.one("dataBase64")
    if node.faults.files > MOST_FILES:
        node.faults.note("many_files", node.path, most=MOST_FILES)
    elif found is not None:
        data = _decoded(found)
    return AttachedFile(
        name=node.text_of("fileName"),
        media_type=node.text_of("mimeType"),
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        path=node.path,
    )


def _decoded(node: Node) -> bytes:
    text = (node.element.text or "").translate(_SPACE)
    if len(text) > MOST_FILE_BYTES * 4 // 3 + 4:
        node.faults.note("large_file", node.path, megabytes=MOST_FILE_BYTES // 1_000_000)
        return b""
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except ValueError:  # also of characters beyond ASCII
        node.faults.note("base64", node.path)
        return b""


def contact(node: Node) -> Contact:
    """A body or person; ``location`` may be absent."""
    place = node.one("location")

    def of_place(name: str) -> str:
        return "" if place is None else " ".join(place.texts_of(name))

    return Contact(
        name=wording(node.one("name")),
        email=node.text_of("eMail"),
        phone=node.text_of("phone"),
        fax=node.text_of("fax"),
        street=" ".join(part for part in (of_place("street"), of_place("streetNo")) if part),
        postcode=of_place("postCode"),
        city=of_place("city"),
        state=of_place("state"),
        country=of_place("countryCode"),
        further=wording(None if place is None else place.one("further")),
    )


def identifications(node: Node) -> tuple[Identification, ...]:
    """The numbers given to something; one without a value is left out."""
    inside = node.one("identifications")
    found = () if inside is None else inside.all("identification")
    return tuple(
        Identification(
            issuer=each.text_of("issuer"),
            value=value,
            name=wording(each.one("name")),
            reference_types=each.reference_types,
            path=each.path,
        )
        for each in found
        if (value := each.text_of("value"))
    )
