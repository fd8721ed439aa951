"""Examining an XLSX archive before anything reads it (ECMA-376 part 2; OWASP on decompression bombs).

The archive is opened once, here. Its parts are inflated by pieces within a budget and parsed as a stream, and what
passed is written into a fresh archive: the workbook reader then sees what was examined, and nothing else. Pictures,
links to other files and any part that is not XML stay behind.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final
from xml.parsers import expat

from jawda.core.findings import Place
from jawda.core.spreadsheets.model import Limits, refuse
from jawda.core.spreadsheets.parts import Reading

_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHUNK: Final = 1 << 18
_HARMLESS: Final = 10_000_000
"""Inflated bytes under which the ratio says nothing: a short table of equal rows packs very well."""
_FIRST: Final = (  # compared without case, as the reader does
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedstrings.xml",
)


def examined(content: bytes, *, file: str, limits: Limits) -> tuple[bytes, frozenset[str]]:
    """A fresh archive of the XML parts, and the names of hidden sheets; ``Refused`` for anything abnormal."""
    place = Place(file=file)
    if content.count(_DIRECTORY_ENTRY) > limits.members:
        raise refuse("suspicious_archive", place)
    buffer = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(content)) as archive,
            zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as fresh,
        ):
            members = _members(archive, place, limits)
            reading = Reading(place, limits)
            for member in members:
                _copy(archive, member, fresh, reading)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError, ValueError) as fault:
        raise refuse("not_a_workbook", place) from fault
    reading.close()
    return buffer.getvalue(), reading.hidden


def _members(archive: zipfile.ZipFile, place: Place, limits: Limits) -> list[zipfile.ZipInfo]:
    """The XML parts, those that explain the others first."""
    members = archive.infolist()
    names = [member.filename.casefold() for member in members]
    if any(name.endswith("vbaproject.bin") for name in names):
        raise refuse("macros", place)
    if "mimetype" in names:  # OpenDocument
        raise refuse("not_a_table", place)
    claimed = sum(member.file_size for member in members)
    if (
        len(set(names)) != len(names)
        or claimed > limits.uncompressed_bytes
        or (claimed > _HARMLESS and claimed > limits.ratio * sum(member.compress_size for member in members))
        or any(member.flag_bits & 1 or member.compress_type not in _METHODS for member in members)
        or any("\\" in name or not {"", "..", "."}.isdisjoint(name.removesuffix("/").split("/")) for name in names)
    ):
        raise refuse("suspicious_archive", place)
    if _FIRST[0] not in names:
        raise refuse("not_a_workbook", place)
    parts = {name: member for name, member in zip(names, members, strict=True) if name.endswith((".xml", ".rels"))}
    first = [parts.pop(name) for name in _FIRST if name in parts]
    return [*first, *parts.values()]


def _copy(archive: zipfile.ZipFile, member: zipfile.ZipInfo, fresh: zipfile.ZipFile, reading: Reading) -> None:
    """Inflate one part by pieces, parse them, and write them into the fresh archive."""
    parse = reading.part(member.filename)
    with archive.open(member) as source, fresh.open(zipfile.ZipInfo(member.filename), "w", force_zip64=True) as target:
        while chunk := source.read(_CHUNK):
            parse(chunk, False)
            target.write(chunk)
    parse(b"", True)
