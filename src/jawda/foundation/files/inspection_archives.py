"""Office documents are archives: what is in them before anything opens them (ECMA-376 part 2; ODF 1.3 part 2; APPNOTE).

Members are read by pieces within a budget; their XML is parsed as a stream (:mod:`.inspection_parts`). Refused are
bombs, paths that lead out, links, passwords, macros, programs, embedded objects, and relations to anything outside.
``core.spreadsheets.archives`` asks more of a workbook that is *read*; here a document is only kept.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from jawda.foundation.files.inspection_kinds import FACTS, Kind, Limits, refuse
from jawda.foundation.files.inspection_parts import Part

_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_END: Final = b"PK\x05\x06"
_END_LENGTH: Final = 22
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_PIECE: Final = 1 << 18
_HARMLESS: Final = 10_000_000
"""Unpacked bytes under which the ratio says nothing: a table of equal rows packs very well."""
_DEEPEST: Final = 1
"""A chart in a text keeps its table as a workbook within the archive; nothing has reason to go further."""
_MACROS: Final = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")
_MACRO_FOLDERS: Final = ("basic/", "scripts/")
_PROGRAMS: Final = (
    *(".exe", ".dll", ".com", ".scr", ".msi", ".jar", ".lnk", ".hta", ".swf", ".sh", ".py"),
    *(".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".htm", ".html", ".mht"),
)
_PROGRAM_HEADS: Final = (
    *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"MZ", b"\x7fELF", b"#!"),
    *(b"%PDF", b"{\\rtf", b"Rar!", b"7z\xbc\xaf"),
)
_OPEN_DOCUMENT: Final = {
    FACTS[kind].content_type.encode(): kind for kind in (Kind.ODS, Kind.ODT)
}  # fmt: skip
_MAIN: Final = {Kind.XLSX: "xl/workbook.xml", Kind.DOCX: "word/document.xml"}


@dataclass
class _Budget:
    """What may still be unpacked, in all archives together."""

    left: int


def office_kind(content: bytes, *, name: str, limits: Limits) -> Kind:
    """Which of the four kinds of document it is; ``Refused`` for any other archive and anything abnormal."""
    return _examined(content, name, limits, _Budget(limits.uncompressed_bytes), depth=0)


def _examined(content: bytes, name: str, limits: Limits, budget: _Budget, *, depth: int) -> Kind:
    if content.count(_DIRECTORY_ENTRY) > 2 * limits.members or content[-_END_LENGTH:-18] != _END:
        raise refuse("suspicious_archive", name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _members(archive, name, limits, budget)
            kind = _declared(archive, members, name)
            for path, member in members.items():
                _read(archive, path, member, kind=kind, name=name, limits=limits, budget=budget, depth=depth)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError, ValueError, RuntimeError,
            UnicodeError, OSError) as fault:  # fmt: skip
        raise refuse("damaged", name, kind="ZIP") from fault
    return kind


def _members(archive: zipfile.ZipFile, name: str, limits: Limits, budget: _Budget) -> dict[str, zipfile.ZipInfo]:
    """By their paths without case, in the order in which they stand."""
    members = archive.infolist()
    paths = [member.filename.casefold() for member in members]
    if any(member.flag_bits & 1 for member in members) or "encryptedpackage" in paths:
        raise refuse("protected", name)
    if any(path.endswith(_MACROS) or path.startswith(_MACRO_FOLDERS) for path in paths):
        raise refuse("macros", name)
    claimed = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    budget.left -= claimed
    if (
        len(members) > limits.members
        or len(set(paths)) != len(paths)
        or budget.left < 0
        or (claimed > _HARMLESS and claimed > limits.ratio * packed)
        or any(member.compress_type not in _METHODS for member in members)
        or any(map(_leads_out, paths))
        or any(stat.S_ISLNK(member.external_attr >> 16) for member in members)
        or _overlap(members)
    ):
        raise refuse("suspicious_archive", name)
    return dict(zip(paths, members, strict=True))


def _leads_out(path: str) -> bool:
    """Whether a path is not plainly one below the archive."""
    parts = path.removesuffix("/").split("/")
    return "\\" in path or ":" in path or "\0" in path or not {"", ".", ".."}.isdisjoint(parts) or len(path) > 500


def _overlap(members: list[zipfile.ZipInfo]) -> bool:
    """Whether anything stands before the first member, or members share bytes, as those of the flattest bombs do."""
    end = 0
    for member in sorted(members, key=lambda item: item.header_offset):
        if member.header_offset < end or (end == 0 and member.header_offset):
            return True
        encoding = "utf-8" if member.flag_bits & 0x800 else "cp437"
        end = member.header_offset + 30 + len(member.orig_filename.encode(encoding)) + member.compress_size
    return False


def _declared(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], name: str) -> Kind:
    """The kind that the archive says it is, as the programs that open it read it."""
    if "mimetype" in members:
        with archive.open(members["mimetype"]) as stream:
            kind = _OPEN_DOCUMENT.get(stream.read(200).strip())
        if kind is not None and "content.xml" in members:
            return kind
    elif "[content_types].xml" in members:
        found = [kind for kind, main in _MAIN.items() if main in members]
        if len(found) == 1:
            return found[0]
    raise refuse("unknown_kind", name)


def _read(
    archive: zipfile.ZipFile, path: str, member: zipfile.ZipInfo, *,
    kind: Kind, name: str, limits: Limits, budget: _Budget, depth: int,
) -> None:  # fmt: skip
    """Unpack one member by pieces, to the end, so that its size and checksum are known to be true."""
    if path.endswith(_PROGRAMS) or "activex" in path:
        raise refuse("embedded", name, member=member.filename[:80])
    with archive.open(member) as stream:
        head = stream.read(_PIECE)
        if head.startswith(_PROGRAM_HEADS):
            raise refuse("embedded", name, member=member.filename[:80])
        if head.startswith(b"PK\x03\x04"):
            if depth >= _DEEPEST or "/embeddings/" not in path:
                raise refuse("embedded", name, member=member.filename[:80])
            _examined(head + stream.read(), name, limits, budget, depth=depth + 1)
            return
        if not path.endswith((".xml", ".rels", ".rdf")):
            while stream.read(_PIECE):
                pass
            return
        part = Part(path, kind, name)
        while head:
            part.feed(head)
            head = stream.read(_PIECE)
        if member.file_size:
            part.close()
