"""One XML part of an office document as it streams by: whether it runs something or leads elsewhere."""

from __future__ import annotations

import re
from typing import Final
from xml.parsers import expat

from jawda.foundation.files.inspection_kinds import Kind, refuse

_WEB: Final = ("http://", "https://", "mailto:", "#", "tel:")
_FETCHING: Final = re.compile(
    r"\b(?:WEBSERVICE|IMAGE|DDE|IMPORTDATA|IMPORTXML|CALL|REGISTER\.ID)\s*\(|\|\s*'", re.IGNORECASE
)
"""Functions that ask for something outside, and the bar by which a formula calls a program (DDE)."""
_FIELDS: Final = re.compile(
    r"\s*\\?\s*(?:DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON)\b", re.IGNORECASE
)
_ELEMENTS: Final = 5_000_000
_LONGEST: Final = 100_000
"""Characters kept of one formula or field, far more than a program lets one type."""
_LONGEST_TOKEN: Final = 8_000_000
_CODES: Final = ("instrText", "delInstrText", "f", "definedName")


class Part:
    """Takes the bytes of one part; ``Refused`` as soon as something is found, ``ExpatError`` where it is not XML."""

    def __init__(self, path: str, kind: Kind, name: str) -> None:
        self._path, self._kind, self._name = path, kind, name
        self._count = self._fed = 0
        self._code: list[str] | None = None
        self._field = ""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self._parser = parser

    def feed(self, piece: bytes) -> None:
        """The next bytes."""
        self._fed += len(piece)
        self._parser.Parse(piece, False)
        if self._fed - max(0, self._parser.CurrentByteIndex) > _LONGEST_TOKEN:
            raise refuse("suspicious_archive", self._name)  # the parser would keep all of it in memory

    def close(self) -> None:
        """There are no more."""
        self._parser.Parse(b"", True)
        self._end_field()

    def _doctype(self, *_: object) -> None:
        raise refuse("suspicious_archive", self._name)

    def _outside(self, target: str) -> None:
        raise refuse("external_link", self._name, target=target.strip()[:120] or "?")

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _ELEMENTS:
            raise refuse("suspicious_archive", self._name)
        name = qualified.rpartition(" ")[2]
        values = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if self._kind in (Kind.ODS, Kind.ODT):
            self._open_document(name, values)
        else:
            self._office_open(name, values)

    def _office_open(self, name: str, values: dict[str, str]) -> None:
        if name in _CODES:
            self._code = []
        elif name == "Relationship":
            self._relationship(values)
        elif name in ("Override", "Default") and self._path == "[content_types].xml":
            if "macroenabled" in values.get("ContentType", "").casefold():
                raise refuse("macros", self._name)
        elif name in ("ddeLink", "oleLink", "altChunk", "dbPr", "webPr", "olapPr"):
            self._outside(values.get("ddeTopic", name))
        elif name == "fldSimple" and _FIELDS.match(values.get("instr", "")):
            self._outside(values["instr"])
        elif name == "fldChar" and values.get("fldCharType") != "begin":
            self._end_field()

    def _relationship(self, values: dict[str, str]) -> None:
        target, kind = values.get("Target", ""), values.get("Type", "").casefold()
        if values.get("TargetMode", "").casefold() == "external":
            if not kind.endswith("/hyperlink") or not target.strip().casefold().startswith(_WEB):
                self._outside(target)
        elif "://" in target or target.startswith("\\\\") or target.casefold().startswith("file:"):
            self._outside(target)
        elif kind.endswith(("/vbaproject", "/oleobject", "/control", "/afchunk")):
            raise refuse("embedded", self._name, member=target[:80])

    def _open_document(self, name: str, values: dict[str, str]) -> None:
        if name in ("event-listener", "script"):
            raise refuse("macros", self._name)
        if name == "encryption-data":
            raise refuse("protected", self._name)
        if name.startswith("dde-") or name in ("applet", "plugin", "floating-frame"):
            self._outside(name)
        if _FETCHING.search(values.get("formula", "")):
            self._outside(values["formula"])
        target = values.get("href", "").strip()
        if target and self._path != "meta.xml":
            inside = not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|/|\\", target) and ".." not in target.split("/")
            clicked = name == "a" and target.casefold().startswith(_WEB)
            if not inside and not clicked:
                self._outside(target)

    def _text(self, data: str) -> None:
        if self._code is not None and len(self._code) < _LONGEST:
            self._code.append(data[:_LONGEST])

    def _end(self, qualified: str) -> None:
        if self._code is None or qualified.rpartition(" ")[2] not in _CODES:
            return
        code, self._code = "".join(self._code), None
        if qualified.endswith("nstrText"):
            self._field = (self._field + code)[:_LONGEST]  # one field's code may be cut into many runs
        elif _FETCHING.search(code):
            self._outside(code)

    def _end_field(self) -> None:
        code, self._field = self._field, ""
        if _FIELDS.match(code):
            self._outside(code)
